"""The company's list of divisions, cost codes and cost types: adding and changing one at a time.

Source: Things to Know (QuickBooks Desktop connector): codes are exported from the portal's list.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.budgets import BudgetLine
from portal.db.projects import CostCode, CostType, Division
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.intentions import InputError, NotFoundError

CODE_LIMIT = 31
NAME_LIMIT = 255
UNIT_LIMIT = 6
TYPE_LIMIT = 3


@dataclass(frozen=True, slots=True)
class CodeInput:
    """A cost code as typed."""

    code: str
    name: str
    division_id: int
    uom: str = ""
    active: bool = True


def save_code(actor: Actor, given: CodeInput, code_id: int | None = None) -> int:
    """Add a cost code, or change a known one. Number and division of a used code stay. Raises Denied, InputError."""
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.MANAGE_COST_CODES, actor, CompanyFacts())
        row = _known(session, CostCode, code_id) if code_id is not None else CostCode(code="", active=True)
        code, uom = _short(given.code, "code", CODE_LIMIT, "cost code"), given.uom.strip()
        name = _short(given.name, "name", NAME_LIMIT, "name")
        if session.get(Division, given.division_id) is None:
            raise InputError("division_id", "Choose a division from the list.")
        if len(uom) > UNIT_LIMIT:
            raise InputError("uom", f"The unit has {len(uom)} characters; shorten it to {UNIT_LIMIT}.")
        _refuse_double(session, CostCode, code, code_id)
        if code_id is not None:
            _refuse_moving_a_used(session, row, code, given.division_id)
        before = row.code
        row.code, row.name, row.division_id, row.uom, row.active = (
            code,
            name,
            given.division_id,
            uom,
            given.active,
        )
        return _keep(session, actor, row, "cost_code", before, f"{code} {name}")


def save_division(actor: Actor, code: str, name: str, division_id: int | None = None) -> int:
    """Add a division, or rename a known one; its number stays, because budgets are ordered by it."""
    return _save_named(actor, Division, "division", code, name, division_id)


def save_type(actor: Actor, code: str, name: str, type_id: int | None = None) -> int:
    """Add a cost type, or rename a known one; its letters stay, because files and ERPs know them."""
    return _save_named(actor, CostType, "cost_type", code, name, type_id)


def _save_named(
    actor: Actor, kind: type[Division | CostType], noun: str, code: str, name: str, row_id: int | None
) -> int:
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.MANAGE_COST_CODES, actor, CompanyFacts())
        if row_id is not None:
            row = _known(session, kind, row_id)
        else:
            limit = TYPE_LIMIT if kind is CostType else CODE_LIMIT
            row = kind(code=_short(code, "code", limit, "code"), name="")
            _refuse_double(session, kind, row.code, None)
            if isinstance(row, CostType):
                row.position = session.scalar(select(func.count()).select_from(CostType)) or 0
        before, row.name = row.name, _short(name, "name", NAME_LIMIT, "name")
        return _keep(session, actor, row, noun, before, f"{row.code} {row.name}")


def _known(session: Session, kind: Any, row_id: int) -> Any:
    row = session.get(kind, row_id)
    if row is None:
        raise NotFoundError("There is no such entry in the company's list.")
    return row


def _short(text: str, field: str, limit: int, noun: str) -> str:
    bare = text.strip()
    if not bare:
        raise InputError(field, f"Enter the {noun}.")
    if len(bare) > limit:
        raise InputError(field, f"The {noun} has {len(bare)} characters; shorten it to {limit}.")
    return bare


def _refuse_double(session: Session, kind: Any, code: str, row_id: int | None) -> None:
    with session.no_autoflush:
        same = session.scalar(select(kind).where(func.lower(kind.code) == code.lower()))
    if same is not None and same.id != row_id:
        raise InputError(
            "code", f"{same.code} {same.name} is in the list already. Change that entry instead."
        )


def _refuse_moving_a_used(session: Session, row: CostCode, code: str, division_id: int) -> None:
    if (row.code, row.division_id) == (code, division_id):
        return
    if session.scalar(select(BudgetLine.id).where(BudgetLine.cost_code_id == row.id).limit(1)) is not None:
        field = "code" if row.code != code else "division_id"
        raise InputError(
            field,
            f"Budgets use {row.code}, so its number and division stay. Add another code, and make this one inactive.",
        )


def _keep(session: Session, actor: Actor, row: Any, noun: str, before: str, after: str) -> int:
    session.add(row)
    session.flush()
    note = audit.Note(before, after)
    audit.record(session, Action.MANAGE_COST_CODES, actor, audit.Subject(noun, row.id), note)
    return int(row.id)

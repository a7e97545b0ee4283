"""Budget modifications: recorded movements on a locked budget. Source: Create a Budget Modification."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetModification
from portal.db.projects import Project
from portal.domain.money import format_money, plain_money, within_limit
from portal.services.budgets import modification_limits
from portal.services.budgets.lines import line_of
from portal.services.budgets.modification_limits import NOTHING, Sides
from portal.services.intentions import Act, InputError, Intention, NotFoundError


@dataclass(frozen=True, slots=True)
class ModificationInput:
    """A movement as typed. One side may be None where the project lets the grand total change."""

    from_line_id: int | None
    to_line_id: int | None
    cents: int
    reference: str = ""
    notes: str = ""
    modification_id: int | None = None


def _create(intention: Intention) -> int:
    budget, session = intention.budget, intention.session
    last = session.scalar(
        select(func.max(BudgetModification.number)).where(BudgetModification.budget_id == budget.id)
    )
    row = BudgetModification(
        budget_id=budget.id,
        number=(last or 0) + 1,
        created_at=clock.now(),
        created_by=intention.actor.id,
    )
    _fill(intention, row, NOTHING)
    session.add(row)
    session.flush()
    intention.notes.update(modification=row.number, amount=plain_money(row.amount_cents))
    return row.id


def _change(intention: Intention) -> int:
    """Edit the modification, or delete it when the input says `None` for both sides and amount 0."""
    given: ModificationInput = intention.given
    row = modification_of(intention.session, intention.budget, given.modification_id)
    intention.notes.update(modification=row.number, was=plain_money(row.amount_cents))
    if given.cents == 0 and given.from_line_id is None and given.to_line_id is None:
        _ask_the_company(intention, _sides(row), NOTHING)
        intention.notes["deleted"] = True
        intention.session.delete(row)
        return row.id
    _fill(intention, row, _sides(row))
    intention.notes["to"] = plain_money(row.amount_cents)
    return row.id


def removal(modification_id: int) -> ModificationInput:
    """The input that deletes a modification."""
    return ModificationInput(None, None, 0, modification_id=modification_id)


def modification_of(session: Session, budget: Budget, modification_id: int | None) -> BudgetModification:
    """A modification of this budget. Raises NotFoundError for others'."""
    row = session.get(BudgetModification, modification_id) if modification_id is not None else None
    if row is None or row.budget_id != budget.id:
        raise NotFoundError("There is no such modification in this budget.")
    return row


def _fill(intention: Intention, row: BudgetModification, was: Sides) -> None:
    given: ModificationInput = intention.given
    _check_sides(intention, given)
    _ask_the_company(intention, was, (given.from_line_id, given.to_line_id, within_limit(given.cents)))
    row.from_line_id = given.from_line_id
    row.to_line_id = given.to_line_id
    row.amount_cents = within_limit(given.cents)
    row.reference = given.reference.strip()
    row.notes = given.notes.strip()


def _sides(row: BudgetModification) -> Sides:
    return row.from_line_id, row.to_line_id, row.amount_cents


def _ask_the_company(intention: Intention, was: Sides, will: Sides) -> None:
    """Raise InputError where the company's budget settings refuse it; what they let pass is in the audit."""
    low = modification_limits.check(intention.session, intention.budget, was, will)
    if low:
        intention.notes["below_zero"] = {move.label: plain_money(move.after) for move in low}


def _check_sides(intention: Intention, given: ModificationInput) -> None:
    if given.cents <= 0:
        raise InputError("amount", f"Enter an amount above 0.00, not {format_money(given.cents)}.")
    sides = [side for side in (given.from_line_id, given.to_line_id) if side is not None]
    if not sides:
        raise InputError("from_line", "Choose the line that gives the money and the line that receives it.")
    for side in sides:
        line_of(intention.session, intention.budget, side)
    if given.from_line_id == given.to_line_id:
        raise InputError("to_line", "Choose another line: money cannot move from a line to itself.")
    project = intention.session.get_one(Project, intention.budget.project_id)
    if len(sides) == 1 and not project.may_change_grand_total:
        missing = "from_line" if given.from_line_id is None else "to_line"
        raise InputError(
            missing,
            "Choose both lines: modifications of this project must leave the grand total as it is. A Budget Admin "
            "can allow others in the budget settings.",
        )


def _ownership(session: Session, budget: Budget, given: ModificationInput) -> Mapping[str, Any]:
    row = modification_of(session, budget, given.modification_id)
    return {"owner_id": row.created_by, "has_unsent_modifications": row.exported_by is None}


CREATE = Act(_create, touches=True)
CHANGE = Act(_change, _ownership, touches=True)

"""Budget lines: adding, editing and deleting one, and the keys that keep budget codes unique.

Source: Add a Budget Line Item; Delete a Budget Line Item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.db.projects import CostCode, CostType, Division, SubJob
from portal.domain.money import extend, format_money, plain_money
from portal.services.intentions import Act, ChangedMeanwhileError, InputError, Intention, NotFoundError


@dataclass(frozen=True, slots=True)
class LineInput:
    """A line as typed. With `calculation` automatic the amount is quantity x unit cost, else `cents`.

    `seen` is the `stamp` of the line that the person's page showed; empty: not asked.
    """

    cost_code_id: int
    cost_type_id: int
    sub_job_id: int | None = None
    description: str = ""
    calculation: str = "manual"
    quantity: Decimal | None = None
    uom: str = ""
    unit_cost: Decimal | None = None
    cents: int = 0
    line_id: int | None = None
    seen: str = ""

    @property
    def amount(self) -> int:
        """Cents of the line. Raises MoneyError when the product is too large."""
        if self.calculation == "automatic":
            return extend(self.quantity or Decimal(0), self.unit_cost or Decimal(0))
        return self.cents


def code_key(sub_job_id: int | None, cost_code_id: int, cost_type_id: int) -> str:
    """The unique key of a budget code within one budget."""
    return f"{sub_job_id or 0}|{cost_code_id}|{cost_type_id}"


def sort_key(division: str, sub_job: str, code: str, cost_type: str) -> str:
    """Orders lines as people read them: division, sub job, code, type."""
    return f"{division}\x1f{sub_job}\x1f{code}\x1f{cost_type}"


def _add(intention: Intention) -> int:
    given: LineInput = intention.given
    session, budget = intention.session, intention.budget
    code, cost_type, sub_job, division = _segments(session, budget, given)
    key = code_key(given.sub_job_id, given.cost_code_id, given.cost_type_id)
    line = session.scalar(
        select(BudgetLine).where(BudgetLine.budget_id == budget.id, BudgetLine.code_key == key)
    )
    if line is not None and line.deleted_at is None:
        raise InputError(
            "cost_code",
            f"{code.code} {cost_type.name} is already in this budget with {format_money(line.original_cents)}. "
            "Change that line, or choose another cost type.",
        )
    if line is None:
        line = BudgetLine(budget_id=budget.id, code_key=key, cost_code_id=code.id, cost_type_id=cost_type.id)
        session.add(line)
    line.deleted_at = None
    line.sub_job_id = given.sub_job_id
    line.sort_key = sort_key(division.code, sub_job.code if sub_job else "", code.code, cost_type.code)
    _fill(line, given, default=f"{code.name}")
    session.flush()
    intention.notes.update(line=f"{code.code} {cost_type.name}", to=plain_money(line.original_cents))
    return line.id


def _edit(intention: Intention) -> int:
    given: LineInput = intention.given
    line = line_of(intention.session, intention.budget, given.line_id)
    before = line.original_cents
    if given.seen and given.seen != stamp(line):
        raise ChangedMeanwhileError(
            f"Somebody changed this line meanwhile: its amount is now {format_money(before)}. "
            "Save again to put yours in its place."
        )
    code = intention.session.get_one(CostCode, line.cost_code_id)
    _fill(line, given, default=code.name)
    intention.notes.update(line=code.code, was=plain_money(before), to=plain_money(line.original_cents))
    return line.id


def stamp(line: BudgetLine) -> str:
    """Which state of the line a page shows: another one after every change."""
    return line.changed_at.isoformat()


def _delete(intention: Intention) -> None:
    """Remove the line; one that the ERP holds is kept, marked, until its removal has travelled."""
    line = line_of(intention.session, intention.budget, intention.given)
    code = intention.session.get_one(CostCode, line.cost_code_id)
    intention.notes.update(line=code.code, was=plain_money(line.original_cents))
    if line.exported_cents is None:
        intention.session.delete(line)
    else:
        line.original_cents = 0
        line.deleted_at = clock.now()


def line_of(session: Session, budget: Budget, line_id: int | None) -> BudgetLine:
    """A living line of this budget. Raises NotFoundError for others'."""
    line = session.get(BudgetLine, line_id) if line_id is not None else None
    if line is None or line.budget_id != budget.id or line.deleted_at is not None:
        raise NotFoundError("There is no such line in this budget.")
    return line


def _segments(
    session: Session, budget: Budget, given: LineInput
) -> tuple[CostCode, CostType, SubJob | None, Division]:
    code = session.get(CostCode, given.cost_code_id)
    if code is None or not code.active:
        raise InputError("cost_code", "Choose a cost code from the list.")
    cost_type = session.get(CostType, given.cost_type_id)
    if cost_type is None:
        raise InputError("cost_type", "Choose a cost type from the list.")
    sub_job = session.get(SubJob, given.sub_job_id) if given.sub_job_id else None
    if given.sub_job_id and (sub_job is None or sub_job.project_id != budget.project_id):
        raise InputError("sub_job", "Choose a sub job of this project.")
    return code, cost_type, sub_job, session.get_one(Division, code.division_id)


def _fill(line: BudgetLine, given: LineInput, default: str) -> None:
    line.description = given.description.strip() or default
    line.calculation = given.calculation
    line.unit_qty = "" if given.quantity is None else format(given.quantity.normalize(), "f")
    line.uom = given.uom.strip()
    line.unit_cost = "" if given.unit_cost is None else format(given.unit_cost.normalize(), "f")
    line.original_cents = given.amount
    line.changed_at = clock.now()


def _wanted(_session: Session, _budget: Budget, given: LineInput) -> Mapping[str, Any]:
    return {"wanted_cents": given.amount}


def _use_of_line(session: Session, budget: Budget, line_id: int) -> Mapping[str, Any]:
    line = line_of(session, budget, line_id)
    used = session.scalar(
        select(BudgetModification.id)
        .where(or_(BudgetModification.from_line_id == line.id, BudgetModification.to_line_id == line.id))
        .limit(1)
    )
    return {
        "line_is_unused_zero": line.original_cents == 0 and used is None,
        "line_has_modification": used is not None,
    }


ADD = Act(_add, _wanted, touches=True)
EDIT = Act(_edit, touches=True)
DELETE = Act(_delete, _use_of_line, touches=True)

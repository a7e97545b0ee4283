"""Writing the lines of a checked file: all or nothing. Source: Import a Budget."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from portal import clock
from portal.db.budgets import BudgetLine
from portal.domain.money import plain_money
from portal.services.intentions import Act, Intention
from portal.services.lines import code_key, sort_key


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """One budget code with its amount in cents, every segment known by row number and code."""

    division: str
    cost_code_id: int
    code: str
    cost_type_id: int
    cost_type: str
    cents: int
    description: str = ""
    sub_job_id: int | None = None
    sub_job: str = ""
    unit_qty: str = ""
    uom: str = ""
    unit_cost: str = ""
    calculation: str = "manual"


@dataclass(frozen=True, slots=True)
class ImportInput:
    """The lines of one confirmed dry run, and what to write in the audit about their file."""

    file_name: str
    lines: Sequence[ImportedLine]


def _import(intention: Intention) -> int:
    """Add new budget codes and overwrite the amounts of known ones; others stay. Returns how many were written."""
    given: ImportInput = intention.given
    session, budget = intention.session, intention.budget
    known = {
        line.code_key: line
        for line in session.scalars(select(BudgetLine).where(BudgetLine.budget_id == budget.id))
    }
    fresh = []
    for line in given.lines:
        key = code_key(line.sub_job_id, line.cost_code_id, line.cost_type_id)
        if key in known:
            _overwrite(known[key], line)
        else:
            fresh.append(_row(budget.id, key, line))
    if fresh:
        session.execute(insert(BudgetLine), fresh)
    total = sum(line.cents for line in given.lines)
    intention.notes.update(
        file=given.file_name, lines=len(given.lines), new=len(fresh), total=plain_money(total)
    )
    return len(given.lines)


def _overwrite(row: BudgetLine, line: ImportedLine) -> None:
    row.original_cents = line.cents
    row.calculation = line.calculation
    row.unit_qty, row.uom, row.unit_cost = line.unit_qty, line.uom, line.unit_cost
    row.description = line.description or row.description
    row.deleted_at = None
    row.changed_at = clock.now()


def _row(budget_id: int, key: str, line: ImportedLine) -> dict[str, object]:
    return {
        "budget_id": budget_id,
        "code_key": key,
        "sort_key": sort_key(line.division, line.sub_job, line.code, line.cost_type),
        "sub_job_id": line.sub_job_id,
        "cost_code_id": line.cost_code_id,
        "cost_type_id": line.cost_type_id,
        "description": line.description,
        "calculation": line.calculation,
        "unit_qty": line.unit_qty,
        "uom": line.uom,
        "unit_cost": line.unit_cost,
        "original_cents": line.cents,
        "exported_cents": None,
        "is_partial": False,
        "deleted_at": None,
        "changed_at": clock.now(),
    }


IMPORT = Act(_import, touches=True)

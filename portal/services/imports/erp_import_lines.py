"""Writing the lines of an import from the ERP: added ones, changed ones, those that the ERP does not have.

Source: Import a Budget from Sage 100; Re-Import a Budget from ERP (values are replaced).
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.services.budgets.lines import sort_key
from portal.services.imports.erp_import_plans import Coming, ImportPlan, OurLine
from portal.services.imports.imported_rows import Segments, segments_now


class Written(NamedTuple):
    """How many lines came in new, how many changed, how many went."""

    new: int
    changed: int
    removed: int


def write(session: Session, budget: Budget, found: ImportPlan, *, override: bool) -> Written:
    """Add what is missing; with `override` also take over amounts and remove what only we have."""
    segments = segments_now(session, budget)
    fresh = [_new_row(budget.id, segments, each) for each in found.coming if each.ours is None]
    if fresh:
        session.execute(insert(BudgetLine), fresh)
    if not override:
        return Written(len(fresh), 0, 0)
    changed = [
        _change(each.ours.id, each.cents)
        for each in found.coming
        if each.ours is not None and each.ours.cents != each.cents
    ]
    if changed:
        session.execute(update(BudgetLine), changed)
    return Written(len(fresh), len(changed), _remove(session, budget, found.alone))


def _remove(session: Session, budget: Budget, alone: Sequence[OurLine]) -> int:
    """Lines that the ERP does not have go; one that a modification uses stays with 0.00."""
    used = _used_by_modifications(session, budget)
    gone = [line.id for line in alone if line.id not in used]
    empty = [_change(line.id, 0) for line in alone if line.id in used and line.cents]
    if gone:
        session.execute(delete(BudgetLine).where(BudgetLine.id.in_(gone)))
    if empty:
        session.execute(update(BudgetLine), empty)
    return len(gone) + len(empty)


def _used_by_modifications(session: Session, budget: Budget) -> set[int]:
    rows = session.execute(
        select(BudgetModification.from_line_id, BudgetModification.to_line_id).where(
            BudgetModification.budget_id == budget.id
        )
    )
    return {line for row in rows for line in row if line is not None}


def _new_row(budget_id: int, segments: Segments, coming: Coming) -> dict[str, object]:
    key = coming.key
    code_id, division, name = segments.codes[key.cost_code]
    return {
        "budget_id": budget_id,
        "code_key": segments.key(key),
        "sort_key": sort_key(division, key.sub_job, key.cost_code, key.cost_type),
        "sub_job_id": segments.sub_jobs[key.sub_job] if key.sub_job else None,
        "cost_code_id": code_id,
        "cost_type_id": segments.types[key.cost_type],
        "description": coming.name or name,
        "calculation": "manual",
        "unit_qty": "",
        "uom": "",
        "unit_cost": "",
        "original_cents": coming.cents,
        "exported_cents": None,
        "is_partial": False,
        "deleted_at": None,
        "changed_at": clock.now(),
    }


def _change(line_id: int, cents: int) -> dict[str, object]:
    """Quantities never travel, so an imported amount stands by itself."""
    return {
        "id": line_id,
        "original_cents": cents,
        "calculation": "manual",
        "unit_qty": "",
        "unit_cost": "",
        "changed_at": clock.now(),
    }

"""From a line of a checked file to the columns of a budget line: what is new, what changes, what stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.projects import CostCode, CostType, Division, SubJob
from portal.domain.imports.outcomes import ImportedLine, LineKey, LineNow
from portal.services.budgets.lines import code_key, sort_key


@dataclass(frozen=True, slots=True)
class Segments:
    """Row numbers behind the texts of a budget code; `codes` also gives division and name."""

    codes: Mapping[str, tuple[int, str, str]]
    types: Mapping[str, int]
    sub_jobs: Mapping[str, int]

    def key(self, key: LineKey) -> str:
        """The unique key of the line within its budget."""
        sub_job = self.sub_jobs[key.sub_job] if key.sub_job else None
        return code_key(sub_job, self.codes[key.cost_code][0], self.types[key.cost_type])


def segments_now(session: Session, budget: Budget) -> Segments:
    """Every code of the company and the project's sub jobs, by what a file calls them."""
    codes = session.execute(
        select(CostCode.code, CostCode.id, Division.code, CostCode.name).join(
            Division, Division.id == CostCode.division_id
        )
    )
    sub_jobs = session.execute(select(SubJob.code, SubJob.id).where(SubJob.project_id == budget.project_id))
    return Segments(
        {code: (key, division, name) for code, key, division, name in codes},
        dict(session.execute(select(CostType.code, CostType.id)).all()),
        dict(sub_jobs.all()),
    )


def differs(line: ImportedLine, now: LineNow) -> bool:
    """Whether the file says anything else than the budget; what it does not say stays."""
    return (
        line.cents != now.cents
        or bool(line.description and line.description != now.description)
        or bool(line.uom and line.uom != now.uom)
        or (line.quantity is not None and line.quantity != now.quantity)
        or (line.unit_cost is not None and line.unit_cost != now.unit_cost)
    )


def change(row_id: int, line: ImportedLine, now: LineNow | None) -> dict[str, Any]:
    """All columns that an import may change; a line that was marked as removed begins anew."""
    now = now or LineNow(0)
    return {
        "id": row_id,
        "original_cents": line.cents,
        "description": line.description or now.description,
        "calculation": "manual" if line.manual else "automatic",
        "unit_qty": _text(line.quantity if line.quantity is not None else now.quantity),
        "uom": line.uom or now.uom,
        "unit_cost": _text(line.unit_cost if line.unit_cost is not None else now.unit_cost),
        "deleted_at": None,
        "changed_at": clock.now(),
    }


def new_row(budget_id: int, key: str, segments: Segments, line: ImportedLine) -> dict[str, Any]:
    """The columns of a line that is new to the budget."""
    code_id, division, name = segments.codes[line.key.cost_code]
    return {
        "budget_id": budget_id,
        "code_key": key,
        "sort_key": sort_key(division, line.key.sub_job, line.key.cost_code, line.key.cost_type),
        "sub_job_id": segments.sub_jobs[line.key.sub_job] if line.key.sub_job else None,
        "cost_code_id": code_id,
        "cost_type_id": segments.types[line.key.cost_type],
        "description": line.description or name,
        "calculation": "manual" if line.manual else "automatic",
        "unit_qty": _text(line.quantity),
        "uom": line.uom,
        "unit_cost": _text(line.unit_cost),
        "original_cents": line.cents,
        "exported_cents": None,
        "is_partial": False,
        "deleted_at": None,
        "changed_at": clock.now(),
    }


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")

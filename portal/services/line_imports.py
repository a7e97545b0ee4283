"""Writing the lines of a checked file: all or nothing. Source: Import a Budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.imports import ImportFile
from portal.db.projects import CostCode, CostType, Division, SubJob
from portal.domain.imports.cells import Cell
from portal.domain.imports.mappings import ImportMapping
from portal.domain.imports.outcomes import DryRun, ImportedLine, LineKey, LineNow
from portal.domain.money import plain_money
from portal.services import import_files, import_shapes
from portal.services.intentions import Act, InputError, Intention
from portal.services.lines import code_key, sort_key
from portal.services.new_codes import WantedCode, create_codes


@dataclass(frozen=True, slots=True)
class ImportInput:
    """A confirmed dry run with its upload, rows and mapping, and the lines that it was compared with."""

    file: ImportFile
    rows: Sequence[Sequence[Cell]]
    mapping: ImportMapping
    run: DryRun
    before: Mapping[LineKey, LineNow]


@dataclass(frozen=True, slots=True)
class Written:
    """How many lines came in new, how many changed, how many stood already; how many cost codes were created."""

    new: int
    changed: int
    unchanged: int
    codes: int
    total_cents: int


@dataclass(frozen=True, slots=True)
class _Segments:
    """Row numbers behind the texts of a budget code; `codes` also gives division and name."""

    codes: Mapping[str, tuple[int, str, str]]
    types: Mapping[str, int]
    sub_jobs: Mapping[str, int]

    def key(self, key: LineKey) -> str:
        sub_job = self.sub_jobs[key.sub_job] if key.sub_job else None
        return code_key(sub_job, self.codes[key.cost_code][0], self.types[key.cost_type])


def _import(intention: Intention) -> Written:
    """Add new budget codes, overwrite changed ones, leave the others; remember the mapping; mark the upload.

    Raises InputError when the dry run refuses, Denied when codes would be created without the permission for it.
    """
    given: ImportInput = intention.given
    session, budget, run = intention.session, intention.budget, given.run
    if not run.may_import:
        raise InputError("file", run.why_not)
    wanted = [WantedCode(each.code, each.name, each.division) for each in run.new_codes]
    created = create_codes(session, intention.actor, wanted, given.file.name)
    segments = _segments(session, budget)
    standing = _standing(session, budget)
    fresh, changed = [], []
    for line in run.lines:
        key = segments.key(line.key)
        if key not in standing:
            fresh.append(_row(budget.id, key, segments, line))
        elif line.key not in given.before or _differs(line, given.before[line.key]):
            changed.append(_change(standing[key], line, given.before.get(line.key)))
    _write(session, fresh, changed)
    file = session.get_one(ImportFile, given.file.id)
    import_files.finish(session, file)
    import_shapes.remember(
        session, import_shapes.BUDGET, given.rows, given.mapping, intention.actor.id or file.uploaded_by
    )
    unchanged = len(run.lines) - len(fresh) - len(changed)
    intention.notes.update(
        file=file.name,
        file_id=file.id,
        sheet=given.mapping.sheet,
        new=len(fresh),
        changed=len(changed),
        unchanged=unchanged,
        codes_created=created,
        total=plain_money(run.totals.written),
    )
    return Written(len(fresh), len(changed), unchanged, created, run.totals.written)


def _segments(session: Session, budget: Budget) -> _Segments:
    codes = session.execute(
        select(CostCode.code, CostCode.id, Division.code, CostCode.name).join(
            Division, Division.id == CostCode.division_id
        )
    )
    sub_jobs = session.execute(select(SubJob.code, SubJob.id).where(SubJob.project_id == budget.project_id))
    return _Segments(
        {code: (key, division, name) for code, key, division, name in codes},
        dict(session.execute(select(CostType.code, CostType.id)).all()),
        dict(sub_jobs.all()),
    )


def _standing(session: Session, budget: Budget) -> dict[str, int]:
    """Row numbers of all lines by their key, those too that wait to be removed from the ERP."""
    rows = session.execute(
        select(BudgetLine.code_key, BudgetLine.id).where(BudgetLine.budget_id == budget.id)
    )
    return dict(rows.all())


def _write(session: Session, fresh: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    if fresh:
        session.execute(insert(BudgetLine), fresh)
    if changed:
        session.execute(update(BudgetLine), changed)


def _differs(line: ImportedLine, now: LineNow) -> bool:
    """Whether the file says anything else than the budget; what it does not say stays."""
    return (
        line.cents != now.cents
        or bool(line.description and line.description != now.description)
        or bool(line.uom and line.uom != now.uom)
        or (line.quantity is not None and line.quantity != now.quantity)
        or (line.unit_cost is not None and line.unit_cost != now.unit_cost)
    )


def _change(row_id: int, line: ImportedLine, now: LineNow | None) -> dict[str, Any]:
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


def _row(budget_id: int, key: str, segments: _Segments, line: ImportedLine) -> dict[str, Any]:
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


IMPORT = Act(_import, touches=True)

"""Writing the lines of a checked file: all or nothing. Source: Import a Budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.imports import ImportFile
from portal.domain.imports.cells import Cell
from portal.domain.imports.mappings import ImportMapping
from portal.domain.imports.outcomes import DryRun, LineKey, LineNow
from portal.domain.money import plain_money
from portal.services.imports import import_files, import_shapes
from portal.services.imports.imported_rows import change, differs, new_row, segments_now
from portal.services.imports.new_codes import WantedCode, create_codes
from portal.services.intentions import Act, InputError, Intention


@dataclass(frozen=True, slots=True)
class ImportInput:
    """A confirmed dry run with its upload, rows and mapping, and the lines that it was compared with.

    `closed` is why it may not be written, found by the same check; it refuses after the rule table was asked.
    """

    file: ImportFile
    rows: Sequence[Sequence[Cell]]
    mapping: ImportMapping
    run: DryRun
    before: Mapping[LineKey, LineNow]
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """How many lines came in new, how many changed, how many stood already; how many cost codes were created."""

    new: int
    changed: int
    unchanged: int
    codes: int
    total_cents: int


def _import(intention: Intention) -> Written:
    """Add new budget codes, overwrite changed ones, leave the others; remember the mapping; mark the upload.

    Raises InputError when the dry run refuses, Denied when codes would be created without the permission for it.
    """
    given: ImportInput = intention.given
    session, budget, run = intention.session, intention.budget, given.run
    if given.closed:
        raise InputError("file", given.closed)
    wanted = [WantedCode(each.code, each.name, each.division) for each in run.new_codes]
    created = create_codes(session, intention.actor, wanted, given.file.name)
    segments = segments_now(session, budget)
    standing = _standing(session, budget)
    fresh, changed = [], []
    for line in run.lines:
        key = segments.key(line.key)
        if key not in standing:
            fresh.append(new_row(budget.id, key, segments, line))
        elif line.key not in given.before or differs(line, given.before[line.key]):
            changed.append(change(standing[key], line, given.before.get(line.key)))
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


IMPORT = Act(_import, touches=True)

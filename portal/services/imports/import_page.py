"""The check page of an upload: what its rows would do, its control totals, and whether it may be written."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.projects import Project
from portal.domain.decisions import decide
from portal.domain.imports.outcomes import Outcome, RowOutcome
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import read_facts
from portal.services.imports import import_words
from portal.services.imports.import_checks import Check, check, why_closed
from portal.services.imports.import_columns import Choices, read_columns
from portal.services.imports.import_fields import Options
from portal.services.imports.import_files import file_of
from portal.services.imports.import_reading import budget_fields, budget_roles, place_fields

PART = 100
"""Rows of one page; the others are one link away."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows to show: which kind, from which on (counted from 0), or all of them."""

    show: str = "all"
    start: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Everything the check page draws; `rows` of one part, drawn by the web."""

    project_id: int
    project_name: str
    file_id: int
    file_name: str
    meta: tuple[str, ...]
    notes: tuple[str, ...]
    version: int
    stamp: str
    title: str
    told: tuple[import_words.Told, ...]
    choices: Choices
    summary: str
    shows: Options
    wish: Wish
    rows: Sequence[RowOutcome]
    row_count: int
    cost_types: dict[str, str]
    control: tuple[import_words.ControlRow, ...]
    label: str
    is_open: bool
    sentences: tuple[str, ...]


def read(session: Session, actor: Actor, project_id: int, file_id: int, wish: Wish) -> ImportPage:
    """Check the upload and word the answer. Raises NotFoundError for an upload that is not this project's."""
    file = file_of(session, project_id, file_id)
    found = check(session, actor, project_id, file)
    run = found.run
    verdict = decide(Action.IMPORT_FILE, actor, read_facts(session, found.budget))
    closed = why_closed(run)
    chosen = [row for row in run.rows if row.outcome in import_words.SHOWS[wish.show]]
    start = wish.start if 0 <= wish.start < len(chosen) else 0
    part = chosen if wish.whole else chosen[start : start + PART]
    types, mapping = found.now.cost_types, found.mapping
    fields = (
        *place_fields(session, file, found.rows, mapping),
        *budget_fields(actor, found.rows, mapping, types),
    )
    choices = read_columns(found.rows, mapping, budget_roles(types), fields)
    amounts = sum(run.counts.values()) - run.counts.get(Outcome.SKIPPED, 0)
    return ImportPage(
        project_id=project_id,
        project_name=session.get_one(Project, project_id).name,
        file_id=file.id,
        file_name=file.name,
        meta=_meta(found),
        notes=tuple(file.notes),
        version=found.version,
        stamp=found.stamp,
        title=import_words.title(run),
        told=import_words.told(run),
        choices=choices,
        summary=import_words.summary(run) if run.rows else "",
        shows=import_words.shows(run, amounts) if run.rows else (),
        wish=Wish(wish.show, start, wish.whole),
        rows=part,
        row_count=len(chosen),
        cost_types=dict(found.now.cost_types),
        control=import_words.control(run, len(found.rows) - mapping.header_row) if run.rows else (),
        label=f"Import {import_words.counted(amounts, 'amount')}" if amounts else "Import",
        is_open=verdict.open and not closed,
        sentences=tuple(filter(None, (*(denial.sentence for denial in verdict.denials), closed))),
    )


def _meta(found: Check) -> tuple[str, ...]:
    width = max(map(len, found.rows), default=0)
    rows = import_words.counted(max(len(found.rows) - found.mapping.header_row, 0), "row")
    return (
        found.file.name,
        f"Sheet “{found.mapping.sheet}”",
        f"{rows}, {import_words.counted(width, 'column')}",
    )

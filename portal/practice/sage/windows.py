"""The budget windows on the accountant's screen: a sheet overwrites the one of its job and phase.

A window is nothing but a screen until Post Entries saves it; closing it without saving loses it.
"""

from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from portal.practice.sage import budgets, cost_codes, jobs
from portal.practice.sage.cost_types import COLUMNS
from portal.practice.sage.desk_tables import (
    practice_approval,
    practice_sheet,
    practice_window,
    practice_window_line,
)
from portal.practice.sage.refusals import SageError
from portal.practice.sage.sheets import Row, Sheet


def import_sheet(database: Connection, sheet: Sheet, file: str = "") -> int:
    """Fill the windows of the sheet's job and phases, overwriting what stands in them. Returns the sheet's id.

    Raises SageError for a sheet that was posted already, an unknown job, phase or cost code, a locked budget.
    """
    refuse_posted(database, sheet)
    jobs.on_file(database, sheet.job)
    budgets.refuse_locked(database, sheet.job)
    for row in sheet.rows:
        jobs.phase_on_file(database, sheet.job, row.phase)
        cost_codes.on_file(database, row.code)
    key = _remember(database, sheet, file)
    for phase, rows in groupby(sorted(sheet.rows, key=lambda row: row.phase), key=lambda row: row.phase):
        _overwrite(database, key, sheet, phase, list(rows))
    return key


def refuse_posted(database: Connection, sheet: Sheet) -> None:
    """Refuse a sheet whose reference was posted for this job before; sheets without a reference pass."""
    posted = select(practice_sheet.c.posted).where(
        practice_sheet.c.jobnum == sheet.job,
        practice_sheet.c.reference == sheet.reference,
        practice_sheet.c.posted != "",
    )
    when = database.scalar(posted) if sheet.reference else None
    if when is not None:
        raise SageError(
            f"This sheet was imported before: reference {sheet.reference} was posted {when[:10]}. Do not post it twice."
        )


def discard(database: Connection, job: int) -> int:
    """Close the windows of a job without saving. Returns how many there were."""
    found = open_windows(database, job)
    for window in found:
        close(database, int(window["id"]))
    return len(found)


def open_windows(database: Connection, job: int) -> list[RowMapping]:
    """The windows of a job that nobody has posted, by phase, each with its sheet's reference and operation."""
    sheet = practice_sheet.c
    approval = func.coalesce(practice_approval.c.text, "").label("approval")
    wanted = (
        select(practice_window, sheet.reference, sheet.operation, sheet.file, sheet.imported, approval)
        .join(practice_sheet, sheet.id == practice_window.c.sheet)
        .outerjoin(practice_approval, practice_approval.c.sheet == sheet.id)
        .where(practice_window.c.recnum == job)
        .order_by(practice_window.c.phsnum, practice_window.c.kind)
    )
    return list(database.execute(wanted).mappings())


def lines(database: Connection, window: int) -> list[RowMapping]:
    """The rows of a window in the sheet's order."""
    wanted = select(practice_window_line).where(practice_window_line.c.window == window)
    return list(database.execute(wanted.order_by(practice_window_line.c.id)).mappings())


def close(database: Connection, window: int) -> None:
    """Take a window off the screen."""
    database.execute(delete(practice_window_line).where(practice_window_line.c.window == window))
    database.execute(delete(practice_window).where(practice_window.c.id == window))


def now() -> str:
    """The time in UTC, as the practice company notes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _remember(database: Connection, sheet: Sheet, file: str) -> int:
    imported = insert(practice_sheet).values(
        kind=sheet.kind,
        jobnum=sheet.job,
        reference=sheet.reference,
        operation=sheet.operation,
        hash=sheet.hash,
        file=file,
        imported=now(),
    )
    key = int(database.scalar(imported.returning(practice_sheet.c.id)) or 0)
    database.execute(insert(practice_approval).values(sheet=key, text=sheet.approval))
    return key


def _overwrite(database: Connection, key: int, sheet: Sheet, phase: int, rows: list[Row]) -> None:
    for shown in open_windows(database, sheet.job):
        if (shown["phsnum"], shown["kind"]) == (phase, sheet.kind):
            close(database, int(shown["id"]))
    window = database.scalar(
        insert(practice_window)
        .values(sheet=key, kind=sheet.kind, recnum=sheet.job, phsnum=phase)
        .returning(practice_window.c.id)
    )
    for row in rows:
        database.execute(
            insert(practice_window_line).values(
                window=window,
                cstcde=row.code,
                dscrpt=row.description,
                **{column: row.amounts[kind] for kind, column in COLUMNS.items()},
            )
        )

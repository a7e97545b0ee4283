"""The budget grid (6-2) as it is saved: one row per job, phase and cost code; originals; the lock."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from portal.practice.sage import cost_codes, jobs
from portal.practice.sage.amounts import LARGEST, NOTHING
from portal.practice.sage.cost_types import COLUMNS, ORIGINALS, by_type, cells
from portal.practice.sage.refusals import NotOnFileError, SageError
from portal.practice.sage.tables import bdglin

_TWINS = {"hrsbdg": "hrsorg", **{COLUMNS[kind]: twin for kind, twin in ORIGINALS.items()}, "ttlbdg": "ttlorg"}


def rows(database: Connection, job: int, phase: int | None = None) -> list[RowMapping]:
    """The saved rows of a job, or of one of its phases, by phase and cost code."""
    wanted = select(bdglin).where(bdglin.c.recnum == job)
    if phase is not None:
        wanted = wanted.where(bdglin.c.phsnum == phase)
    ordered = wanted.order_by(bdglin.c.phsnum, bdglin.c.cstcde, bdglin.c["_idnum"])
    return list(database.execute(ordered).mappings())


def has_originals(saved: Iterable[RowMapping]) -> bool:
    """Say whether any original amount is not zero: Set Budget was pressed once."""
    return any(row[twin] for row in saved for twin in (*ORIGINALS.values(), "ttlorg"))


def set_budget(database: Connection, job: int) -> int:
    """Options > Set Budget: copy the current amounts of a job into the originals. Returns the rows.

    Types 6 to 9 have no original of their own; the original total holds them, as it is a copy of the total.
    """
    jobs.on_file(database, job)
    copies: Any = {twin: bdglin.c[column] for column, twin in _TWINS.items()}
    changed = database.execute(update(bdglin).where(bdglin.c.recnum == job).values(copies))
    if not changed.rowcount:
        raise SageError(f"Job {job} has no budget yet. Post its entries first.")
    return changed.rowcount


def edit(database: Connection, job: int, phase: int, code: Decimal, kind: int, amount: Decimal) -> None:
    """Type an amount into the saved grid by hand; a code that has no row gets one."""
    jobs.on_file(database, job)
    jobs.phase_on_file(database, job, phase)
    cost_codes.on_file(database, code)
    refuse_locked(database, job)
    found = next((row for row in rows(database, job, phase) if row["cstcde"] == code), None)
    amounts = by_type(found) if found else {}
    write(database, (job, phase, code), {**amounts, kind: amount}, found)


def write(
    database: Connection,
    key: tuple[int, int, Decimal],
    amounts: dict[int, Decimal],
    found: RowMapping | None,
    notes: str = "",
) -> None:
    """Save the amounts of a cost code: over the row `found`, or as a new row of (job, phase, code)."""
    values: dict[str, Any] = cells(amounts)
    if abs(values["ttlbdg"]) > LARGEST:
        raise SageError(f"The total {values['ttlbdg']} of cost code {key[2]} is too large for the grid.")
    if notes:
        values["notes"] = notes
    if found is None:
        values |= {"recnum": key[0], "phsnum": key[1], "cstcde": key[2]}
        database.execute(insert(bdglin).values(values))
    else:
        database.execute(update(bdglin).where(bdglin.c["_idnum"] == found["_idnum"]).values(values))


def add_second_row(database: Connection, job: int, phase: int, code: Decimal) -> None:
    """Give a cost code of the grid a second row with nothing in it, which Sage's screens allow."""
    if not any(row["cstcde"] == code for row in rows(database, job, phase)):
        raise NotOnFileError(f"Cost code {code} has no row in the budget of job {job}, phase {phase}.")
    write(database, (job, phase, code), {1: NOTHING}, None)


def lock(database: Connection, job: int, *, is_locked: bool) -> None:
    """Set or take away the lock-edit flag of a job's budget."""
    database.execute(update(bdglin).where(bdglin.c.recnum == job).values(lckedt=1 if is_locked else 0))


def refuse_locked(database: Connection, job: int) -> None:
    """Refuse to change a budget whose lock-edit flag is set."""
    if database.scalar(select(bdglin.c.lckedt).where(bdglin.c.recnum == job, bdglin.c.lckedt == 1)):
        raise SageError(f"The budget of job {job} is locked for editing. Take the lock away first.")

"""Job Cost > Tasks > Post Entries: the windows of a job become its saved budget."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, select, update

from portal.practice.sage import budgets, change_orders, cost_codes, jobs, windows
from portal.practice.sage.amounts import NOTHING, shown
from portal.practice.sage.cost_types import by_type
from portal.practice.sage.desk_tables import practice_sheet
from portal.practice.sage.refusals import SageError
from portal.practice.sage.sheets import BUDGET
from portal.practice.sage.tables import bdglin

Effect = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Posted:
    """What Post Entries did: the references it posted, whether originals were set, how many rows it saved."""

    job: int
    references: tuple[str, ...]
    set_budget: bool
    rows: int


def post_entries(database: Connection, job: int, *, set_budget: bool | None = None) -> Posted:
    """Save every window of a job. Raises SageError where none is open or a cost code has gone meanwhile.

    `set_budget` None means: as the tick stands by itself, on while all originals of the job are zero.
    """
    jobs.on_file(database, job)
    found = windows.open_windows(database, job)
    if not found:
        raise SageError(f"There is nothing to post for job {job}. Import its sheet first.")
    is_first = not budgets.has_originals(budgets.rows(database, job))
    count = sum(_post(database, window) for window in found)
    is_budget = any(window["kind"] == BUDGET for window in found)
    copies = set_budget if set_budget is not None else is_first and is_budget
    if copies:
        budgets.set_budget(database, job)
    return Posted(job, tuple(dict.fromkeys(window["reference"] for window in found)), copies, count)


def _post(database: Connection, window: RowMapping) -> int:
    lines = windows.lines(database, window["id"])
    for line in lines:
        cost_codes.on_file(database, line["cstcde"])
    effect = (_save_grid if window["kind"] == BUDGET else _approve)(database, window, lines)
    _note(database, window["sheet"], effect)
    windows.close(database, window["id"])
    return len(lines)


def _save_grid(database: Connection, window: RowMapping, lines: list[RowMapping]) -> Effect:
    """The window is the whole grid of its phase: what it does not hold is gone, originals of the rest stay."""
    job, phase = window["recnum"], window["phsnum"]
    saved = budgets.rows(database, job, phase)
    kept, effect = set(), []
    for line in lines:
        found = next((row for row in saved if row["cstcde"] == line["cstcde"]), None)
        kept.add(found["_idnum"] if found else None)
        before = by_type(found) if found else {}
        budgets.write(database, (job, phase, line["cstcde"]), by_type(line), found, line["dscrpt"])
        effect += _changes(phase, line["cstcde"], before, by_type(line))
    for row in saved:
        if row["_idnum"] not in kept:
            database.execute(delete(bdglin).where(bdglin.c["_idnum"] == row["_idnum"]))
            effect += _changes(phase, row["cstcde"], by_type(row), {})
    return effect


def _approve(database: Connection, window: RowMapping, lines: list[RowMapping]) -> Effect:
    effect = []
    for line in lines:
        amounts = {kind: amount for kind, amount in by_type(line).items() if amount}
        for kind, amount in amounts.items():
            where = change_orders.Place(window["recnum"], window["phsnum"], line["cstcde"], kind)
            change_orders.approve(database, where, amount, window["reference"], line["dscrpt"])
        effect += _changes(window["phsnum"], line["cstcde"], {}, amounts)
    return effect


def _changes(
    phase: int, code: Decimal, before: Mapping[int, Decimal], after: Mapping[int, Decimal]
) -> Effect:
    return [
        {
            "phase": str(phase),
            "cost_code": str(code),
            "cost_type": str(kind),
            "before": shown(before.get(kind, NOTHING)),
            "after": shown(after.get(kind, NOTHING)),
        }
        for kind in sorted({*before, *after})
        if before.get(kind, NOTHING) != after.get(kind, NOTHING)
    ]


def _note(database: Connection, sheet: int, effect: Effect) -> None:
    """Write down when a sheet was posted and what it changed, for whoever has to judge whether it doubled."""
    stands: Any = database.scalar(select(practice_sheet.c.effect).where(practice_sheet.c.id == sheet))
    database.execute(
        update(practice_sheet)
        .where(practice_sheet.c.id == sheet)
        .values(posted=windows.now(), effect=json.dumps(json.loads(stands) + effect))
    )

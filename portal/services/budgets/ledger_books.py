"""The sums of a budget's ledger: per division and in all, with the job costs that belong to each line.

A book is made from the lines once per version of the budget and reading of the job costs, then kept in memory: its
key changes with everything it is made from, so it is never stale.
"""

from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.job_costs import JobCostReading
from portal.services.budgets.ledger_figures import NO_COSTS, Book, Costs, Sum
from portal.services.budgets.ledger_queries import CODES, COSTS, LINES, MOVED, shown, with_moved

KEPT = 16


_shelf: OrderedDict[tuple[Any, ...], Book] = OrderedDict()
_shelf_lock = Lock()


def read_book(session: Session, budget: Budget, reading: JobCostReading | None, show: str = "all") -> Book:
    """The sums of the lines that `show` selects, from memory where nothing changed."""
    key = (str(session.get_bind().engine.url), budget.id, budget.version, reading.id if reading else 0, show)
    with _shelf_lock:
        known = _shelf.get(key)
        if known is not None:
            _shelf.move_to_end(key)
            return known
    book = _make(session, budget, reading, show)
    with _shelf_lock:
        _shelf[key] = book
        while len(_shelf) > KEPT:
            _shelf.popitem(last=False)
    return book


def _make(session: Session, budget: Budget, reading: JobCostReading | None, show: str) -> Book:
    reported = _reported(session, reading)
    costs: dict[int, Costs] = {}
    sums: dict[int, list[int]] = {}
    for line_id, division, sub_job, code, cost_type, original, cents in session.execute(
        _keys(show), {"budget": budget.id}
    ).all():
        found = _take(reported, sub_job, code, cost_type) if reported else None
        if found is not None:
            costs[line_id] = found
        row = sums.setdefault(division, [0, 0, 0, 0, 0, 0])
        for place, value in enumerate((1, original, cents, *(found or ()))):
            row[place] += value
    divisions = {key: Sum(row[0], row[1], row[2], Costs(*row[3:])) for key, row in sums.items()}
    return Book(
        divisions,
        _together(divisions.values()),
        costs,
        _loose(reported.values(), reading) if show == "all" else NO_COSTS,
        reading is not None,
    )


@cache
def _keys(show: str) -> Any:
    """What of every line the book adds up, in reading order."""
    return shown(
        with_moved(
            select(
                LINES.c.id,
                CODES.c.division_id,
                LINES.c.sub_job_id,
                LINES.c.cost_code_id,
                LINES.c.cost_type_id,
                LINES.c.original_cents,
                func.coalesce(MOVED.c.cents, 0),
            ).join(CODES, CODES.c.id == LINES.c.cost_code_id)
        ),
        show,
    ).order_by(LINES.c.sort_key, LINES.c.id)


def _reported(
    session: Session, reading: JobCostReading | None
) -> dict[tuple[int | None, int | None, int | None], Costs]:
    """The reading's rows by sub job, cost code and cost type; what the ERP does not keep apart is None."""
    if reading is None:
        return {}
    rows = session.execute(
        select(
            COSTS.c.sub_job_id,
            COSTS.c.cost_code_id,
            COSTS.c.cost_type_id,
            COSTS.c.committed_cents,
            COSTS.c.cost_cents,
            COSTS.c.invoiced_cents,
        ).where(COSTS.c.reading_id == reading.id)
    )
    found: dict[tuple[int | None, int | None, int | None], Costs] = {}
    for sub_job, code, cost_type, *cents in rows:
        key = (sub_job, code, cost_type)
        found[key] = found.get(key, NO_COSTS).plus(Costs(*cents))
    return found


def _take(
    reported: dict[tuple[int | None, int | None, int | None], Costs],
    sub_job: int | None,
    code: int,
    cost_type: int,
) -> Costs | None:
    """The costs of a line. What an ERP keeps per cost code only stands once, at the code's first line."""
    found = None
    for key in {(sub_job, code, cost_type), (sub_job, code, None), (None, code, None)}:
        costs = reported.pop(key, None)
        if costs is not None:
            found = costs.plus(found or NO_COSTS)
    return found


def _together(sums: Iterable[Sum]) -> Sum:
    total = Sum()
    for each in sums:
        total = total.plus(each)
    return total


def _loose(left: Iterable[Costs], reading: JobCostReading | None) -> Costs:
    """What the job cost without a line here: codes that are not budgeted, and entries without a code."""
    total = Costs(cost=sum(entry["cents"] for entry in reading.uncoded)) if reading else NO_COSTS
    for each in left:
        total = total.plus(each)
    return total

"""What was accepted against what Sage holds, for one job: every sheet posted once, every amount once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

from portal.chaos.comparisons import Amounts, Finding
from portal.chaos.sage_offices import CODES

Totals = Counter[str]
"""Amount by Sage cost code."""


def sheets_by_submission(posted: Iterable[Mapping[str, Any]], job: str) -> Counter[int]:
    """How often a sheet of each submission was posted on the job; 0 counts sheets that name none."""
    found: Counter[int] = Counter()
    for sheet in posted:
        if str(sheet["job"]) == job:
            found[_number(str(sheet["reference"]))] += 1
    return found


def totals_held(grid: Mapping[str, Any]) -> dict[str, Decimal]:
    """What stands on each cost code of the job: the grid's rows and approved change orders."""
    found: dict[str, Decimal] = {}
    for row in grid["rows"]:
        amount = sum((Decimal(value) for value in row["current"].values()), Decimal(0))
        found[row["cost_code"]] = found.get(row["cost_code"], Decimal(0)) + amount
    for order in grid["change_orders"]:
        found[order["cost_code"]] = found.get(order["cost_code"], Decimal(0)) + Decimal(order["amount"])
    return {code: amount for code, amount in found.items() if amount}


def totals_needed(accepted: Mapping[int, Amounts]) -> dict[str, Decimal]:
    """What all accepted submissions together put on each cost code."""
    found: dict[str, Decimal] = {}
    for amounts in accepted.values():
        for (code, amount), times in amounts.items():
            there = CODES[code]
            found[there] = found.get(there, Decimal(0)) + amount * times
    return {code: amount for code, amount in found.items() if amount}


def compare(
    accepted: Mapping[int, Amounts],
    told: AbstractSet[int],
    posted: Sequence[Mapping[str, Any]],
    grid: Mapping[str, Any],
    job: str,
) -> Finding:
    """Hold accepted submissions against the job's grid and the sheets that were posted.

    A submission is lost when no sheet of it was posted, or when a page had called it accepted and none does any more;
    it is doubled when its sheet was posted more than once. A sheet that no accepted submission asked for is a doubled
    submission 0, and so are amounts that do not add up although every sheet was posted once.
    """
    times = sheets_by_submission(posted, job)
    unnamed = times.pop(0, 0)
    lost = {number for number in accepted if not times[number]} | (told - set(accepted))
    if unnamed:  # the control leaves references out: count sheets instead
        surplus = unnamed - len(lost)
        lost = set(sorted(lost)[unnamed:])
        doubled = set(range(1, surplus + 1))
    else:
        doubled = {number for number, count in times.items() if count > 1 or number not in accepted}
    needed, held = totals_needed(accepted), totals_held(grid)
    words = []
    if lost:
        words.append(f"lost submissions {sorted(lost)}")
    if doubled:
        words.append(f"doubled submissions {sorted(doubled)}")
    if needed != held:
        words.append(f"accepted amounts {_told(needed)}, held {_told(held)}")
        doubled = doubled or (set() if lost else {0})
    return Finding(tuple(sorted(lost)), tuple(sorted(doubled)), "; ".join(words))


def _number(reference: str) -> int:
    """The submission's number at the end of a reference such as `B7-3`; 0 where there is none."""
    last = reference.rpartition("-")[2]
    return int(last) if last.isdigit() else 0


def _told(amounts: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{amount} on {code}" for code, amount in sorted(amounts.items())) or "nothing"

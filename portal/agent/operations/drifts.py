"""Whether the grid still is what the portal knows of it, and whether it can take the sheet: in sentences.

Source: Things to Know about Sage 100 Contractor (a subcontract change order raises the budget there too).
"""

from decimal import Decimal

from ..company.grids import ChangeOrder, Grid
from ..company.texts import NOTHING, code, money
from .payloads import FIRST, BudgetWish, CellKey

_LARGEST = Decimal("99999999.99")


def obstacles(grid: Grid, wish: BudgetWish) -> list[str]:
    """What Sage itself would not take: a job, phase or code that is not there, two rows for one code."""
    if not grid.job_exists:
        return [f"Job {wish.job} is not in Sage. Enter it in 3-5 Jobs, then retry."]
    found = [
        f"Job {wish.job} has no phase {phase} in Sage. Enter it in 3-5 Jobs, then retry."
        for phase in sorted({cell.phase for cell in wish.cells} - {0} - grid.phases)
    ]
    found += [
        f"Cost code {code(missing)} is not in Sage. Enter it in 6-5 Cost Codes, then retry."
        for missing in sorted({cell.code for cell in wish.cells} - set(grid.codes))
    ]
    for (phase, cost_code), rows in sorted(grid.rows.items()):
        if rows > 1:
            where = f"job {wish.job}, phase {phase}" if phase else f"job {wish.job}"
            count = "two" if rows == 2 else str(rows)  # noqa: PLR2004  # a word for two
            found.append(
                f"Cost code {code(cost_code)} stands on {count} rows of the 6-2 grid of {where}: "
                f"Expected only 1 result, found {rows}. Delete one of them in 6-2, then retry."
            )
    return found


def drift(grid: Grid, wish: BudgetWish) -> list[str]:
    """Every cell that does not hold what the portal expects, one sentence each; none where a first budget replaces."""
    if wish.mode == FIRST and wish.replace:
        return []
    expected = {cell.key: cell.expected for cell in wish.cells}
    keys = {*expected, *grid.current, *grid.orders}
    return [
        _sentence(grid, key, expected.get(key, NOTHING))
        for key in sorted(keys)
        if grid.found(key) != expected.get(key, NOTHING)
    ]


def too_large(amounts: dict[CellKey, Decimal]) -> list[str]:
    """Amounts that do not fit the grid's columns."""
    return [
        f"{code(cost_code)} would hold {money(value)}, which the 6-2 grid cannot: 99,999,999.99 is the most."
        for (_, cost_code, _), value in sorted(amounts.items())
        if abs(value) > _LARGEST
    ]


def named(grid: Grid, key: CellKey) -> str:
    """A cell for a sentence: `2010.000 Subcontract`, `phase 2, 2010.000 Subcontract`."""
    phase, cost_code, kind = key
    return f"{f'phase {phase}, ' if phase else ''}{code(cost_code)} {grid.types[kind]}"


def _sentence(grid: Grid, key: CellKey, expected: Decimal) -> str:
    found = grid.found(key)
    cell = named(grid, key)
    told = f"{cell[0].upper()}{cell[1:]}: expected {money(expected)}, found {money(found)}"
    return f"{told}{_cause(grid.orders.get(key, []), found - expected)}"


def _cause(orders: list[ChangeOrder], difference: Decimal) -> str:
    """The newest change orders that make exactly this difference, if they do."""
    total, names = NOTHING, list[str]()
    for order in reversed(orders):
        total += order.amount
        names.insert(0, order.number)
        if total == difference:
            verb = "adds" if len(names) == 1 else "add"
            word = "order" if len(names) == 1 else "orders"
            does = (
                f"{verb} {money(total)}"
                if total > 0
                else f"{verb.replace('add', 'take')} {money(-total)} off"
            )
            return f" (approved change {word} {', '.join(names)} {does})"
    return ""

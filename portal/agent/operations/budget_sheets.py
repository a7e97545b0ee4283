"""The rows of a budget sheet: absolute amounts for the 6-2 grid, or only the deltas for 6-4-1.

Source: Export a Budget to Sage 100 Contractor. The portal sends deltas; importing a grid overwrites it, so the sheet
holds every row of the job as it is to stand afterwards, and originals are left to Set Budget.
"""

from decimal import Decimal

from ..company.grids import Grid, Place
from ..company.tables import CURRENT
from ..company.texts import NOTHING, code
from .payloads import CHANGE_ORDERS, FIRST, BudgetWish, CellKey, line
from .sheets import BUDGET, CHANGES, GRID_HEADER, Cell, Sheet


def amounts(grid: Grid, wish: BudgetWish) -> dict[CellKey, Decimal]:
    """What the sheet is to show in each cell."""
    deltas = {cell.key: cell.delta for cell in wish.cells}
    if wish.mode == CHANGE_ORDERS:
        return {key: delta for key, delta in deltas.items() if delta}
    if wish.mode == FIRST:
        return deltas
    return {
        key: grid.current.get(key, NOTHING) + deltas.get(key, NOTHING) for key in {*grid.current, *deltas}
    }


def places(grid: Grid, wish: BudgetWish) -> list[Place]:
    """The rows of the sheet, in the grid's order.

    A first budget brings its own rows, and rows with zeros in the place of amounts that it replaces. An update keeps
    every row that the grid has, and adds those that it changes.
    """
    if wish.mode == FIRST:
        standing = {key[:2] for key, value in grid.current.items() if value}
        return sorted({cell.key[:2] for cell in wish.cells} | standing)
    changed = {cell.key[:2] for cell in wish.cells if cell.delta}
    return sorted(changed if wish.mode == CHANGE_ORDERS else changed | set(grid.rows))


def sheet(grid: Grid, wish: BudgetWish, operation: str, *, mark: str = "") -> Sheet:
    """The sheet of an operation. With `mark` neither reference nor operation stand on it (the unsafe control)."""
    cells = amounts(grid, wish)
    is_change = wish.mode == CHANGE_ORDERS
    return Sheet(
        CHANGES if is_change else BUDGET,
        "6-4-1 Change" if is_change else "6-2 Budget",
        str(wish.job),
        "" if mark else wish.reference,
        "" if mark else operation,
        GRID_HEADER,
        tuple(_row(grid, wish, place, cells) for place in places(grid, wish)),
        mark,
        "" if mark else wish.approval,
    )


def _row(grid: Grid, wish: BudgetWish, place: Place, cells: dict[CellKey, Decimal]) -> tuple[Cell, ...]:
    phase, cost_code = place
    given = next((cell.description for cell in wish.cells if cell.key[:2] == place and cell.description), "")
    by_type = [cells.get((phase, cost_code, kind), NOTHING) for kind in CURRENT]
    name = line(grid.codes.get(cost_code, "")) or given
    return (str(phase), code(cost_code), name, *by_type, sum(by_type, NOTHING))

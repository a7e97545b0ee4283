"""The 6-2 grid as it will stand after the export, for the reviewer: one row per phase and cost code.

Source: Creating budgets (6-2); Accept or Reject a Budget for Export to Sage 100 Contractor.
"""

from portal.erp.connectors.sage_100_contractor.connection_settings import updates_by_change_orders
from portal.erp.connectors.sage_100_contractor.limits import COST_TYPES, FIXED_TYPES, NO_PHASE
from portal.erp.connectors.sage_100_contractor.places import Cell, cells_of, descriptions
from portal.erp.contract import ExportBudget, PreviewTable

TITLE = "As it will stand in Sage 100 (6-2)"
NOT_MAPPED = "Not mapped"
_Row = tuple[str | int | None, ...]


def grid_after(task: ExportBudget) -> PreviewTable:
    """Whole amounts in cents; what this export changes is marked. Amounts whose type is not mapped stand apart."""
    cells = cells_of(task)
    has_phases = any(cell.place.phase != NO_PHASE for cell in cells)
    types = _types_shown(cells)
    rows = _by_row(cells)
    texts = descriptions(task)
    lead = 3 if has_phases else 2
    table = tuple(
        _row(phase if has_phases else None, code, texts.get((phase, code), ""), row, types)
        for (phase, code), row in rows.items()
    )
    totals = [sum(cell.after for cell in cells if cell.place.cost_type == each) for each in types]
    return PreviewTable(
        title=TITLE,
        note=_note(task),
        columns=(
            *(("Phase",) if has_phases else ()),
            "Cost code",
            "Description",
            *(_heading(task, each) for each in types),
            "Total",
        ),
        rows=table,
        changed=frozenset(
            (y, lead + types.index(cell.place.cost_type))
            for y, row in enumerate(rows.values())
            for cell in row
            if cell.delta or not task.origin_id
        ),
        totals=("Total", *("" for _ in range(lead - 1)), *totals, sum(totals)),
    )


def _types_shown(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    """The five that every company has, its own where they are used, and at the end what nobody mapped ("")."""
    used = {cell.place.cost_type for cell in cells}
    own = tuple(each for each in COST_TYPES if each in used or each in FIXED_TYPES)
    return (*own, *sorted(used - set(own)))


def _by_row(cells: tuple[Cell, ...]) -> dict[tuple[str, str], list[Cell]]:
    rows: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.place.phase, cell.place.code), []).append(cell)
    return rows


def _row(phase: str | None, code: str, text: str, row: list[Cell], types: tuple[str, ...]) -> _Row:
    amounts = {cell.place.cost_type: cell.after for cell in row}
    lead = (code, text) if phase is None else ("" if phase == NO_PHASE else phase, code, text)
    return (*lead, *(amounts.get(each) for each in types), sum(amounts.values()))


def _heading(task: ExportBudget, cost_type: str) -> str:
    if cost_type in FIXED_TYPES:
        return FIXED_TYPES[cost_type]
    if not cost_type:
        return NOT_MAPPED
    names = (
        amount.cost_type_name for amount in (*task.amounts, *task.held) if amount.erp_cost_type == cost_type
    )
    return next(names, f"Type {cost_type}")


def _note(task: ExportBudget) -> str:
    if not task.origin_id:
        return (
            "Importing or pasting the sheet overwrites the 6-2 window of the job. Options > Set Budget then makes "
            "these amounts the originals."
        )
    if updates_by_change_orders(task.settings):
        return "The update travels as change orders (6-4-1): the 6-2 grid stays as it is, and Sage adds them to it."
    return (
        "Importing or pasting the sheet overwrites the 6-2 window of the job. The originals stay, because Set Budget "
        "is not pressed."
    )

"""The connector's preview as cells ready to be drawn."""

from dataclasses import dataclass

from portal.domain.money import format_money
from portal.erp.contract import PreviewTable


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """One cell: its text, its class, and whether this export changes it."""

    text: str
    css: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the ERP's own picture."""

    cells: tuple[PreviewCell, ...]
    is_total: bool = False


def preview_rows(table: PreviewTable) -> tuple[PreviewRow, ...]:
    """Rows in the ERP's order, then its totals."""
    rows = [
        PreviewRow(tuple(_cell(value, (y, x) in table.changed) for x, value in enumerate(row)))
        for y, row in enumerate(table.rows)
    ]
    if table.totals:
        rows.append(PreviewRow(tuple(_cell(value, changed=False) for value in table.totals), is_total=True))
    return tuple(rows)


def _cell(value: str | int | None, changed: bool) -> PreviewCell:  # noqa: FBT001 - two plain values
    if value is None:
        return PreviewCell("", "num")
    if isinstance(value, str):
        return PreviewCell(value, "")
    shade = " zero" if value == 0 else " neg" if value < 0 else ""
    return PreviewCell(format_money(value), f"num{shade}", changed)

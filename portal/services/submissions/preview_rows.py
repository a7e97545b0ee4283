"""The connector's preview as cells ready to be drawn."""

from dataclasses import dataclass, replace

from portal.domain.money import format_money
from portal.erp.contract import Connector, ExportBudget, PreviewTable


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


@dataclass(frozen=True, slots=True)
class Preview:
    """How the budget will stand in the ERP; `total` is its last row, where the ERP has one."""

    title: str
    note: str
    heads: tuple[PreviewCell, ...]
    rows: tuple[PreviewRow, ...]
    total: PreviewRow | None

    @property
    def control(self) -> str:
        """What to compare at the ERP: how many rows, and the sum of each column that has one."""
        count = "1 row" if len(self.rows) == 1 else f"{len(self.rows)} rows"
        sums = zip(self.heads, self.total.cells, strict=True) if self.total is not None else ()
        told = (f"{head.text} {cell.text}" for head, cell in sums if head.css and cell.text)
        return "; ".join((count, *told))


def of_task(connector: Connector, task: ExportBudget, *, first: bool) -> Preview:
    """The picture of an export; a first one stays a first one also after the ERP has it."""
    return preview_of(connector.preview(replace(task, origin_id="") if first else task))


def preview_of(table: PreviewTable) -> Preview:
    """The picture, rows in the ERP's order. A column that holds an amount is a column of figures."""
    figures = {
        x for row in (*table.rows, table.totals) for x, value in enumerate(row) if isinstance(value, int)
    }
    return Preview(
        title=table.title,
        note=table.note,
        heads=tuple(PreviewCell(text, "num" if x in figures else "") for x, text in enumerate(table.columns)),
        rows=tuple(
            PreviewRow(tuple(_cell(value, (y, x) in table.changed) for x, value in enumerate(row)))
            for y, row in enumerate(table.rows)
        ),
        total=PreviewRow(tuple(_cell(value, changed=False) for value in table.totals))
        if table.totals
        else None,
    )


def _cell(value: str | int | None, changed: bool) -> PreviewCell:  # noqa: FBT001 - two plain values
    if value is None:
        return PreviewCell("", "num")
    if isinstance(value, str):
        return PreviewCell(value, "")
    shade = " zero" if value == 0 else " neg" if value < 0 else ""
    return PreviewCell(format_money(value), f"num{shade}", changed)

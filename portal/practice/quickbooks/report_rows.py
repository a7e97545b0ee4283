"""The shape of a report answer: column titles, data rows by column number, a total. Empty cells are left out."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree


class Column(NamedTuple):
    """A column: its title, its ColType and the type of its values."""

    title: str
    kind: str
    data_type: str


class Row(NamedTuple):
    """A row: cells by column number from 1, and what the row is about (`item`, `customer`), if anything."""

    cells: Mapping[int, str]
    about: tuple[str, str] | None = None
    tag: str = "DataRow"


def write_report(
    answer: etree._Element, title: str, subtitle: str, columns: Sequence[Column], rows: Sequence[Row]
) -> None:
    """Append a ReportRet."""
    ret = etree.SubElement(answer, "ReportRet")
    for name, text in (
        ("ReportTitle", title),
        ("ReportSubtitle", subtitle),
        ("ReportBasis", "Accrual"),
        ("NumRows", str(len(rows))),
        ("NumColumns", str(len(columns))),
        ("NumColTitleRows", "1"),
    ):
        etree.SubElement(ret, name).text = text
    for place, column in enumerate(columns, 1):
        description = etree.SubElement(ret, "ColDesc", colID=str(place), dataType=column.data_type)
        heading = etree.SubElement(description, "ColTitle", titleRow="1")
        if column.title:
            heading.set("value", column.title)
        etree.SubElement(description, "ColType").text = column.kind
    if rows:
        data = etree.SubElement(ret, "ReportData")
        for number, row in enumerate(rows):
            _write_row(data, number, row, columns)


def _write_row(data: etree._Element, number: int, row: Row, columns: Sequence[Column]) -> None:
    element = etree.SubElement(data, row.tag, rowNumber=str(number))
    if row.tag == "TextRow":
        element.set("value", row.cells[1])
        return
    if row.about:
        etree.SubElement(element, "RowData", rowType=row.about[0], value=row.about[1])
    for place in sorted(row.cells):
        if row.cells[place]:
            cell = etree.SubElement(element, "ColData", colID=str(place), value=row.cells[place])
            if columns[place - 1].data_type != "STRTYPE":
                cell.set("dataType", columns[place - 1].data_type)

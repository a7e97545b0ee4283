"""Writing XLSX with typed cells: a text is always a text, whatever it starts with."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from portal.files.csv_tables import OutCell

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME_LENGTH = 31
_TEXT_LENGTH = 32_767
_WIDEST = 60
_EXACT = Decimal(999999999999999)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet to be written: its name, the headings, the rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[OutCell]]


def write_xlsx(tables: Sequence[Table]) -> bytes:
    """Return a workbook with one sheet per table, headings in bold and kept in view.

    Decimal cells become numbers with two decimals (or as many as they have); dates become ISO text.
    """
    out = io.BytesIO()
    switches = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, switches) as book:
        formats = {"head": book.add_format({"bold": True, "bottom": 1})}
        for number, table in enumerate(tables, start=1):
            sheet = book.add_worksheet(_sheet_name(table.name, number))
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(table.headings):
                sheet.write_string(0, column, _text(heading), formats["head"])
            for row, cells in enumerate(table.rows, start=1):
                for column, cell in enumerate(cells):
                    _write(book, formats, sheet, (row, column), cell)
            for column, width in enumerate(_widths(table)):
                sheet.set_column(column, column, width)
    return out.getvalue()


def _write(book: Any, formats: dict[str, Any], sheet: Any, place: tuple[int, int], cell: OutCell) -> None:
    if cell is None:
        return
    if isinstance(cell, int | Decimal) and -_EXACT <= cell <= _EXACT:
        places = max(-int(cell.as_tuple().exponent), 2) if isinstance(cell, Decimal) else 0
        form = f"#,##0.{'0' * places}" if places else "0"
        if form not in formats:
            formats[form] = book.add_format({"num_format": form})
        sheet.write_number(*place, cell, formats[form])
        return
    sheet.write_string(*place, _text(str(cell)))


def _text(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)[:_TEXT_LENGTH]


def _sheet_name(name: str, number: int) -> str:
    clean = _FORBIDDEN.sub(" ", name).strip().strip("'")[:_NAME_LENGTH].strip()
    return clean or f"Sheet{number}"


def _widths(table: Table) -> list[int]:
    widths = [len(heading) for heading in table.headings]
    for cells in table.rows[:500]:
        for column, cell in enumerate(cells[: len(widths)]):
            widths[column] = max(widths[column], len(str(cell or "")))
    return [min(width + 2, _WIDEST) for width in widths]

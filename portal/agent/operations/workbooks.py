"""A sheet as an XLSX workbook: texts as text, amounts as numbers with two decimals, no formulas."""

from decimal import Decimal
from pathlib import Path

import xlsxwriter

from .sheets import Sheet


def write(path: Path, sheet: Sheet) -> None:
    """Write the workbook. Raises OSError, XlsxWriterException."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet.prefix)
        amount, text = book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True})
        for row, (name, value) in enumerate(sheet.head):
            page.write_string(row, 0, name, bold)
            page.write_string(row, 1, value, text)
        top = len(sheet.head) + 1
        for column, name in enumerate(sheet.header):
            page.write_string(top, column, name, bold)
        for row, cells in enumerate(sheet.rows, start=top + 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, Decimal):
                    page.write_number(row, column, float(cell), amount)  # a workbook knows no other numbers
                else:
                    page.write_string(row, column, cell, text)
        page.set_column(0, 1, 14)
        page.set_column(2, 2, 36)
        page.set_column(3, 12, 14)

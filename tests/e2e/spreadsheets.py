"""A contractor's wide sheet: one amount column per kind of cost, subtotals between the rows."""

from decimal import Decimal
from pathlib import Path

import xlsxwriter

ROWS = (
    ("01-100", "Project manager", "18000.00", "", ""),
    ("01-200", "Temporary power and water", "", "1850.40", "2400.00"),
    ("", "Subtotal 01 General requirements", "18000.00", "1850.40", "2400.00"),
    ("02-220", "Excavation", "", "", "7250.00"),
    ("03-100", "Concrete formwork", "6875.25", "4310.10", ""),
    ("03-300", "Cast-in-place concrete", "5240.00", "18660.75", "9900.00"),
    ("06-100", "Rough carpentry", "22480.00", "31975.35", ""),
    ("16-100", "Electrical rough-in", "", "", "24150.00"),
)
TOTAL = sum((Decimal(text) for row in ROWS if row[0] for text in row[2:] if text), Decimal(0))


def write(path: Path) -> Path:
    """The sheet as XLSX, with a title above its headings and the grand total below."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Estimate")
        sheet.write_string(0, 0, "Maple St 116: cost estimate")
        for column, heading in enumerate(("Cost code", "Description", "Labor", "Material", "Trades")):
            sheet.write_string(2, column, heading)
        for place, row in enumerate(ROWS, start=3):
            for column, text in enumerate(row):
                if column > 1 and text:
                    sheet.write_number(place, column, float(Decimal(text)))
                elif text:
                    sheet.write_string(place, column, text)
        sheet.write_string(3 + len(ROWS), 1, "Total")
        for column in (2, 3, 4):
            figures = [Decimal(row[column]) for row in ROWS if row[0] and row[column]]
            sheet.write_number(3 + len(ROWS), column, float(sum(figures, Decimal(0))))
    return path

"""The file of the walk: a wide sheet as contractors keep it, one amount column per kind of cost."""

import io
from decimal import Decimal

import xlsxwriter

HEADINGS = ("Cost code", "Description", "Labor", "Material", "Equipment", "Trade packages", "Total")
BY_HAND = "Trade packages"
"""The column that no program can know: a person says that it is subcontract money."""
_ROWS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("01-100", "Project manager", "18000.00", "", "", ""),
    ("01-200", "Temporary power and water", "", "1850.40", "", "2400.00"),
    ("", "Subtotal 01 General requirements", "", "", "", ""),
    ("02-220", "Excavation", "", "", "", "7250.00"),
    ("02-300", "Earthwork and grading", "3120.00", "", "4480.50", ""),
    ("", "Subtotal 02 Site work", "", "", "", ""),
    ("03-100", "Concrete formwork", "6875.25", "4310.10", "", ""),
    ("03-300", "Cast-in-place concrete", "5240.00", "18660.75", "", "9900.00"),
    ("", "Subtotal 03 Concrete", "", "", "", ""),
    ("06-100", "Rough carpentry", "22480.00", "31975.35", "", ""),
    ("15-100", "Plumbing", "", "", "", "28400.00"),
    ("16-100", "Electrical rough-in", "", "", "", "24150.00"),
    ("", "Total", "", "", "", ""),
)


def amounts() -> list[tuple[str, Decimal]]:
    """Every amount of the sheet with its cost code, in reading order."""
    return [(row[0], Decimal(text)) for row in _ROWS if row[0] for text in row[2:] if text]


def total() -> Decimal:
    """What the sheet's last row says."""
    return sum((amount for _, amount in amounts()), Decimal(0))


def workbook() -> bytes:
    """The sheet as XLSX: a title above the headings, subtotals between the rows, as contractors keep it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Estimate")
        money = book.add_format({"num_format": "#,##0.00"})
        sheet.write_string(0, 0, "Maple St 116: cost estimate")
        sheet.write_string(1, 0, "Prices of 16 November, without sales tax")
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(3, column, heading)
        running = [[Decimal(0)] * 5, [Decimal(0)] * 5]
        for place, (code, description, *figures) in enumerate(_ROWS, start=4):
            if code:
                cells = [Decimal(text or 0) for text in figures]
                cells.append(sum(cells, Decimal(0)))
                for sums in running:
                    sums[:] = [old + new for old, new in zip(sums, cells, strict=True)]
            else:
                cells = list(running[1] if description == "Total" else running[0])
                running[0] = [Decimal(0)] * 5
            sheet.write_string(place, 0, code)
            sheet.write_string(place, 1, description)
            for column, amount in enumerate(cells, start=2):
                if amount:
                    sheet.write_number(place, column, amount, money)
        sheet.set_column(1, 1, 32)
    return out.getvalue()

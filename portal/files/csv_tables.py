"""Writing CSV that opens in a spreadsheet as a table of values."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from portal.files.formula_guard import guarded

OutCell = str | int | Decimal | dt.date | None
"""A cell to be written. Amounts are Decimal; a float is never written."""


def write_csv(rows: Iterable[Sequence[OutCell]]) -> bytes:
    """Return the rows as UTF-8 CSV with a byte order mark and CRLF, as spreadsheets expect it.

    Numbers stay numbers, negative ones too; a text that would be a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_shown(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _shown(cell: OutCell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)

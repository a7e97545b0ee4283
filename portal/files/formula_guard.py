"""No cell of an exported file may be a live formula, and our own files read back as they were written."""

from portal.domain.imports.cells import Cell

_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe in front where it would be.

    A text that starts with an apostrophe before such a mark gets a second one, so that reading back is exact.
    """
    return f"'{text}" if text.lstrip(" '").startswith(_LIVE) or text.startswith(_LIVE) else text


def unguarded(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Take back in place what `guarded` added."""
    for row in rows:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("'") and guarded(cell[1:]) == cell:
                row[index] = cell[1:]
    return rows

"""A worksheet's XML looked at before a table is built of it: how far it reaches, which formulas are broken.

The table is built dense, so a single cell far out would cost memory for everything before it. And a reader of
values shows a failed formula as an empty cell, which would lose an amount in silence.
"""

import re
from itertools import islice

from portal.domain.imports.cells import FORMULA_WITHOUT_RESULT
from portal.files.workbooks import MAX_COLUMNS, MAX_ROWS, too_long, too_wide

_FAR = re.compile(
    rb"""\sr\s*=\s*["']\s*(?:[A-Za-z]{0,3}0*(?:[1-9]\d{5,}|[6-9]\d{4})"""
    rb"""|([A-Za-z]{4}|[B-Zb-z][A-Za-z]{2}|[Aa][M-Zm-z][A-Za-z]))"""
)
_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row\b")
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_SHORTEST_CELL = len("<c/>")
_FAILED = re.compile(
    rb'<c\b([^<>]{0,300}?\bt="e"[^<>]{0,300})>(?:<f\b[^<>]{0,300}(?:/>|>[^<]*</f>))?\s*<v>([^<]{0,40})</v>'
)
_UNSAVED = re.compile(
    rb"<c\b([^<>]{0,300})>\s*<f\b[^<>]{0,300}?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def refuse_far_cells(xml: bytes) -> None:
    """Raise FileError when a worksheet reaches beyond the limits of rows or columns."""
    far = _FAR.search(xml)
    if far:
        raise too_wide() if far[1] else too_long()
    rows = _ROW.split(xml) if b":row" in xml else xml.split(b"<row")
    if len(rows) > MAX_ROWS + 1:
        raise too_long()
    for row in rows:
        if len(row) > MAX_COLUMNS * _SHORTEST_CELL and _cells(row) > MAX_COLUMNS:
            raise too_wide()


def _cells(row: bytes) -> int:
    """Count the cells of a row, no further than to one too many."""
    return sum(1 for _ in islice(_CELL.finditer(row), MAX_COLUMNS + 1))


def broken_formulas(xml: bytes) -> dict[tuple[int, int], str]:
    """Return, by (row, column) from 0, what a person sees in cells whose formula failed or has no saved result."""
    found: dict[tuple[int, int], str] = {}
    if b't="e"' in xml:
        for attributes, shown in _FAILED.findall(xml):
            _put(found, attributes, shown.decode("ascii", "replace"))
    if b"<f" in xml:
        for attributes in _UNSAVED.findall(xml):
            if b't="str"' not in attributes:
                _put(found, attributes, FORMULA_WITHOUT_RESULT)
    return found


def _put(found: dict[tuple[int, int], str], attributes: bytes, shown: str) -> None:
    place = _PLACE.search(attributes)
    if place:
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - 64
        found[int(place[2]) - 1, column - 1] = shown

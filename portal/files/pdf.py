"""A table as PDF: pages of one height, heads repeated, totals at the end, page numbers. Fonts come with reportlab.

Rows are drawn one below the other instead of being laid out as a whole, so that ten thousand of them take seconds.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from reportlab.lib.pagesizes import landscape, letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_PLAIN, _BOLD = "Vera", "VeraBd"
_SIZE, _SMALL, _TITLE = 8, 7, 14
_ROW, _MARGIN, _HEAD = 14, 40, 78
_GAP = 6
_LONGEST = 400
_PAGE: tuple[float, float] = landscape(letter)
_WIDTH, _HEIGHT = _PAGE
_PER_PAGE = int((_HEIGHT - 2 * _MARGIN - _HEAD) // _ROW) - 1


@dataclass(frozen=True, slots=True)
class PdfColumn:
    """A column; `width` is its part of the page's width, amounts stand right."""

    head: str
    width: float
    is_amount: bool = False


@dataclass(frozen=True, slots=True)
class PdfRow:
    """One row of texts. `strong` rows (groups, totals) are bold; `ruled` ones have a line above."""

    cells: tuple[str, ...]
    strong: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A document: its title, lines of facts below it, and one table. `foot` stands at the left of each page's end."""

    title: str
    facts: tuple[str, ...]
    columns: tuple[PdfColumn, ...]
    rows: Sequence[PdfRow] = field(default_factory=tuple)
    foot: str = ""


def write_pdf(table: PdfTable) -> bytes:
    """Draw the document; the same table always gives the same bytes."""
    _fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=_PAGE, invariant=1)
    canvas.setTitle(_writable(table.title, _PLAIN))
    starts = range(0, len(table.rows), _PER_PAGE) or range(1)
    edges = _edges(table.columns)
    for number, start in enumerate(starts, 1):
        _head(canvas, table, edges)
        for line, row in enumerate(table.rows[start : start + _PER_PAGE], 1):
            _draw(canvas, table.columns, edges, row, _top() - line * _ROW)
        _foot(canvas, table.foot, f"Page {number} of {len(starts)}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _fonts() -> None:
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


def _top() -> float:
    """The base line of the column heads."""
    return _HEIGHT - _MARGIN - _HEAD


def _edges(columns: Sequence[PdfColumn]) -> list[tuple[float, float]]:
    """Left and right of each column."""
    unit = (_WIDTH - 2 * _MARGIN) / sum(column.width for column in columns)
    edges, left = [], float(_MARGIN)
    for column in columns:
        edges.append((left, left + column.width * unit - _GAP))
        left += column.width * unit
    return edges


def _head(canvas: Canvas, table: PdfTable, edges: list[tuple[float, float]]) -> None:
    canvas.setFont(_BOLD, _TITLE)
    canvas.drawString(_MARGIN, _HEIGHT - _MARGIN - _TITLE, _fitting(table.title, _BOLD, _TITLE, _WIDTH - 80))
    canvas.setFont(_PLAIN, _SIZE)
    for number, text in enumerate(table.facts[:3]):
        canvas.drawString(
            _MARGIN, _HEIGHT - _MARGIN - 30 - number * 12, _fitting(text, _PLAIN, _SIZE, _WIDTH - 80)
        )
    heads = PdfRow(tuple(column.head for column in table.columns), strong=True)
    _draw(canvas, table.columns, edges, heads, _top())
    canvas.setLineWidth(0.8)
    canvas.line(_MARGIN, _top() - 4, _WIDTH - _MARGIN, _top() - 4)


def _draw(
    canvas: Canvas,
    columns: Sequence[PdfColumn],
    edges: list[tuple[float, float]],
    row: PdfRow,
    base: float,
) -> None:
    font = _BOLD if row.strong else _PLAIN
    canvas.setFont(font, _SIZE)
    if row.ruled:
        canvas.setLineWidth(0.8)
        canvas.line(_MARGIN, base + _ROW - 4, _WIDTH - _MARGIN, base + _ROW - 4)
    for column, (left, right), text in zip(columns, edges, row.cells, strict=True):
        if column.is_amount:
            canvas.drawRightString(right, base, _writable(text, font))
        elif text:
            canvas.drawString(left, base, _fitting(text, font, _SIZE, right - left))


def _foot(canvas: Canvas, left: str, right: str) -> None:
    canvas.setFont(_PLAIN, _SMALL)
    canvas.drawString(_MARGIN, _MARGIN - 16, _fitting(left, _PLAIN, _SMALL, _WIDTH / 2))
    canvas.drawRightString(_WIDTH - _MARGIN, _MARGIN - 16, right)


def _fitting(text: str, font: str, size: float, width: float) -> str:
    """The text, shortened by an ellipsis where it is wider than its column."""
    text = _writable(text[:_LONGEST], font)
    if pdfmetrics.stringWidth(text, font, size) <= width:
        return text
    while text and pdfmetrics.stringWidth(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _writable(text: str, font: str) -> str:
    """What the font has no sign for becomes a question mark: the page shows that something stood there."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(sign if ord(sign) in known else "?" for sign in " ".join(text.split()))

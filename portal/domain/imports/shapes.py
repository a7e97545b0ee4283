"""Where a table starts in a sheet, what its columns probably mean, and how its shape is recognised again."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain.imports.cells import DECIMAL_COMMA, DECIMAL_POINT, Cell
from portal.domain.imports.headings import Role, cost_type_of, kind_of, normal, role_of
from portal.domain.imports.mappings import Column, ImportMapping
from portal.domain.imports.plans import safe_text

_LOOKED_AT = 40
_SAMPLE = 200
_ENOUGH = 2
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Shape:
    """The table of one sheet: heading row from 1, headings by column, and the fingerprint of the headings."""

    header_row: int
    headings: tuple[str, ...]
    fingerprint: str
    score: int


def shape_of(rows: Sequence[Row], header_row: int | None = None) -> Shape:
    """Return the sheet's shape; `header_row` is what a person chose, else it is looked for."""
    row = find_header_row(rows) if header_row is None else header_row
    headings = headings_at(rows, row)
    return Shape(row, headings, fingerprint(headings), _score(rows[row - 1]) if 0 < row <= len(rows) else 0)


def likeliest_sheet(sheets: Sequence[Sequence[Row]]) -> int:
    """Return the position of the sheet whose headings say most, the first one among equals."""
    scores = [shape_of(rows).score for rows in sheets]
    return scores.index(max(scores)) if scores else 0


def find_header_row(rows: Sequence[Row]) -> int:
    """Return the row, from 1, that looks most like headings among the first forty; 0 in an empty sheet."""
    best, best_score = 0, 0
    for number, row in enumerate(rows[:_LOOKED_AT], start=1):
        score = _score(row)
        if score > best_score:
            best, best_score = number, score
    if best_score >= _ENOUGH:
        return best
    return next(
        (number for number, row in enumerate(rows[:_LOOKED_AT], start=1) if any(map(safe_text, row))), 0
    )


def headings_at(rows: Sequence[Row], header_row: int) -> tuple[str, ...]:
    """Return one heading per column; repeated ones get the banner above them: `Tapani, Inc.: Total Price`.

    Bid tabulations print a bidder's name over each pair of price columns.
    """
    if not 0 < header_row <= len(rows):
        return ()
    plain = [safe_text(cell) for cell in rows[header_row - 1]]
    repeated = {name for name, count in Counter(plain).items() if name and count > 1}
    if not repeated:
        return tuple(plain)
    return tuple(
        f"{banner}: {name}" if name in repeated and (banner := _banner(rows, header_row, index)) else name
        for index, name in enumerate(plain)
    )


def fingerprint(headings: Sequence[str]) -> str:
    """Return 16 hex digits that are the same for every file with these headings in this order."""
    named = "\x1f".join(normal(heading) for heading in headings).rstrip("\x1f")
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:16]


def propose(
    sheet: str, rows: Sequence[Row], cost_types: Mapping[str, str], header_row: int | None = None
) -> ImportMapping:
    """Return a first guess of the mapping, for a person to correct. `cost_types` maps code to name.

    `header_row` is what a person chose (0: no headings), else it is looked for.
    """
    shape = shape_of(rows, header_row)
    plain = [safe_text(cell) for cell in rows[shape.header_row - 1]] if shape.header_row else []
    columns = _guess(plain, dict(cost_types))
    return ImportMapping(
        sheet=sheet,
        header_row=shape.header_row,
        columns=columns,
        default_cost_type=next(iter(cost_types)) if len(cost_types) == 1 else "",
        code_separator=_separator(rows, shape.header_row, columns),
        decimal_mark=_decimal_mark(rows, shape.header_row, columns),
    )


def _score(row: Row) -> int:
    """Count known headings; a row with numbers is data."""
    texts = [safe_text(cell) for cell in row if isinstance(cell, str)]
    if any(isinstance(cell, float | int) for cell in row):
        return 0
    return sum(role_of(text) is not None or kind_of(text) is not None for text in texts if text)


def _banner(rows: Sequence[Row], header_row: int, index: int) -> str:
    """Return the nearest text above a column, or above its left neighbours in the same merged pair."""
    for above in range(header_row - 2, -1, -1):
        row = rows[above]
        for column in (index, index - 1):
            if 0 < column < len(row) and isinstance(row[column], str) and safe_text(row[column]):
                return safe_text(row[column])
    return ""


def _guess(headings: Sequence[str], cost_types: dict[str, str]) -> tuple[Column, ...]:
    typed = [
        (index, code)
        for index, heading in enumerate(headings)
        if role_of(heading) is None
        and (code := cost_type_of(heading, cost_types) if heading else None) is not None
    ]
    found = {index: Column(index, Role.AMOUNT, code) for index, code in typed} if len(typed) > 1 else {}
    taken: set[Role] = (
        {Role.AMOUNT, Role.QUANTITY, Role.UNIT_COST, Role.UOM, Role.COST_TYPE} if found else set()
    )
    for index, heading in enumerate(headings):
        role = role_of(heading) if heading and index not in found else None
        if (
            found
            and role is Role.AMOUNT
            and normal(heading) in {"amount", "budget", "budget amount", "total cost"}
        ):
            role = Role.CONTROL_TOTAL
        if role is not None and role not in taken:
            taken.add(role)
            found[index] = Column(index, role)
    if Role.AMOUNT not in taken and Role.CONTROL_TOTAL in taken:
        found = {
            index: Column(index, Role.AMOUNT) if column.role is Role.CONTROL_TOTAL else column
            for index, column in found.items()
        }
    return tuple(found[index] for index in sorted(found))


def _texts(rows: Sequence[Row], header_row: int, columns: Sequence[Column], role: Role) -> list[str]:
    index = next((column.index for column in columns if column.role is role), None)
    if index is None:
        return []
    sample = rows[header_row : header_row + _SAMPLE]
    return [
        text
        for row in sample
        if index < len(row) and isinstance(row[index], str) and (text := safe_text(row[index]))
    ]


def _separator(rows: Sequence[Row], header_row: int, columns: Sequence[Column]) -> str:
    codes = _texts(rows, header_row, columns, Role.COST_CODE)
    return " - " if sum(" - " in code for code in codes) > len(codes) / 2 else ""


def _decimal_mark(rows: Sequence[Row], header_row: int, columns: Sequence[Column]) -> str:
    """A comma followed by one or two last digits can only mark decimals."""
    amounts = [text.rstrip(" )$") for text in _texts(rows, header_row, columns, Role.AMOUNT)]
    commas = sum(len(text.rpartition(",")[2]) <= _ENOUGH and "," in text for text in amounts)
    return DECIMAL_COMMA if commas > len(amounts) / 2 else DECIMAL_POINT


def sample_values(rows: Sequence[Row], header_row: int, index: int, count: int = 3) -> tuple[str, ...]:
    """Return the first few different texts below a heading, so that a person recognises the column."""
    seen: dict[str, None] = {}
    for row in rows[header_row : header_row + _SAMPLE]:
        text = safe_text(row[index]) if index < len(row) else ""
        if text:
            seen.setdefault(text)
        if len(seen) >= count:
            break
    return tuple(seen)


def distinct_values(rows: Sequence[Row], header_row: int, index: int, most: int = 50) -> tuple[str, ...]:
    """Return the different texts of one column, for choosing a row filter; empty when there are more than `most`."""
    seen: dict[str, None] = {}
    for row in rows[header_row:]:
        text = safe_text(row[index]) if index < len(row) else ""
        if text:
            seen.setdefault(text)
        if len(seen) > most:
            return ()
    return tuple(sorted(seen))

"""All rows of the sheet read once, from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.domain.imports.cells import Cell, cents_of
from portal.domain.imports.outcomes import NewCode
from portal.domain.imports.plans import Plan, safe_text
from portal.domain.imports.row_reading import RowRead, Skipped, Sums, read_row
from portal.domain.imports.sheet_rows import Found, cell_at


@dataclass(slots=True)
class Gathered:
    """What the rows of one sheet hold, in the order of the file."""

    found: list[Found] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    new_codes: dict[str, NewCode] = field(default_factory=dict)
    hints: dict[int, str] = field(default_factory=dict)
    control: int = 0
    disagreeing_rows: list[int] = field(default_factory=list)
    rows_read: int = 0
    rows_filtered_out: int = 0
    rows_with_several_lines: list[int] = field(default_factory=list)


_EMPTY = frozenset({None, ""})


def gather(plan: Plan, rows: Sequence[Sequence[Cell]]) -> Gathered:
    """Read every row below the headings; blank rows and rows that the filter leaves out are not looked at."""
    result, mapping = Gathered(), plan.mapping
    wanted = mapping.row_filter.value.strip().casefold() if mapping.row_filter else ""
    filtered = mapping.row_filter.column if mapping.row_filter else None
    sums = Sums()
    for number, row in enumerate(rows[mapping.header_row :], start=mapping.header_row + 1):
        if not (row and row[0]) and not any(cell not in _EMPTY for cell in row):
            continue
        if filtered is not None:
            shown = safe_text(row[filtered]) if filtered < len(row) else ""
            if shown.casefold() != wanted:
                result.rows_filtered_out += 1
                continue
        if plan.headings and _repeats_headings(plan, row):
            result.skipped.append(Skipped(number, "", "The headings again."))
            continue
        read = read_row(plan, number, row, sums)
        sums = _take(plan, result, read, row, sums)
    return result


def _repeats_headings(plan: Plan, row: Sequence[Cell]) -> bool:
    index = plan.cost_code
    heading = plan.headings[index] if index < len(plan.headings) else ""
    cell = row[index] if index < len(row) else None
    if not heading or not isinstance(cell, str) or heading[0] not in cell or safe_text(cell) != heading:
        return False
    return [safe_text(cell) for cell in row] == plan.headings[: len(row)]


def _take(plan: Plan, result: Gathered, read: RowRead, row: Sequence[Cell], sums: Sums) -> Sums:
    """Add one row to the result and return the sums so far."""
    if read.skipped:
        result.skipped.append(read.skipped)
        return Sums(0, sums.whole) if read.skipped.cents is not None else sums
    if not read.found:
        return sums
    result.rows_read += 1
    result.found += read.found
    first = read.found[0]
    if len(read.found) > 1:
        result.rows_with_several_lines.append(first.row)
    if read.new_code:
        code, name, _, hint = read.new_code
        if hint:
            result.hints[first.row] = hint
        division = safe_text(cell_at(row, plan.division))
        result.new_codes[code] = NewCode(code, name, division, first.row)
        plan.find_code.learn(code)
    cents = sum(one.cents or 0 for one in read.found)
    if plan.control_total is not None:
        _check(plan, result, row, first, cents)
    return Sums(sums.section + cents, sums.whole + cents)


def _check(plan: Plan, result: Gathered, row: Sequence[Cell], first: Found, cents: int) -> None:
    """Compare the control column of one row with what was read from it."""
    index = plan.control_total
    cell = row[index] if index is not None and index < len(row) else None
    try:
        control = cents_of(cell, decimal_mark=plan.decimal_mark, round_half_up=plan.round_half_up)
    except ValueError as wrong:
        result.found[-1] = first._replace(column=plan.label(index), error=first.error or str(wrong))
        return
    printed = control.cents if control else 0
    result.control += printed
    if printed != cents:
        result.disagreeing_rows.append(first.row)

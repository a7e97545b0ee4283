"""The left side of a check page: the columns of the file and what each becomes."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.imports.cells import Cell, column_letter
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import ImportMapping, RowFilter
from portal.domain.imports.shapes import headings_at, sample_values
from portal.services.imports.import_fields import Field, Options

MOST_COLUMNS = 120
"""Columns past this one are left out; no price file needs more, and a page of selects must stay usable."""
_FOLDED_FROM = 3
_PREVIEW = 60
_CHECKED_ONLY = {Role.CONTROL_TOTAL.value: "checked, not written"}


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column: how a person finds it, what it becomes, and a second line that helps to decide."""

    index: int
    letter: str
    heading: str
    value: str
    hint: str


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """One column, or several neighbours that are left out and therefore folded into one row."""

    letters: str
    heading: str
    columns: tuple[ColumnChoice, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Every field of the form with its options and what is chosen now."""

    groups: tuple[ColumnGroup, ...]
    read_of: str
    becomes: Options
    fields: tuple[Field, ...]


def read_columns(
    rows: Sequence[Sequence[Cell]],
    mapping: ImportMapping,
    becomes: Options,
    fields: tuple[Field, ...],
) -> Choices:
    """The columns of this sheet with what each may become; `fields` are the choices below them."""
    columns = columns_of(rows, mapping)
    used = sum(each.value != Role.LEFT_OUT.value for each in columns)
    return Choices(_grouped(columns, mapping.row_filter), f"{used} of {len(columns)} read", becomes, fields)


def value_of(role: Role, cost_type: str) -> str:
    """How a select names what a column becomes: the role, for a typed amount with its cost type."""
    return f"{role.value}:{cost_type}" if cost_type else role.value


def columns_of(rows: Sequence[Sequence[Cell]], mapping: ImportMapping) -> list[ColumnChoice]:
    """The columns that hold anything, from left to right."""
    headings = headings_at(rows, mapping.header_row)
    width = min(max((len(row) for row in rows), default=0), MOST_COLUMNS)
    chosen = {column.index: value_of(column.role, column.cost_type) for column in mapping.columns}
    found = []
    for index in range(width):
        heading = headings[index] if index < len(headings) else ""
        samples = sample_values(rows, mapping.header_row, index)
        if heading or samples or index in chosen:
            value = chosen.get(index, Role.LEFT_OUT.value)
            hint = ", ".join(samples) if value == Role.LEFT_OUT.value else _CHECKED_ONLY.get(value, "")
            found.append(ColumnChoice(index, column_letter(index), heading, value, shortened(hint)))
    return found


def _grouped(columns: Sequence[ColumnChoice], row_filter: RowFilter | None) -> tuple[ColumnGroup, ...]:
    """Three or more neighbours that are left out stand in one row."""
    groups: list[ColumnGroup] = []
    run: list[ColumnChoice] = []
    for column in (*columns, None):
        out = column is not None and column.value == Role.LEFT_OUT.value
        if column is not None and out and not (row_filter and row_filter.column == column.index):
            run.append(column)
            continue
        groups += _of_run(run)
        run = []
        if column is not None:
            groups.append(ColumnGroup(column.letter, column.heading, (column,), folded=False))
    return tuple(groups)


def _of_run(run: Sequence[ColumnChoice]) -> list[ColumnGroup]:
    if len(run) < _FOLDED_FROM:
        return [ColumnGroup(each.letter, each.heading, (each,), folded=False) for each in run]
    return [ColumnGroup(f"{run[0].letter}–{run[-1].letter}", f"{len(run)} columns", tuple(run), folded=True)]


def shortened(text: str) -> str:
    """Short enough for a select."""
    return text if len(text) <= _PREVIEW else f"{text[: _PREVIEW - 1]}…"

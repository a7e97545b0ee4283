"""The left side of the check page: what each column of the file may become, and the other choices about the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.imports import ImportFile
from portal.domain.decisions import decide
from portal.domain.facts import BudgetFacts
from portal.domain.imports.cells import Cell, column_letter
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import LABELS, ImportMapping, RowFilter
from portal.domain.imports.plans import safe_text
from portal.domain.imports.shapes import distinct_values, headings_at, sample_values
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.import_files import sheets_of

Options = tuple[tuple[str, str], ...]
MOST_COLUMNS = 120
"""Columns past this one are left out; no price file needs more, and a page of selects must stay usable."""
_LOOKED_AT = 40
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
    sheets: Options
    sheet: str
    header_rows: Options
    header_row: str
    filters: Options
    filter_column: str
    filter_value: str
    filter_values: tuple[str, ...]
    cost_types: Options
    default_cost_type: str
    duplicates: str
    missing_codes: str
    missing: Options
    missing_hint: str
    rounding: str
    code_separator: str
    decimal_mark: str


def read_choices(
    session: Session,
    actor: Actor,
    file: ImportFile,
    rows: Sequence[Sequence[Cell]],
    mapping: ImportMapping,
    cost_types: Mapping[str, str],
) -> Choices:
    """What the form shows for this sheet."""
    columns = _columns(rows, mapping)
    used = sum(each.value != Role.LEFT_OUT.value for each in columns)
    chosen = mapping.row_filter
    may_create = decide(Action.MANAGE_COST_CODES, actor, BudgetFacts())
    return Choices(
        groups=_grouped(columns, mapping.row_filter),
        read_of=f"{used} of {len(columns)} read",
        becomes=_becomes(cost_types),
        sheets=tuple(
            (sheet.name, f"{sheet.name} (hidden)" if sheet.is_hidden else sheet.name)
            for sheet in sheets_of(session, file)
            if sheet.row_count or sheet.name == mapping.sheet
        ),
        sheet=mapping.sheet,
        header_rows=_header_rows(rows, mapping.header_row),
        header_row=str(mapping.header_row),
        filters=(("", "All rows"), *((str(each.index), _named(each)) for each in columns)),
        filter_column=str(chosen.column) if chosen else "",
        filter_value=chosen.value if chosen else "",
        filter_values=distinct_values(rows, mapping.header_row, chosen.column) if chosen else (),
        cost_types=(("", "From the file"), *((code, f"{code} {name}") for code, name in cost_types.items())),
        default_cost_type=mapping.default_cost_type,
        duplicates=mapping.duplicates.value,
        missing_codes=mapping.missing_codes.value,
        missing=_MISSING if may_create.open else _MISSING[:1],
        missing_hint=may_create.sentence,
        rounding=mapping.rounding.value,
        code_separator=mapping.code_separator,
        decimal_mark=mapping.decimal_mark,
    )


_MISSING: Options = (("refuse", "Refuse them"), ("create", "Create them with their divisions"))


def value_of(role: Role, cost_type: str) -> str:
    """How a select names what a column becomes: the role, for a typed amount with its cost type."""
    return f"{role.value}:{cost_type}" if cost_type else role.value


def _becomes(cost_types: Mapping[str, str]) -> Options:
    plain = tuple((role.value, label) for role, label in LABELS.items() if role is not Role.LEFT_OUT)
    typed = tuple((value_of(Role.AMOUNT, code), f"Amount {code} {name}") for code, name in cost_types.items())
    return ((Role.LEFT_OUT.value, LABELS[Role.LEFT_OUT]), *plain, *typed)


def _columns(rows: Sequence[Sequence[Cell]], mapping: ImportMapping) -> list[ColumnChoice]:
    headings = headings_at(rows, mapping.header_row)
    width = min(max((len(row) for row in rows), default=0), MOST_COLUMNS)
    chosen = {column.index: value_of(column.role, column.cost_type) for column in mapping.columns}
    found = []
    for index in range(width):
        heading = headings[index] if index < len(headings) else ""
        samples = sample_values(rows, mapping.header_row, index)
        if heading or samples or index in chosen:
            value = chosen.get(index, Role.LEFT_OUT.value)
            hint = _CHECKED_ONLY.get(value) or ", ".join(samples)
            found.append(ColumnChoice(index, column_letter(index), heading, value, _short(hint)))
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


def _header_rows(rows: Sequence[Sequence[Cell]], now: int) -> Options:
    found = [("0", "None: the sheet has no headings")]
    for number, row in enumerate(rows[: max(_LOOKED_AT, now)], start=1):
        shown = ", ".join(filter(None, map(safe_text, row[:12])))
        if shown or number == now:
            found.append((str(number), f"Row {number}: {_short(shown)}"))
    return tuple(found)


def _named(column: ColumnChoice) -> str:
    return f"{column.letter} {_short(column.heading)}".strip()


def _short(text: str) -> str:
    return text if len(text) <= _PREVIEW else f"{text[: _PREVIEW - 1]}…"

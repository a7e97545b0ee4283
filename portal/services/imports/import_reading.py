"""The choices below the columns of a check page: where the table starts, which rows count, how they are read."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from portal.db.imports import ImportFile
from portal.domain.decisions import decide
from portal.domain.facts import BudgetFacts
from portal.domain.imports.cells import Cell
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import LABELS, ImportMapping
from portal.domain.imports.plans import safe_text
from portal.domain.imports.shapes import distinct_values
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.imports.import_columns import ColumnChoice, columns_of, shortened, value_of
from portal.services.imports.import_fields import Field, Options
from portal.services.imports.import_files import sheets_of

_LOOKED_AT = 40
_DUPLICATES: Options = (("refuse", "Refuse them"), ("add_up", "Add them up"))
_MISSING: Options = (("refuse", "Refuse them"), ("create", "Create them"))
_ROUNDING: Options = (("refuse", "Refuse them"), ("half_up", "Round to cents"))
SEPARATORS: Options = (("", "Each has its own column"), (" - ", "01-100 - Site office"))
_MARKS: Options = ((".", "1,234.50"), (",", "1.234,50"))


def place_fields(
    session: Session, file: ImportFile, rows: Sequence[Sequence[Cell]], mapping: ImportMapping
) -> tuple[Field, ...]:
    """Where the table stands: the sheet, where there are several, and the row of the headings."""
    sheets = tuple(
        (sheet.name, f"{sheet.name} (hidden)" if sheet.is_hidden else sheet.name)
        for sheet in sheets_of(session, file)
        if sheet.row_count or sheet.name == mapping.sheet
    )
    heading = Field("header_row", "Headings", _header_rows(rows, mapping.header_row), str(mapping.header_row))
    return (Field("sheet", "Sheet", sheets, mapping.sheet), heading) if len(sheets) > 1 else (heading,)


def budget_fields(
    actor: Actor, rows: Sequence[Sequence[Cell]], mapping: ImportMapping, cost_types: Mapping[str, str]
) -> tuple[Field, ...]:
    """How the rows of a budget are read."""
    may_create = decide(Action.MANAGE_COST_CODES, actor, BudgetFacts())
    missing = _MISSING if may_create.open else _MISSING[:1]
    types = (("", "From the file"), *((code, f"{code} {name}") for code, name in cost_types.items()))
    chosen = mapping.row_filter
    filters = (("", "All rows"), *((str(one.index), _named(one)) for one in columns_of(rows, mapping)))
    values = distinct_values(rows, mapping.header_row, chosen.column) if chosen else ()
    return (
        Field("default_cost_type", "Cost type", types, mapping.default_cost_type),
        Field("filter_column", "Only rows where", filters, str(chosen.column) if chosen else ""),
        Field("filter_value", "is", (), chosen.value if chosen else "", suggestions=values),
        Field("duplicates", "Repeated codes", _DUPLICATES, mapping.duplicates.value),
        Field("missing_codes", "Unknown codes", missing, mapping.missing_codes.value, may_create.sentence),
        Field("rounding", "Fractions of a cent", _ROUNDING, mapping.rounding.value),
        Field("code_separator", "Code and name", SEPARATORS, mapping.code_separator),
        Field("decimal_mark", "Amounts", _MARKS, mapping.decimal_mark),
    )


def budget_roles(cost_types: Mapping[str, str]) -> Options:
    """What a column of a budget file may become."""
    plain = tuple((role.value, label) for role, label in LABELS.items() if role is not Role.LEFT_OUT)
    typed = tuple((value_of(Role.AMOUNT, code), f"Amount {code} {name}") for code, name in cost_types.items())
    return ((Role.LEFT_OUT.value, LABELS[Role.LEFT_OUT]), *plain, *typed)


def _header_rows(rows: Sequence[Sequence[Cell]], now: int) -> Options:
    found = [("0", "None: the sheet has no headings")]
    for number, row in enumerate(rows[: max(_LOOKED_AT, now)], start=1):
        shown = ", ".join(filter(None, map(safe_text, row[:12])))
        if shown or number == now:
            found.append((str(number), f"Row {number}: {shortened(shown)}"))
    return tuple(found)


def _named(column: ColumnChoice) -> str:
    return f"{column.letter} {shortened(column.heading)}".strip()

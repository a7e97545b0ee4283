"""From the posted form of the check page to the mapping that is kept. A value nobody offered changes nothing."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.orm import Session

from portal.db.imports import ImportFile
from portal.domain.imports.cells import DECIMAL_COMMA, DECIMAL_POINT
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import (
    Column,
    Duplicates,
    ImportMapping,
    MissingCodes,
    Rounding,
    RowFilter,
)
from portal.services.imports import import_files, import_shapes
from portal.services.imports.import_checks import cost_types_now

Choice = TypeVar("Choice", bound=StrEnum)
Form = Mapping[str, str]
_COLUMN = "column-"
MORE = ("repeated", "restore_zeros")
"""What only a list of cost codes asks; kept beside the mapping."""
_SEPARATORS = ("", " - ")


def choose(session: Session, file: ImportFile, form: Form) -> None:
    """Keep the choices. Another sheet or heading row begins with what is remembered, or usual, for that table."""
    before = import_files.mapping_of(file)
    sheet = form.get("sheet", before.sheet)
    header_row = _number(form.get("header_row"), before.header_row)
    if (sheet, header_row) != (before.sheet, before.header_row):
        rows = import_files.rows_of(session, file, sheet)
        purpose = import_shapes.BUDGET if file.project_id is not None else import_shapes.COST_CODES
        chosen_row = header_row if sheet == before.sheet else None
        found = import_shapes.mapping_for(session, purpose, sheet, rows, cost_types_now(session), chosen_row)
        import_files.choose(file, found)
        return
    more = {name: form[name] for name in MORE if form.get(name)} if file.project_id is None else {}
    import_files.choose(file, chosen(before, form), **more)


def chosen(before: ImportMapping, form: Form) -> ImportMapping:
    """The mapping with what the form says; fields that it lacks stay as they were."""
    return replace(
        before,
        columns=_columns(before, form),
        default_cost_type=form.get("default_cost_type", before.default_cost_type),
        row_filter=_row_filter(before, form),
        duplicates=_one_of(Duplicates, form.get("duplicates"), before.duplicates),
        missing_codes=_one_of(MissingCodes, form.get("missing_codes"), before.missing_codes),
        rounding=_one_of(Rounding, form.get("rounding"), before.rounding),
        code_separator=_among(form.get("code_separator"), _SEPARATORS, before.code_separator),
        decimal_mark=_among(form.get("decimal_mark"), (DECIMAL_POINT, DECIMAL_COMMA), before.decimal_mark),
    )


def _columns(before: ImportMapping, form: Form) -> tuple[Column, ...]:
    found = {column.index: column for column in before.columns}
    for name, value in form.items():
        index = _number(name.removeprefix(_COLUMN), -1) if name.startswith(_COLUMN) else -1
        if index < 0:
            continue
        role, _, cost_type = value.partition(":")
        found.pop(index, None)
        known = _one_of(Role, role, Role.LEFT_OUT)
        if known is not Role.LEFT_OUT:
            found[index] = Column(index, known, cost_type)
    return tuple(found[index] for index in sorted(found))


def _row_filter(before: ImportMapping, form: Form) -> RowFilter | None:
    if "filter_column" not in form:
        return before.row_filter
    index = _number(form["filter_column"], -1)
    return RowFilter(index, form.get("filter_value", "").strip()) if index >= 0 else None


def _one_of(kind: type[Choice], value: str | None, otherwise: Choice) -> Choice:
    return kind(value) if value in [each.value for each in kind] else otherwise


def _among(value: str | None, offered: tuple[str, ...], otherwise: str) -> str:
    return value if value is not None and value in offered else otherwise


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else otherwise  # noqa: PLR2004 - beyond any row or column

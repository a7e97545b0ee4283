"""What a person decided about a file: which sheet, which heading row, what each column becomes."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from portal.domain.imports.cells import DECIMAL_COMMA, DECIMAL_POINT
from portal.domain.imports.headings import Role

_ONCE = (
    Role.COST_CODE, Role.DESCRIPTION, Role.COST_TYPE, Role.SUB_JOB, Role.DIVISION,
    Role.QUANTITY, Role.UOM, Role.UNIT_COST, Role.MANUAL, Role.CONTROL_TOTAL,
)  # fmt: skip
LABELS = {
    Role.COST_CODE: "Cost code", Role.DESCRIPTION: "Description", Role.COST_TYPE: "Cost type",
    Role.SUB_JOB: "Sub job", Role.DIVISION: "Division", Role.QUANTITY: "Unit quantity",
    Role.UOM: "Unit of measure", Role.UNIT_COST: "Unit cost", Role.MANUAL: "Manual calculation",
    Role.AMOUNT: "Amount", Role.CONTROL_TOTAL: "Control total", Role.LEFT_OUT: "Left out",
}  # fmt: skip


class Duplicates(StrEnum):
    """What happens when one budget code stands in several rows."""

    REFUSE = "refuse"
    ADD_UP = "add_up"


class MissingCodes(StrEnum):
    """What happens to a cost code that the company does not have."""

    REFUSE = "refuse"
    CREATE = "create"


class Rounding(StrEnum):
    """What happens to an amount with more than two decimals."""

    REFUSE = "refuse"
    HALF_UP = "half_up"


class MappingError(ValueError):
    """A stored or posted mapping cannot be read; `str(error)` is the sentence."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what it becomes; `cost_type` only for an amount column of a wide sheet."""

    index: int
    role: Role
    cost_type: str = ""


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Only rows whose column shows this value are read; the comparison ignores case."""

    column: int
    value: str


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """Everything a person may decide about a file. Columns that are not listed are left out.

    `header_row` counts from 1 as the spreadsheet shows it; 0 means that the sheet has no headings.
    `code_separator` splits combined cells: with ` - `, `01-3120 - Vice President` is a code and a name.
    """

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    default_cost_type: str = ""
    row_filter: RowFilter | None = None
    duplicates: Duplicates = Duplicates.REFUSE
    missing_codes: MissingCodes = MissingCodes.REFUSE
    rounding: Rounding = Rounding.REFUSE
    code_separator: str = ""
    decimal_mark: str = DECIMAL_POINT

    def column_of(self, role: Role) -> int | None:
        """Return the index of the column with this role, or None."""
        return next((column.index for column in self.columns if column.role is role), None)

    @property
    def amount_columns(self) -> tuple[Column, ...]:
        """The columns that hold amounts, from left to right."""
        found = [column for column in self.columns if column.role is Role.AMOUNT]
        return tuple(sorted(found, key=lambda column: column.index))

    def on(self, sheet: str, header_row: int) -> Self:
        """Return the same decisions for a sheet of the same shape that starts elsewhere."""
        return replace(self, sheet=sheet, header_row=header_row)

    def to_json(self) -> str:
        """Return the mapping as JSON text, for storing per file shape."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote. Raises MappingError."""
        try:
            return cls._from_fields(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError) as wrong:
            raise MappingError("The remembered columns cannot be read. Choose the columns again.") from wrong

    @classmethod
    def _from_fields(cls, fields: dict[str, Any]) -> Self:
        chosen = fields.get("row_filter")
        mapping = cls(
            sheet=str(fields["sheet"]),
            header_row=int(fields["header_row"]),
            columns=tuple(
                Column(int(one["index"]), Role(one["role"]), str(one.get("cost_type") or ""))
                for one in fields["columns"]
            ),
            default_cost_type=str(fields.get("default_cost_type") or ""),
            row_filter=RowFilter(int(chosen["column"]), str(chosen["value"])) if chosen else None,
            duplicates=Duplicates(fields.get("duplicates", Duplicates.REFUSE)),
            missing_codes=MissingCodes(fields.get("missing_codes", MissingCodes.REFUSE)),
            rounding=Rounding(fields.get("rounding", Rounding.REFUSE)),
            code_separator=str(fields.get("code_separator") or ""),
            decimal_mark=str(fields.get("decimal_mark") or DECIMAL_POINT),
        )
        if mapping.decimal_mark not in {DECIMAL_POINT, DECIMAL_COMMA} or mapping.header_row < 0:
            raise ValueError(mapping.decimal_mark)
        return mapping


def problems(mapping: ImportMapping, *, has_cost_types: bool) -> tuple[str, ...]:
    """Return one sentence for each reason why these columns cannot be read; empty when they can."""
    found = []
    counts = {role: sum(column.role is role for column in mapping.columns) for role in Role}
    found += [f"Only one column can be the {LABELS[role].lower()}." for role in _ONCE if counts[role] > 1]
    if any(column.index < 0 for column in mapping.columns):
        found.append("A chosen column is not in the file. Choose the columns again.")
    if not counts[Role.COST_CODE]:
        found.append("Choose the column that holds the cost code.")
    amounts = mapping.amount_columns
    if not amounts and not (counts[Role.QUANTITY] and counts[Role.UNIT_COST]):
        found.append("Choose at least one amount column, or quantity and unit cost.")
    untyped = sum(not column.cost_type for column in amounts)
    if len(amounts) > 1 and untyped:
        found.append("Give each amount column a cost type, or keep only one amount column.")
    if counts[Role.COST_TYPE] and len(amounts) > untyped:
        found.append("The cost type comes from a column or from the amount columns, not from both.")
    if (
        has_cost_types
        and not counts[Role.COST_TYPE]
        and not mapping.default_cost_type
        and (untyped or not amounts)
    ):
        found.append("Choose the column that holds the cost type, or one cost type for all rows.")
    return tuple(found)

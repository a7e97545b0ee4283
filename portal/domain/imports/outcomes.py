"""What a dry run answers: one outcome per budget line, the control totals, and whether the file may be written."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class LineKey(NamedTuple):
    """A budget code: unique per project budget. Source: Add a Budget Line Item."""

    cost_code: str
    cost_type: str
    sub_job: str = ""


class LineNow(NamedTuple):
    """What the budget holds today for one budget code."""

    cents: int
    description: str = ""
    quantity: Decimal | None = None
    uom: str = ""
    unit_cost: Decimal | None = None
    manual: bool = True


class ImportedLine(NamedTuple):
    """One line that would be written. None or an empty text means: leave what the budget has.

    `manual` is False only when quantity times unit cost is exactly the amount.
    """

    key: LineKey
    cents: int
    description: str = ""
    quantity: Decimal | None = None
    uom: str = ""
    unit_cost: Decimal | None = None
    manual: bool = True


class NewCode(NamedTuple):
    """A cost code that the import would create."""

    code: str
    name: str
    division: str
    row: int


class Outcome(StrEnum):
    """What a row would do to the budget."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    ERROR = "error"


class RowOutcome(NamedTuple):
    """One row of the answer: `row` counts as the spreadsheet shows it, `rows` names all that were added up.

    `key` may hold texts of the file that the company does not know. Amounts are cents; None means none.
    """

    row: int
    outcome: Outcome
    key: LineKey
    description: str
    cents_now: int | None
    cents_in_file: int | None
    sentence: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()

    @property
    def difference(self) -> int | None:
        """Cents by which the line would change; None where nothing would."""
        if self.outcome not in {Outcome.NEW, Outcome.CHANGED} or self.cents_in_file is None:
            return None
        return self.cents_in_file - (self.cents_now or 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals in cents. `read` holds the errors' amounts too; `written` does not."""

    columns: str = ""
    read: int = 0
    in_errors: int = 0
    written: int = 0
    control_column: str = ""
    control: int | None = None
    disagreeing_rows: tuple[int, ...] = ()
    printed: int | None = None
    printed_row: int = 0
    budget_now: int = 0
    budget_after: int = 0

    @property
    def agrees(self) -> bool | None:
        """Whether the control column adds up to what was read; None without such a column."""
        return None if self.control is None else self.control == self.read

    @property
    def printed_agrees(self) -> bool | None:
        """Whether the grand total printed in the file is what was read; None when none is printed."""
        return None if self.printed is None else self.printed == self.read


@dataclass(frozen=True, slots=True)
class DryRun:
    """The whole answer. Nothing has been written."""

    rows: tuple[RowOutcome, ...] = ()
    lines: tuple[ImportedLine, ...] = ()
    new_codes: tuple[NewCode, ...] = ()
    totals: Totals = field(default_factory=Totals)
    counts: dict[Outcome, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    rows_read: int = 0
    rows_filtered_out: int = 0
    rows_with_several_lines: tuple[int, ...] = ()
    rows_rounded: tuple[int, ...] = ()

    @property
    def errors(self) -> tuple[RowOutcome, ...]:
        """The rows that close the import, in the order of the file."""
        return tuple(row for row in self.rows if row.outcome is Outcome.ERROR)

    @property
    def may_import(self) -> bool:
        """Whether the file may be written: whole or not at all."""
        return bool(self.lines) and not self.problems and not self.counts.get(Outcome.ERROR)

    @property
    def why_not(self) -> str:
        """The sentence beside the closed button; empty when the import may go on."""
        if self.may_import:
            return ""
        if self.problems:
            return self.problems[0]
        errors = self.errors
        if not errors:
            return "No row of this sheet becomes a budget line. Choose other columns or another sheet."
        rest = len(errors) - 1
        others = f" and {rest} more" if rest else ""
        return f"Correct row {errors[0].row}{others} first. A file is imported whole or not at all."

"""One row of the sheet read: the lines it holds, or the sentence why it holds none."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from portal.domain.imports.cells import Amount, Cell, CellError, cents_of, decimal_of, text_of
from portal.domain.imports.outcomes import LineKey
from portal.domain.imports.plans import Plan
from portal.domain.money import MAX_CENTS, MoneyError, extend, format_money

_YES = {"true", "yes", "y", "1", "manual", "x"}
_NO = {"false", "no", "n", "0", "automatic"}


class Found(NamedTuple):
    """One amount found in a row. `error` is a sentence; then the line is shown and never written."""

    row: int
    key: LineKey
    description: str
    cents: int | None
    column: str = ""
    quantity: Decimal | None = None
    uom: str = ""
    unit_cost: Decimal | None = None
    automatic: bool | None = None
    rounded: bool = False
    error: str = ""


class RowError(ValueError):
    """A cell of the row cannot be used; carries the sentence with its column."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


def cell_at(row: Sequence[Cell], index: int | None) -> Cell:
    """Return a cell, or None beyond the end of a short row."""
    return row[index] if index is not None and index < len(row) else None


def text_at(plan: Plan, row: Sequence[Cell], index: int | None) -> str:
    """Return a cell's text. Raises RowError."""
    if index is None or index >= len(row):
        return ""
    try:
        return text_of(row[index])
    except CellError as wrong:
        raise RowError(plan.label(index), str(wrong)) from wrong


def amount_at(plan: Plan, row: Sequence[Cell], index: int) -> Amount | None:
    """Return a cell's cents, or None when it is empty. Raises RowError."""
    if index >= len(row):
        return None
    try:
        amount = cents_of(row[index], decimal_mark=plan.decimal_mark, round_half_up=plan.round_half_up)
    except (MoneyError, CellError) as wrong:
        raise RowError(plan.label(index), str(wrong)) from wrong
    return amount


def number_at(plan: Plan, row: Sequence[Cell], index: int | None) -> Decimal | None:
    """Return a quantity or unit cost, or None. Raises RowError."""
    if index is None or index >= len(row):
        return None
    try:
        return decimal_of(row[index], decimal_mark=plan.decimal_mark)
    except CellError as wrong:
        raise RowError(plan.label(index), f"{wrong} Correct it, or leave the column out.") from wrong


def amounts_of(plan: Plan, row: Sequence[Cell]) -> list[tuple[int, str, Amount]]:
    """Return (column, cost type, amount) for each amount cell that is not empty. Raises RowError."""
    found = []
    for index, cost_type in plan.amounts:
        amount = amount_at(plan, row, index)
        if amount is not None:
            if abs(amount.cents) > MAX_CENTS:
                most = format_money(MAX_CENTS)
                raise RowError(
                    plan.label(index), f"{format_money(amount.cents)} is too large. A line is at most {most}."
                )
            found.append((index, cost_type, amount))
    return found


def says_automatic(plan: Plan, row: Sequence[Cell]) -> bool | None:
    """Return whether the row asks for quantity times unit cost; None when it does not say. Raises RowError."""
    if plan.manual is None:
        return None
    text = text_at(plan, row, plan.manual).casefold()
    if text in _YES or not text:
        return False if text else None
    if text in _NO:
        return True
    raise RowError(plan.label(plan.manual), f"“{text[:30]}” is neither True nor False.")


def extended(plan: Plan, quantity: Decimal, unit_cost: Decimal) -> int:
    """Return quantity times unit cost in cents, rounded half up. Raises RowError beyond the limit."""
    try:
        return extend(quantity, unit_cost)
    except MoneyError as wrong:
        raise RowError(plan.label(plan.unit_cost), str(wrong)) from wrong

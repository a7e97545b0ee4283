"""Values of the company as text that travels: whole numbers, codes with three decimals, amounts with two."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from .tables import CURRENT

NOTHING = Decimal("0.00")
STANDARD_TYPES: Mapping[int, str] = {
    1: "Material",
    2: "Labor",
    3: "Equipment",
    4: "Subcontract",
    5: "Other",
    **{number: f"User {number}" for number in range(6, 10)},
}


class UnreadableRowError(Exception):
    """A row of the company that makes no sense to anybody; the sentence says which and why."""


def number(value: Any) -> str:
    """A whole number as text; "" for none."""
    return "" if value is None else str(int(value))


def code(value: Decimal | None) -> str:
    """A cost code with its three decimals; "" for none."""
    return "" if value is None else f"{value:.3f}"


def amount(value: Decimal | None) -> str:
    """An amount with two decimals; none is zero, and zero has no sign."""
    return f"{(value or NOTHING) + NOTHING:.2f}"


def text(value: Any) -> str:
    """A text without what no wire carries: NUL and the halves of pairs; spaces at its ends are Sage's padding."""
    kept = "".join(
        letter for letter in str(value or "") if letter != "\0" and not "\ud800" <= letter <= "\udfff"
    )
    return kept.strip()


def day(value: Any) -> str:
    """A day as an ISO date; "" for none."""
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value or "")[:10]


def required(value: Any, sentence: str) -> Any:
    """The value of a column without which the row means nothing. Raises UnreadableRowError(sentence)."""
    if value is None:
        raise UnreadableRowError(sentence)
    return value


def parsed_amount(given: Any, place: str) -> Decimal:
    """An amount from the wire. Raises ValueError with a sentence."""
    try:
        value = Decimal(str(given))
        if value.is_finite() and value == value.quantize(NOTHING):
            return value.quantize(NOTHING) + NOTHING
    except InvalidOperation:
        pass
    raise ValueError(f"{place} is no amount with two decimals: {given}.")


def parsed_type(given: Any, place: str) -> int:
    """A cost type 1 to 9 from the wire. Raises ValueError with a sentence."""
    if str(given) in {str(each) for each in CURRENT}:
        return int(given)
    raise ValueError(f"{place} is no cost type of Sage, 1 to 9: {given}.")


def money(value: Decimal) -> str:
    """An amount for a sentence: `131,500.00`."""
    return f"{value:,.2f}"

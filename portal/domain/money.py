"""Amounts of money: whole cents inside, exact text outside, a clear sentence for anything else.

An amount is a Python `int` of cents. `Decimal` appears where a unit cost or a quantity is multiplied.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

MAX_CENTS = 9_999_999_999
"""99,999,999.99: the largest absolute amount that both ERPs take. Source: Sage 100 import templates (6-2)."""

_CENT = Decimal("0.01")
_DIGITS = 12
"""More digits than this before the point are too large in any case."""
_AMOUNT = re.compile(
    r"(?P<open>\(?) ?(?P<sign>[-+]?) ?"
    r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)?(?:\.(?P<part>\d+))? ?(?P<close>\)?)",
    re.ASCII,
)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2212": "-"})
MINUS = "\u2212"


class MoneyError(ValueError):
    """The text is not an amount; `str(error)` is the sentence for the person who typed it."""


def parse_money(text: str) -> int:
    """Read an amount as typed or as found in a file and return cents.

    Takes a dollar sign, thousands commas or spaces, a leading sign (also the typographic minus) or accounting
    brackets. Raises MoneyError with one sentence for anything else, also for more than two decimals (never rounded).
    Source: Add a Budget Line Item.
    """
    bare = text.translate(_SPACES).replace("$", "", 1).strip()
    if not bare:
        raise MoneyError("Enter an amount, for example 1250.00.")
    found = _AMOUNT.fullmatch(bare)
    if not found or not _makes_sense(found):
        raise MoneyError(f"“{_shown(text)}” is not an amount. Enter digits with at most two decimals.")
    whole = re.sub("[ ,]", "", found["whole"] or "").lstrip("0")
    part = found["part"] or ""
    if len(part) > 2:  # noqa: PLR2004 - cents
        raise MoneyError(f"“{_shown(text)}” has more than two decimals. Enter whole cents.")
    if len(whole) > _DIGITS:
        raise MoneyError(_too_large(f"“{_shown(text)}”"))
    cents = int((whole or "0") + part.ljust(2, "0"))
    return within_limit(-cents if found["open"] or found["sign"] == "-" else cents)


def _makes_sense(found: re.Match[str]) -> bool:
    """Some digits, both brackets or none, and no sign inside brackets."""
    digits = found["whole"] or found["part"]
    return (
        bool(digits) and bool(found["open"]) == bool(found["close"]) and not (found["open"] and found["sign"])
    )


def within_limit(cents: int) -> int:
    """Return `cents`, or raise MoneyError when neither ERP could hold the amount."""
    if abs(cents) > MAX_CENTS:
        raise MoneyError(_too_large(format_money(cents)))
    return cents


def extend(quantity: Decimal, unit_cost: Decimal) -> int:
    """Cents of quantity x unit cost, rounded half up: the only place where an amount is rounded.

    Raises MoneyError for what is not a number or too large. Source: Add a Budget Line Item (automatic calculation).
    """
    if not (quantity.is_finite() and unit_cost.is_finite()):
        raise MoneyError("Enter the quantity and the unit cost as plain numbers, for example 12.5.")
    if not quantity or not unit_cost:
        return 0
    if quantity.adjusted() + unit_cost.adjusted() > _DIGITS:
        raise MoneyError(_too_large("Quantity × unit cost"))
    exact = Context(prec=len(quantity.as_tuple().digits) + len(unit_cost.as_tuple().digits) + 2 * _DIGITS)
    product = exact.multiply(quantity, unit_cost).quantize(_CENT, rounding=ROUND_HALF_UP, context=exact)
    return within_limit(int(product.scaleb(2, context=exact)))


def format_money(cents: int) -> str:
    """1234567 -> `12,345.67`, with a typographic minus in front of negatives."""
    sign = MINUS if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def format_difference(cents: int) -> str:
    """As `format_money`, with a plus in front of positives; zero is plain."""
    return f"+{format_money(cents)}" if cents > 0 else format_money(cents)


def plain_money(cents: int) -> str:
    """1234567 -> `12345.67`: the form for files, fields and wires, ASCII minus, no grouping."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def to_decimal(cents: int) -> Decimal:
    """Cents as an exact Decimal with two places."""
    return Decimal(cents).scaleb(-2)


def _too_large(what: str) -> str:
    return f"{what} is too large. An amount is at most {format_money(MAX_CENTS)}."


def _shown(text: str) -> str:
    """What was typed, short enough to stand in a sentence."""
    clean = " ".join(text.split())
    return clean if len(clean) <= 30 else clean[:29] + "…"  # noqa: PLR2004 - one sentence wide

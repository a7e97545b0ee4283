"""Amounts of money: whole cents inside, exact text outside, a clear sentence for anything else.

An amount is a Python `int` of cents. `Decimal` appears where a unit cost or a quantity is multiplied.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

MAX_CENTS = 9_999_999_999
"""99,999,999.99: the largest absolute amount that both ERPs take. Source: Sage 100 import templates (6-2)."""

_CENT = Decimal("0.01")
_PLAIN = re.compile(r"-?\d{1,12}(\.\d{1,2})?|-?\.\d{1,2}", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,2})?", re.ASCII)
_LONG = re.compile(r"-?[\d,]*\.\d{3,}", re.ASCII)
MINUS = "\u2212"


class MoneyError(ValueError):
    """The text is not an amount; `str(error)` is the sentence for the person who typed it."""


def parse_money(text: str) -> int:
    """Read an amount as typed or as found in a file and return cents.

    Takes a currency sign, thousands commas, a leading minus (also the typographic one) or accounting brackets.
    Raises MoneyError with one sentence for anything else, also for more than two decimals (never rounded).
    Source: Add a Budget Line Item.
    """
    bare = text.strip().replace(MINUS, "-").replace("\u00a0", "")
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1].strip()
    bare = bare.replace("$", "", 1).replace(" ", "")
    bare = bare.removeprefix("+")
    if not bare:
        raise MoneyError("Enter an amount, for example 1250.00.")
    if _LONG.fullmatch(bare):
        raise MoneyError(f"“{_shown(text)}” has more than two decimals. Enter whole cents.")
    if not (_PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare)) or (negative and bare.startswith("-")):
        raise MoneyError(f"“{_shown(text)}” is not an amount. Enter digits with at most two decimals.")
    cents = int(Decimal(bare.replace(",", "")).scaleb(2))
    return within_limit(-cents if negative else cents)


def within_limit(cents: int) -> int:
    """Return `cents`, or raise MoneyError when neither ERP could hold the amount."""
    if abs(cents) > MAX_CENTS:
        raise MoneyError(
            f"{format_money(cents)} is too large. An amount is at most {format_money(MAX_CENTS)}."
        )
    return cents


def extend(quantity: Decimal, unit_cost: Decimal) -> int:
    """Cents of quantity x unit cost, rounded half up: the only place where an amount is rounded.

    Source: Add a Budget Line Item (automatic calculation).
    """
    product = (quantity * unit_cost).quantize(_CENT, rounding=ROUND_HALF_UP)
    return within_limit(int(product.scaleb(2)))


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


def _shown(text: str) -> str:
    """What was typed, short enough to stand in a sentence."""
    clean = " ".join(text.split())
    return clean if len(clean) <= 30 else clean[:29] + "…"  # noqa: PLR2004 - one sentence wide

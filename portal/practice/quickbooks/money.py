"""Amounts: decimal arithmetic with exact cents, and QuickBooks' way of writing numbers."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from portal.practice.quickbooks import statuses

CENT: Final = Decimal("0.01")
_STEP: Final = Decimal("0.00001")
_LIMIT: Final = Decimal("9999999999999.99")


def to_cents(amount: Decimal, field: str = "Amount") -> Decimal:
    """Round half up to cents. Raises 3110 for an amount QuickBooks cannot hold."""
    rounded = amount.quantize(CENT, ROUND_HALF_UP)
    if abs(rounded) > _LIMIT:
        raise statuses.amount_too_large(field)
    return rounded + Decimal(0)


def show(amount: Decimal) -> str:
    """An amount with two decimals."""
    return f"{amount.quantize(CENT, ROUND_HALF_UP):f}"


def show_price(price: Decimal) -> str:
    """A rate, price or percentage: up to five decimals, at least two."""
    text = f"{price.quantize(_STEP, ROUND_HALF_UP):f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}"


def show_quantity(quantity: Decimal) -> str:
    """A quantity: up to five decimals, none needed."""
    return f"{quantity.quantize(_STEP, ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def cents(amount: Decimal) -> int:
    """An amount of exact cents as an integer."""
    return int(amount.quantize(CENT, ROUND_HALF_UP) * 100)


def from_cents(number: int) -> Decimal:
    """The amount behind an integer of cents."""
    return (Decimal(number) / 100).quantize(CENT)

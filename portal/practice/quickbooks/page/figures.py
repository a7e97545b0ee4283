"""Amounts as the page shows them."""

from decimal import Decimal


def grouped(amount: str) -> str:
    """An amount with its thousands apart and a real minus sign; nothing for nothing."""
    return f"{Decimal(amount):,}".replace("-", "\u2212") if amount else ""

"""Amounts and moments as the page shows them."""

from datetime import datetime
from decimal import Decimal


def grouped(amount: str) -> str:
    """An amount with its thousands apart and a real minus sign; nothing for nothing."""
    return f"{Decimal(amount):,}".replace("-", "\u2212") if amount else ""


def spoken(moment: str) -> str:
    """An ISO moment for people: day and time, in UTC as the Web Connector's log."""
    return f"{datetime.fromisoformat(moment):%d %b %Y, %H:%M:%S} UTC" if moment else ""

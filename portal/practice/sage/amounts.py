"""Exact decimals: how they are stored, read, written and typed. No binary fraction ever reaches an amount.

SQLite holds a NUMERIC as an integer or a double; both carry up to fifteen digits exactly, and Sage's widest
figure has ten, so what is read back through its shortest text is what was written.
"""

import re
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Dialect, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.practice.sage.refusals import SageError

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")
LARGEST: Final = Decimal("99999999.99")
_TWO_DECIMALS = re.compile(r"-?\d{1,8}\.\d{2}", re.ASCII)


class Exact(TypeDecorator[Decimal]):
    """A NUMERIC(digits, places) that comes back as the `Decimal` that went in."""

    impl = Numeric
    cache_ok = True

    def __init__(self, digits: int, places: int) -> None:
        super().__init__(digits, places)
        self.digits, self.places = digits, places
        self.step = Decimal(1).scaleb(-places)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite has no decimals of its own: there the driver passes plain numbers."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Numeric(self.digits, self.places, asdecimal=False))
        return dialect.type_descriptor(Numeric(self.digits, self.places))

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> Decimal | None:
        """Refuse what the column cannot hold exactly."""
        if value is not None and value != value.quantize(self.step):
            raise ValueError(f"{value} has more decimals than the column.")
        return value

    def process_result_value(self, value: Any, _dialect: Dialect) -> Decimal | None:
        """Give the decimal back with all its places."""
        return None if value is None else Decimal(str(value)).quantize(self.step)


def exact(text: str, where: str) -> Decimal:
    """An amount written with two decimals, like `45500.00`. Raises SageError naming the place for any other."""
    if not _TWO_DECIMALS.fullmatch(text):
        raise SageError(f'Amounts must have two decimals: {where} says "{text}". Write it like 45500.00.')
    return Decimal(text) + NOTHING  # a written -0.00 is 0.00


def typed(text: str, where: str = "The amount") -> Decimal:
    """An amount as a person types it: `45,500` or `45500.5`. Raises SageError for anything else."""
    bare = text.replace(",", "").strip()
    if not re.fullmatch(r"-?\d{1,8}(\.\d{1,2})?", bare, re.ASCII):
        raise SageError(f'{where} "{text}" is no amount. Write it like 45500.00, at most 99,999,999.99.')
    return Decimal(bare).quantize(CENT) + NOTHING


def shown(amount: Decimal) -> str:
    """An amount as text with two decimals, for scripts."""
    return f"{amount:.2f}"

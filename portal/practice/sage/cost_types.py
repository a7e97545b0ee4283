"""The nine cost types, and the columns of the budget grid that belong to them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from sqlalchemy import RowMapping

from portal.practice.sage.amounts import NOTHING

COLUMNS: Final[Mapping[int, str]] = {
    1: "matbdg",
    2: "labbdg",
    3: "eqpbdg",
    4: "subbdg",
    5: "othbdg",
    6: "usrcs6",
    7: "usrcs7",
    8: "usrcs8",
    9: "usrcs9",
}
ORIGINALS: Final[Mapping[int, str]] = {1: "matorg", 2: "laborg", 3: "eqporg", 4: "suborg", 5: "othorg"}
"""The twins that Set Budget fills. Types 6 to 9 have none."""


def cells(amounts: Mapping[int, Decimal]) -> dict[str, Decimal]:
    """The grid's columns for amounts by cost type, and their total; a type that is not there is 0.00."""
    row = {column: amounts.get(kind, NOTHING) for kind, column in COLUMNS.items()}
    return {**row, "ttlbdg": sum(row.values(), NOTHING)}


def by_type(row: RowMapping, columns: Mapping[int, str] = COLUMNS) -> dict[int, Decimal]:
    """The amounts of a row of the grid by cost type."""
    return {kind: row[column] for kind, column in columns.items()}

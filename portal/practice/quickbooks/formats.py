"""Formats of single values: the types of the tables, as patterns.

An empty value is allowed where QuickBooks allows it, and means "not given".
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from portal.practice.quickbooks.tables.words import WORDS

_DECIMAL = re.compile(r"([+-]?\d{1,10}(\.\d{1,5})?)?", re.ASCII)
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    "amt": re.compile(r"([+-]?\d{1,13}(\.\d{2})?)?", re.ASCII),
    "price": _DECIMAL,
    "quan": _DECIMAL,
    "percent": _DECIMAL,
    "bool": re.compile(r"(true|false|1|0)?"),
    "guid": re.compile(r"0|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}"),
    "float": re.compile(r"([+-]?(\d+(\.\d*)?|\.\d+))?", re.ASCII),
    "interval": re.compile(r"([+-]?PT(?=\d)(\d+H)?(\d+M)?(\d+S)?)?", re.ASCII),
    "datetime": re.compile(
        r"(\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}(:\d{1,2}(:\d{1,2}([+-]\d{1,2}:\d{1,2})?)?)?)?)?", re.ASCII
    ),
    "int": re.compile(r"[+-]?\d+", re.ASCII),
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INT_RANGE = re.compile(r"int(\d*)\.\.(\d*)")
_SIZED = re.compile(r"s(\d+)")
ID_LENGTH: Final = 36


def is_well_formed(value: str, kind: str, name: str) -> bool:
    """Say whether `value` has the format of `kind` (a type of the tables) in the element `name`."""
    if kind == "e" or kind.startswith("e."):
        return value in WORDS[kind.removeprefix("e.") if kind != "e" else name].split()
    if kind == "date":
        return not value or _is_date(value)
    ranged = _INT_RANGE.fullmatch(kind)
    if ranged:
        return _is_integer_between(value, ranged[1], ranged[2])
    pattern = _PATTERNS.get(kind)
    return pattern is None or pattern.fullmatch(value) is not None


def longest(kind: str) -> int | None:
    """The most characters a value of `kind` may have, or None where there is no limit."""
    if kind == "id":
        return ID_LENGTH
    sized = _SIZED.fullmatch(kind)
    return int(sized[1]) if sized else None


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_integer_between(value: str, low: str, high: str) -> bool:
    if not _PATTERNS["int"].fullmatch(value):
        return False
    number = int(value)
    return (not low or number >= int(low)) and (not high or number <= int(high))

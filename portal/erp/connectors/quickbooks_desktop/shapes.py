"""What a table of elements is made of: leaves with a format, and shapes with children in order."""

import re
from dataclasses import dataclass

MANY = 1_000_000

FORMATS = {
    "IDTYPE": re.compile(r"[!-~]+", re.ASCII),
    "NAME": re.compile(r"[^:]+"),
    "STRTYPE": re.compile(r".+"),
    "BOOLTYPE": re.compile(r"true|false"),
    "INTTYPE": re.compile(r"[1-9][0-9]{0,8}", re.ASCII),
    "DATETYPE": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII),
    "PRICETYPE": re.compile(r"-?[0-9]{1,10}\.[0-9]{2}", re.ASCII),
    "PERCENTTYPE": re.compile(r"[0-9]{1,3}", re.ASCII),
    "GUIDTYPE": re.compile(r"\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}", re.ASCII),
    "ENUMTYPE": re.compile(r"[A-Za-z]+", re.ASCII),
}
"""Our formats by the names of the schema, each at least as strict as there; NAME is a string without a colon."""

EXPECTATIONS = {
    "IDTYPE": "an id as QuickBooks gave it",
    "NAME": "a name without a colon",
    "STRTYPE": "one line of text",
    "BOOLTYPE": "true or false",
    "INTTYPE": "a whole number above zero",
    "DATETYPE": "a date such as 2026-03-31",
    "PRICETYPE": "an amount with two decimals",
    "PERCENTTYPE": "a whole percentage",
    "GUIDTYPE": "a GUID in braces",
    "ENUMTYPE": "one of QuickBooks' own words",
}


@dataclass(frozen=True)
class Leaf:
    """What an element without children holds: a format, its greatest length, the words to choose from."""

    form: str
    longest: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Child:
    """An element within its parent, and how often it may stand there."""

    name: str
    holds: "Leaf | Shape"
    least: int = 0
    most: int = 1


@dataclass(frozen=True)
class Shape:
    """An element with children in this order, then the `mixed` ones in any.

    Of the groups in `alternatives` exactly one must occur.
    """

    children: tuple[Child, ...] = ()
    mixed: tuple[Child, ...] = ()
    alternatives: tuple[frozenset[str], ...] = ()


def must(name: str, holds: Leaf | Shape) -> Child:
    """Return an element that stands exactly once."""
    return Child(name, holds, least=1)


def may(name: str, holds: Leaf | Shape) -> Child:
    """Return an element that stands at most once."""
    return Child(name, holds)


def several(name: str, holds: Leaf | Shape, *, least: int = 0) -> Child:
    """Return an element that may be repeated."""
    return Child(name, holds, least, MANY)


def text(longest: int) -> Leaf:
    """Return a text of at most so many characters."""
    return Leaf("STRTYPE", longest)


def word(*words: str) -> Leaf:
    """Return a choice of QuickBooks' own words."""
    return Leaf("ENUMTYPE", words=words)

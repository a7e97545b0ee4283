"""Content models: turns the notation of the tables into something that can check a list of child elements."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from portal.practice.quickbooks.tables.filters import FILTER_ELEMENTS, PARTS
from portal.practice.quickbooks.tables.lists import LIST_ELEMENTS
from portal.practice.quickbooks.tables.requests import REQUESTS
from portal.practice.quickbooks.tables.transactions import TRANSACTION_ELEMENTS

_ELEMENTS: Final = {**LIST_ELEMENTS, **TRANSACTION_ELEMENTS, **FILTER_ELEMENTS}
_PART = re.compile(r"@(\w+)")
_WORD = re.compile(r"(\w+)(?::([\w.]+?))?(\?|\*|\+|\{\d+,\d+\})?")
_CLOSING = re.compile(r"\)([?*+]?)")
_REFERENCE = re.compile(r"ref(\d*)")


@dataclass(frozen=True, slots=True)
class Model:
    """One element's content: `order` matches the names of the children, `kinds` says what each child is.

    A kind is a leaf type of `formats`, or the name of another model with a leading `=`.
    """

    order: re.Pattern[str]
    kinds: dict[str, str]


def expand(notation: str) -> str:
    """Write out every `@Part` of a table line."""
    while "@" in notation:
        notation = _PART.sub(lambda found: PARTS[found[1]], notation)
    return notation


@cache
def request_model(name: str) -> Model | None:
    """Return the model of a request element such as `CustomerAddRq`, or None if this company does not know it."""
    return _compile(REQUESTS[name]) if name in REQUESTS else None


@cache
def element_model(kind: str) -> Model:
    """Return the model behind a `=kind`."""
    reference = _REFERENCE.fullmatch(kind)
    if reference:
        return _compile(f"ListID:id? FullName:{'s' + reference[1] if reference[1] else 'str'}?")
    return _compile(_ELEMENTS[kind])


def _compile(notation: str) -> Model:
    kinds: dict[str, str] = {}
    pattern = ""
    for word in expand(notation).split():
        if word in {"(", "|"}:
            pattern += "(?:" if word == "(" else "|"
            continue
        closing = _CLOSING.fullmatch(word)
        if closing:
            pattern += ")" + closing[1]
            continue
        found = _WORD.fullmatch(word)
        if found is None:
            raise ValueError(f"The table line {notation!r} has a word that is no element: {word!r}.")
        name, kind, occurrence = found.groups()
        kinds[name] = _kind(name, kind)
        pattern += f"(?:{name} ){occurrence or ''}"
    return Model(re.compile(pattern), kinds)


def _kind(name: str, kind: str | None) -> str:
    if kind is None:
        return "=" + name
    return "=" + kind if kind in _ELEMENTS or _REFERENCE.fullmatch(kind) else kind

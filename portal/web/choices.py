"""Choices of a select as WTForms wants them, from (value, text) pairs."""

from collections.abc import Iterable

from wtforms import SelectChoice


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """One option per pair."""
    return [SelectChoice(value, text) for value, text in pairs]

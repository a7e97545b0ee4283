"""What the address of an audit page asks for."""

from collections.abc import Mapping
from datetime import date

from portal.services.auditing.filters import Wish

_LONGEST = 80


def wish_of(given: Mapping[str, str]) -> Wish:
    """The filters; what cannot be read is left out."""
    return Wish(
        person=_text(given, "person"),
        action=_text(given, "action"),
        project=_text(given, "project"),
        start=day_of(given, "from"),
        end=day_of(given, "to"),
        outcome=_text(given, "outcome"),
    )


def as_arguments(wish: Wish) -> dict[str, str]:
    """The same for an address, without what is empty."""
    given = {
        "person": wish.person,
        "action": wish.action,
        "project": wish.project,
        "from": wish.start.isoformat() if wish.start else "",
        "to": wish.end.isoformat() if wish.end else "",
        "outcome": wish.outcome,
    }
    return {name: value for name, value in given.items() if value}


def day_of(given: Mapping[str, str], name: str) -> date | None:
    """A day as a date field posts it; None for anything else, and for years that no company lives in."""
    try:
        day = date.fromisoformat(given.get(name, ""))
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2200 else None  # noqa: PLR2004 - a typed 0020 is a slip


def _text(given: Mapping[str, str], name: str) -> str:
    return " ".join(given.get(name, "").split())[:_LONGEST]

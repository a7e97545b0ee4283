"""Dates and times of filters: from `2026`-like parts of a day to a full time with an offset."""

import re
from datetime import UTC, datetime, timedelta

from lxml import etree

from portal.practice.quickbooks.documents import value
from portal.practice.quickbooks.statuses import RefusedError

_DAY = timedelta(days=1, microseconds=-1)
_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})([+-]\d{1,2}:\d{1,2})?)?)?)?",
    re.ASCII,
)


def moment(text: str, *, ends_the_day: bool = False) -> datetime:
    """A DATETIMETYPE as an aware time; a bare day is its start, or its end. Raises 3020 for no such day."""
    found = _TIME.fullmatch(text)
    try:
        time = _time_of(found) if found else None
    except ValueError:
        time = None
    if time is None:
        raise RefusedError(3020, f'There was an error when converting the date value "{text}".')
    is_bare_day = found is not None and found[4] is None
    return time + _DAY if ends_the_day and is_bare_day else time


def _time_of(found: re.Match[str]) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3, 4, 5, 6))
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC) - _offset(found[7] or "+0:0")


def _offset(text: str) -> timedelta:
    hours, minutes = text[1:].split(":")
    sign = -1 if text.startswith("-") else 1
    return sign * timedelta(hours=int(hours), minutes=int(minutes))


def is_within(time: str, element: etree._Element, start: str, end: str) -> bool:
    """Say whether a stored time lies between the two elements named, each of which may be absent."""
    stored = datetime.fromisoformat(time)
    first, last = value(element, start), value(element, end)
    if first and stored < moment(first):
        return False
    return not last or stored <= moment(last, ends_the_day=True)


def is_day_within(day: str, first: str, last: str) -> bool:
    """The same for days written yyyy-mm-dd; an empty bound is open."""
    return (not first or day >= first) and (not last or day <= last)

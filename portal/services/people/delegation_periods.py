"""From when until when somebody stands in: whole days of the company's zone, at most ninety of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal import clock
from portal.services.intentions import InputError

LONGEST_DAYS = 90
AHEAD_DAYS = 365


@dataclass(frozen=True, slots=True)
class Period:
    """Half open, in UTC: the first moment that counts, and the first that does not any more."""

    starts_at: datetime
    ends_at: datetime


def period(first: date | None, last: date | None, zone: str) -> Period:
    """From the beginning of `first` (at once when that is today) to the end of `last`.

    Raises InputError("first") and InputError("last") with the sentence for the field.
    """
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    if first is None or first < today:
        raise InputError("first", "Choose the first day: today or a later one.")
    if first > today + timedelta(days=AHEAD_DAYS):
        raise InputError("first", f"Choose a first day within the next {AHEAD_DAYS} days.")
    if last is None or last < first:
        raise InputError("last", "Choose the last day: the first one or a later one.")
    if (last - first).days >= LONGEST_DAYS:
        latest = first + timedelta(days=LONGEST_DAYS - 1)
        raise InputError(
            "last",
            f"At most {LONGEST_DAYS} days at a time: choose {latest:%a} {latest.day} {latest:%b} or an earlier day.",
        )
    starts = clock.now() if first == today else midnight(first, zone)
    return Period(starts, midnight(last + timedelta(days=1), zone))


def midnight(day: date, zone: str) -> datetime:
    """The moment in UTC at which that day begins in the zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)

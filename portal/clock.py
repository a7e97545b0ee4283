"""Telling the time, and wording it in the company's zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def say_moment(moment: datetime | None, zone: str) -> str:
    """`Tue 9 Jun 14:02`, with the year when it is another one; empty for None."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    year = "" if local.year == now().astimezone(ZoneInfo(zone)).year else f" {local.year}"
    return f"{local:%a} {local.day} {local:%b}{year} {local:%H:%M}"


def say_when(moment: datetime | None, zone: str) -> str:
    """As `say_moment`, with `today 14:02` for today, so that it completes a sentence; "some time ago" for None."""
    if moment is None:
        return "some time ago"
    local = moment.astimezone(ZoneInfo(zone))
    if local.date() == now().astimezone(ZoneInfo(zone)).date():
        return f"today {local:%H:%M}"
    return f"on {say_moment(moment, zone)}"


def say_age(since: datetime, until: datetime | None = None) -> str:
    """`just now`, `40 minutes`, `19 hours`, `3 days`: how long something has been waiting."""
    span = (until or now()) - since
    if span < timedelta(minutes=1):
        return "just now"
    if span < HOUR:
        return _counted(int(span.total_seconds() // 60), "minute")
    if span < 2 * DAY:
        return _counted(int(span.total_seconds() // 3600), "hour")
    return _counted(span.days, "day")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

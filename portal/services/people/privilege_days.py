"""Who could push to accounting on one day of the company's calendar, also for a part of it.

Source: What is the accounting approver role?
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal import clock
from portal.services.budget_facts import company
from portal.services.intentions import InputError
from portal.services.people.privilege_history import Change, Holder, changes_between, holders_on

EARLIEST = date(2000, 1, 1)
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class DayHolder:
    """Somebody who held the privilege at some moment of the day. `until` is empty unless it ended that day."""

    name: str
    since: str
    by_name: str
    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class HolderDay:
    """The day, for the field and in words, and who held it."""

    day: str
    words: str
    holders: tuple[DayHolder, ...]


def today(session: Session) -> date:
    """The day it is at the company."""
    return clock.now().astimezone(ZoneInfo(company(session).timezone)).date()


def read(session: Session, day: date) -> HolderDay:
    """Everybody who held the privilege at some moment of `day`, by name and then by time. Raises InputError("day")."""
    if not EARLIEST <= day <= today(session):
        raise InputError("day", "Choose a day between 1 January 2000 and today.")
    zone = company(session).timezone
    start = datetime.combine(day, time(), ZoneInfo(zone))
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    changes = changes_between(session, start, end)
    before = holders_on(session, start - _MOMENT)
    granted = [_granted(change) for change in changes if change.granted]
    spells = [*before, *granted, *_made_that_day(session, changes, end, {each.person_id for each in before})]
    rows = [
        _worded(spell, changes, zone) for spell in sorted(spells, key=lambda each: (each.name, each.since))
    ]
    return HolderDay(day.isoformat(), f"{day:%A} {day.day} {day:%B %Y}", tuple(rows))


def _made_that_day(
    session: Session, changes: tuple[Change, ...], end: datetime, known: set[int]
) -> list[Holder]:
    """Who came with the privilege on that very day, and so has no grant."""
    moments = [change.at - _MOMENT for change in changes if not change.granted] + [end - _MOMENT]
    found = (holder for moment in moments for holder in holders_on(session, moment) if not holder.by_name)
    return list({holder.person_id: holder for holder in found if holder.person_id not in known}.values())


def _granted(change: Change) -> Holder:
    return Holder(change.person_id, change.name, change.at, change.by_name, change.reason)


def _worded(spell: Holder, changes: tuple[Change, ...], zone: str) -> DayHolder:
    ends = (
        change.at
        for change in changes
        if change.person_id == spell.person_id and not change.granted and change.at >= spell.since
    )
    return DayHolder(
        spell.name,
        clock.say_moment(spell.since, zone),
        spell.by_name,
        spell.reason,
        clock.say_moment(next(ends, None), zone),
    )

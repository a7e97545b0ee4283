"""Who could push to accounting on any date, and every change between two moments, from the kept changes.

Names are those of today's directory; whoever left stays in it. Source: What is the accounting approver role?
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from portal.db.people import Person, PrivilegeChange

FROM_THE_START = "since the account was made"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who held the privilege at the moment asked for, since when and by whose grant."""

    person_id: int
    name: str
    since: datetime
    by_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One grant or withdrawal."""

    at: datetime
    person_id: int
    name: str
    granted: bool
    by_name: str
    reason: str


def holders_on(session: Session, at: datetime) -> tuple[Holder, ...]:
    """Who held the privilege at `at` (an aware moment), by name; a change at that very moment counts already."""
    rows = session.execute(_last_changes(at))
    granted = [_granted(change, name) for change, name in rows if change.granted]
    return tuple(sorted((*granted, *_from_the_start(session, at)), key=lambda holder: holder.name))


def changes_between(session: Session, start: datetime, end: datetime) -> tuple[Change, ...]:
    """Every grant and withdrawal from `start` on and before `end`, the oldest first."""
    rows = session.execute(
        select(PrivilegeChange, Person.name)
        .join(Person, Person.id == PrivilegeChange.person_id)
        .where(PrivilegeChange.at >= start, PrivilegeChange.at < end)
        .order_by(PrivilegeChange.id)
    )
    return tuple(
        Change(change.at, change.person_id, name, change.granted, change.by_name, change.reason)
        for change, name in rows
    )


def _last_changes(at: datetime) -> Select[PrivilegeChange, str]:
    """Everybody's last change up to `at`; row numbers rise with time."""
    last = (
        select(func.max(PrivilegeChange.id))
        .where(PrivilegeChange.at <= at)
        .group_by(PrivilegeChange.person_id)
    )
    return (
        select(PrivilegeChange, Person.name)
        .join(Person, Person.id == PrivilegeChange.person_id)
        .where(PrivilegeChange.id.in_(last))
    )


def _granted(change: PrivilegeChange, name: str) -> Holder:
    return Holder(change.person_id, name, change.at, change.by_name, change.reason)


def _from_the_start(session: Session, at: datetime) -> list[Holder]:
    """Who came with the privilege: their first change is its loss and comes later, or they have none and hold it."""
    each = aliased(PrivilegeChange)
    first = select(func.min(each.id)).group_by(each.person_id)
    lost_later = exists().where(
        PrivilegeChange.person_id == Person.id,
        PrivilegeChange.id.in_(first),
        PrivilegeChange.granted.is_(False),
        PrivilegeChange.at > at,
    )
    changed = exists().where(PrivilegeChange.person_id == Person.id)
    people = session.scalars(
        select(Person).where(Person.created_at <= at, lost_later | (Person.can_push & ~changed))
    )
    return [Holder(person.id, person.name, person.created_at, "", FROM_THE_START) for person in people]

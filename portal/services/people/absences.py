"""Who is away now, and who stands in: read by everybody who says on whom a budget waits.

A delegation re-routes requests and grants nothing: it counts only while both still hold the privilege themselves.
Source: portal decision on absent approvers (Are accounting approvers notified when data is awaiting acceptance?).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.delegations import Delegation
from portal.db.people import Person
from portal.services.actors import may_accept
from portal.services.budget_facts import company


@dataclass(frozen=True, slots=True)
class Absence:
    """One approver who is away, and who gets the requests meanwhile. `until` is the last day: `Fri 27 Nov`."""

    delegation_id: int
    person: Person
    substitute: Person
    until: str


def away_now(session: Session) -> dict[int, Absence]:
    """Every absence of this moment, by the row number of who is away."""
    zone, absences = company(session).timezone, _absences(session, clock.now())
    return {
        person.id: Absence(delegation.id, person, substitute, say_last_day(delegation.ends_at, zone))
        for delegation, person, substitute in absences
    }


def substitute_of(session: Session, person_id: int, at: datetime) -> Person | None:
    """Who gets the requests of `person_id` at that moment; None when nobody stands in."""
    return next((each for _, person, each in _absences(session, at) if person.id == person_id), None)


def standing_in_for(session: Session, person_id: int, at: datetime) -> tuple[Person, ...]:
    """In whose place `person_id` gets requests at that moment."""
    return tuple(person for _, person, each in _absences(session, at) if each.id == person_id)


def in_force(at: datetime) -> ColumnElement[bool]:
    """Delegations whose period runs at that moment and that nobody ended before it."""
    return and_(Delegation.starts_at <= at, Delegation.ends_at > at, not_ended(at))


def not_ended(at: datetime) -> ColumnElement[bool]:
    """Delegations that nobody had ended by then."""
    return or_(Delegation.ended_at.is_(None), Delegation.ended_at > at)


def say_last_day(ends_at: datetime, zone: str) -> str:
    """`Fri 27 Nov`, with the year when it is another one: the last whole day before `ends_at`."""
    return say_day(ends_at - timedelta(microseconds=1), zone)


def say_day(moment: datetime, zone: str) -> str:
    """The day of a moment in the company's zone: `Fri 27 Nov`."""
    return clock.say_moment(moment, zone).rpartition(" ")[0]


def _absences(session: Session, at: datetime) -> Sequence[tuple[Delegation, Person, Person]]:
    rows = session.scalars(select(Delegation).where(in_force(at)).order_by(Delegation.id)).all()
    found = []
    for row in rows:
        person = session.get(Person, row.person_id)
        substitute = session.get(Person, row.substitute_id)
        if person is None or substitute is None:
            continue
        if may_accept(session, person) and may_accept(session, substitute):
            found.append((row, person, substitute))
    return found

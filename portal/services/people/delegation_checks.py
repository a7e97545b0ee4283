"""Who may stand in for whom, and when: the refusals of a new delegation, each at its field."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.delegations import Delegation
from portal.db.people import Person
from portal.domain.people import Actor
from portal.services.actors import may_accept
from portal.services.budget_facts import company
from portal.services.intentions import InputError
from portal.services.people.absences import not_ended, say_day, say_last_day
from portal.services.people.delegation_periods import Period


def able(session: Session, actor: Actor, person: Person, substitute_id: int | None) -> Person:
    """The substitute. Raises InputError("substitute") where either could not decide anyway."""
    if not may_accept(session, person):
        whose = "You get" if actor.id == person.id else f"{person.name} gets"
        raise InputError("substitute", f"{whose} no approval requests, so nobody has to stand in.")
    substitute = session.get(Person, substitute_id) if substitute_id is not None else None
    if substitute is None or substitute.id == person.id or not may_accept(session, substitute):
        raise InputError("substitute", "Choose another person who can push to accounting.")
    return substitute


def free(session: Session, actor: Actor, person: Person, substitute: Person, when: Period) -> None:
    """One substitute at a time, and none who is away or is already stood in for by this person."""
    zone = company(session).timezone
    is_own = actor.id == person.id
    if row := _clash(session, Delegation.person_id == person.id, when):
        _, other = both(session, row)
        whose = "your" if is_own else f"{person.name}’s"
        raise InputError(
            "first",
            f"{other.name} takes {whose} requests {span(row, zone)}. End that first, or choose other days.",
        )
    if row := _clash(session, Delegation.person_id == substitute.id, when):
        until = say_last_day(row.ends_at, zone)
        raise InputError(
            "substitute", f"{substitute.name} is away then too, until {until}. Choose somebody else."
        )
    if row := _clash(session, Delegation.substitute_id == person.id, when):
        other, _ = both(session, row)
        who = "You stand" if is_own else f"{person.name} stands"
        raise InputError(
            "substitute",
            f"{who} in for {other.name} {span(row, zone)}. {other.name} or a directory admin must end that first.",
        )


def _clash(session: Session, whose: ColumnElement[bool], when: Period) -> Delegation | None:
    """A delegation in force, or to come, that shares a moment with this period."""
    return session.scalars(
        select(Delegation)
        .where(
            whose,
            not_ended(clock.now()),
            Delegation.starts_at < when.ends_at,
            Delegation.ends_at > when.starts_at,
        )
        .order_by(Delegation.id)
        .limit(1)
    ).first()


def both(session: Session, row: Delegation) -> tuple[Person, Person]:
    """Who is away, and who stands in."""
    return session.get_one(Person, row.person_id), session.get_one(Person, row.substitute_id)


def span(row: Delegation, zone: str) -> str:
    """`from today until Fri 27 Nov`, `from Mon 23 Nov until Fri 27 Nov`."""
    starts, today = say_day(row.starts_at, zone), say_day(clock.now(), zone)
    return f"from {'today' if starts == today else starts} until {say_last_day(row.ends_at, zone)}"

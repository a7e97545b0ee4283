"""Naming a substitute for an absence: an approver for oneself, a directory admin for others.

The substitute must hold the privilege already. Chains are refused, so that a request always ends at one desk.
Source: portal decision on absent approvers; What is the accounting approver role?
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.company import Company
from portal.db.delegations import Delegation
from portal.db.people import Person
from portal.domain.decisions import holds
from portal.domain.denials import FORBIDDEN, Denial, Denied
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import as_of_now
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.intentions import NotFoundError
from portal.services.mails import delegation_mails
from portal.services.people.absences import standing_in_for, substitute_of
from portal.services.people.delegation_checks import able, both, free, span
from portal.services.people.delegation_periods import period

__all__ = ["Wish", "create", "end", "end_all_of", "standing_in_for", "substitute_of"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Who shall stand in, from the first day to the last one, both in the company's zone."""

    substitute_id: int | None
    first: date | None
    last: date | None


def create(actor: Actor, person_id: int, wish: Wish) -> int:
    """Let the requests of `person_id` go to a substitute; returns the row number.

    Raises Denied, NotFoundError, and InputError(substitute | first | last).
    """
    with permitted(Action.DELEGATE, actor, audit.Subject("person", person_id)) as session:
        actor = as_of_now(session, actor)
        _only_own_or_admin(actor, person_id)
        zone = _held(session).timezone
        person = session.get(Person, person_id)
        if person is None:
            raise NotFoundError("There is no such person.")
        when = period(wish.first, wish.last, zone)
        substitute = able(session, actor, person, wish.substitute_id)
        free(session, actor, person, substitute, when)
        row = Delegation(
            person_id=person.id,
            substitute_id=substitute.id,
            starts_at=when.starts_at,
            ends_at=when.ends_at,
            by_id=actor.id,
            created_at=clock.now(),
        )
        session.add(row)
        session.flush()
        words = span(row, zone)
        _note(session, actor, person, after=f"{substitute.name} {words}")
        delegation_mails.tell_begun(session, actor.id, person, substitute, words)
        return row.id


def end(actor: Actor, delegation_id: int) -> int:
    """End it now; ending it twice is no change. Returns whose requests they were. Raises Denied and NotFoundError."""
    with permitted(Action.DELEGATE, actor, audit.Subject("delegation", delegation_id)) as session:
        actor = as_of_now(session, actor)
        _held(session)
        row = session.get(Delegation, delegation_id, populate_existing=True)
        if row is None:
            raise NotFoundError("There is no such delegation.")
        _only_own_or_admin(actor, row.person_id)
        if row.ended_at is None and row.ends_at > clock.now():
            row.ended_at = clock.now()
            person, substitute = both(session, row)
            _note(session, actor, person, before=f"{substitute.name} {span(row, company(session).timezone)}")
            delegation_mails.tell_ended(
                session, actor.id, person, substitute, f"{actor.name} ended it before its time."
            )
        return row.person_id


def end_all_of(session: Session, person_id: int) -> int:
    """End what somebody gave or was given, as the privilege or the account goes; returns how many.

    Part of that act's own transaction, which records it. The other one of each pair is told.
    """
    now = clock.now()
    rows = session.scalars(
        select(Delegation).where(
            or_(Delegation.person_id == person_id, Delegation.substitute_id == person_id),
            Delegation.ended_at.is_(None),
            Delegation.ends_at > now,
        )
    ).all()
    for row in rows:
        row.ended_at = now
        person, substitute = both(session, row)
        gone = person if person.id == person_id else substitute
        reason = f"{gone.name} can no longer push to accounting."
        delegation_mails.tell_ended(session, person_id, person, substitute, reason)
    return len(rows)


def _only_own_or_admin(actor: Actor, person_id: int) -> None:
    if actor.id != person_id and not holds(Action.CHANGE_LEVELS, actor):
        sentence = "Only a directory admin names a substitute for somebody else. Ask one."
        raise Denied((Denial("not_your_absence", sentence, FORBIDDEN),))


def _held(session: Session) -> Company:
    """The company's row, held: two delegations at the same moment are made one after the other."""
    return session.scalars(select(Company).limit(1).with_for_update()).one()


def _note(session: Session, actor: Actor, person: Person, before: str = "", after: str = "") -> None:
    audit.record(
        session, Action.DELEGATE, actor, audit.Subject("person", person.id), audit.Note(before, after)
    )

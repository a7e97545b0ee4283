"""Who somebody at the identity provider is here: linked by issuer and subject, never by an e-mail address.

An address may be given to another person one day; a subject is not. Source: OWASP ASVS 5.0, 10.5.2.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.db.sign_in import OutsideIdentity
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import actor_for
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.people import identity_providers, own_sessions
from portal.services.people.privileges import locked_person
from portal.services.providers.exchanges import Outsider


@dataclass(frozen=True, slots=True)
class Linked:
    """One link, worded for a page."""

    id: int
    provider: str
    since: str
    last: str
    groups: str


def find(session: Session, outsider: Outsider) -> OutsideIdentity | None:
    """The link of this issuer and subject."""
    statement = select(OutsideIdentity).where(
        OutsideIdentity.issuer == outsider.issuer, OutsideIdentity.subject == outsider.subject
    )
    return session.scalars(statement).first()


def has_link(session: Session, person_id: int, issuer: str) -> bool:
    """Whether a person is linked with this provider."""
    statement = select(OutsideIdentity.id).where(
        OutsideIdentity.person_id == person_id, OutsideIdentity.issuer == issuer
    )
    return session.scalars(statement).first() is not None


def link(session: Session, person: Person, outsider: Outsider, address: str) -> OutsideIdentity:
    """Remember that this subject is this person; inside the sign-in's transaction."""
    now = clock.now()
    row = OutsideIdentity(
        person_id=person.id,
        issuer=outsider.issuer,
        subject=outsider.subject,
        groups=list(outsider.groups),
        created_at=now,
        last_at=now,
    )
    session.add(row)
    session.flush()
    actor = actor_for(session, person, address=address)
    note = audit.Note(after="linked_outside", detail={"issuer": outsider.issuer, "subject": outsider.subject})
    audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, audit.Subject("person", person.id), note)
    return row


def came(row: OutsideIdentity, outsider: Outsider) -> None:
    """Note when they last came through, and with which groups."""
    row.last_at, row.groups = clock.now(), list(outsider.groups)


def of_person(session: Session, person_id: int) -> tuple[Linked, ...]:
    """A person's links, for the pages of the account and of Settings."""
    provider, zone = identity_providers.stored(session), company(session).timezone
    rows = session.scalars(
        select(OutsideIdentity).where(OutsideIdentity.person_id == person_id).order_by(OutsideIdentity.id)
    )
    return tuple(
        Linked(
            id=row.id,
            provider=provider.name if provider is not None and provider.issuer == row.issuer else row.issuer,
            since=clock.say_moment(row.created_at, zone),
            last=clock.say_moment(row.last_at, zone),
            groups=", ".join(str(group) for group in row.groups),
        )
        for row in rows
    )


def unlink(actor: Actor, person_id: int, identity_id: int) -> None:
    """An admin ends a link and every session of the person with it. Raises Denied and NotFoundError."""
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        row = session.get(OutsideIdentity, identity_id)
        if row is None or row.person_id != person.id:
            return
        detail = {"issuer": row.issuer, "subject": row.subject}
        session.delete(row)
        own_sessions.end_all(session, person.id)
        audit.record(
            session, Action.CHANGE_LEVELS, actor, subject, audit.Note(after="unlinked_outside", detail=detail)
        )

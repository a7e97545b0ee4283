"""One-time links: the way in for a person who was added, and for the first administrator of a new portal.

A link is for a person who has no pass phrase yet, or who is to choose a new one. It is shown once to whoever made it;
for a mail it is made when the letter leaves.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.company import Company
from portal.db.people import OneTimeLink, Person
from portal.db.transactions import reader, transaction
from portal.domain.people import CONSOLE, Actor
from portal.domain.vocabulary import Action, Level
from portal.services import audit
from portal.services.actors import actor_for
from portal.services.company.company_acts import permitted
from portal.services.company.company_settings import checked_zone
from portal.services.intentions import InputError, NotFoundError
from portal.services.mails.invitation_mails import invite_by_mail
from portal.services.people import accounts, departures, one_time_links, own_sessions, passwords, ways_in
from portal.services.people.accounts import Opened
from portal.services.people.directory import checked_email, checked_name
from portal.services.people.one_time_links import FIRST_ADMIN, INVITATION
from portal.services.people.privileges import directory_admins, locked_person


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a living link belongs to. `founds` is the first administrator, who also names the company."""

    person_id: int
    name: str
    email: str
    founds: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a guest types. Name, e-mail, company and zone count for the first administrator only."""

    phrase: str
    name: str = ""
    email: str = ""
    company: str = ""
    timezone: str = "UTC"


def invite(actor: Actor, person_id: int) -> str:
    """A new link for a person who has never been here, as token to hand over; earlier ones die.

    Raises Denied, NotFoundError, and InputError("invitation") for everybody else: who could make a link for a person
    with a pass phrase could come in as that person.
    """
    subject = audit.Subject("person", person_id)
    with permitted(Action.HAND_OUT_LINK, actor, subject) as session:
        person = locked_person(session, person_id)
        if ways_in.was_here(session, person):
            sentence = f"{person.name} came in already. Mail a link instead: only {person.name} can use it."
            raise InputError("invitation", sentence)
        audit.record(session, Action.HAND_OUT_LINK, actor, subject, audit.Note(after="invited"))
        return one_time_links.issue(session, person.id, INVITATION)


def withdraw(actor: Actor, person_id: int) -> None:
    """End an invitation that nobody took: its links die and the account is closed, until it is activated again.

    Raises Denied, NotFoundError, and InputError("invitation") for a person who was here already.
    """
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject, approvers_too=True) as session:
        person = locked_person(session, person_id)
        if ways_in.was_here(session, person):
            raise InputError(
                "invitation", f"{person.name} came in meanwhile. Deactivate the account instead."
            )
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note("invited", "withdrawn"))
        departures.deactivate(actor, person_id)


def mail_link(actor: Actor, person_id: int) -> None:
    """Mail a person the way to a new pass phrase. Raises Denied and NotFoundError."""
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note(after="invited_by_mail"))
        invite_by_mail(session, actor, person)


def invite_first_admin() -> str | None:
    """The token for a portal that nobody administrates yet; None as soon as somebody does. For the console only."""
    with transaction() as session:
        if any(person.password_hash for person in directory_admins(session)):
            return None
        person = _founder(session) or _new_founder(session)
        subject = audit.Subject("person", person.id)
        audit.record(session, Action.CHANGE_LEVELS, CONSOLE, subject, audit.Note(after="invited"))
        return one_time_links.issue(session, person.id, FIRST_ADMIN)


def guest_of(session: Session, token: str) -> Guest | None:
    """Whom the token lets in; None for an unknown, used or expired one. Looking changes nothing."""
    link = one_time_links.living(session, token)
    if link is None:
        return None
    person = session.get_one(Person, link.person_id)
    return Guest(person.id, person.name, person.email, link.purpose == FIRST_ADMIN) if person.active else None


def accept(token: str, arrival: Arrival, address: str, browser: str) -> Opened:
    """Take the pass phrase, use the link up and sign in; whoever has a second factor is asked for its code first.

    Raises NotFoundError for a dead link, InputError(phrase | name | email | company) for what was typed.
    """
    guest = guest_of(reader(), token)
    if guest is None:
        raise NotFoundError("This link was used or has expired. Ask for a new one.")
    name, email = arrival.name or guest.name, arrival.email or guest.email
    if sentence := passwords.problem(arrival.phrase, (name, email)):
        raise InputError("phrase", sentence)
    hashed = passwords.hash_phrase(arrival.phrase)
    with transaction() as session:
        person = locked_person(session, guest.person_id)
        link = one_time_links.living(session, token, lock=True)
        if link is None:
            raise NotFoundError("This link was used or has expired. Ask for a new one.")
        if guest.founds:
            _found_company(session, person, arrival)
        link.used_at = clock.now()
        person.password_hash = hashed
        own_sessions.end_all(session, person.id)
        actor = actor_for(session, person, address=address)
        note = audit.Note(after="accepted_invitation")
        audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, audit.Subject("person", person.id), note)
        return accounts.open_for(person.id, address, browser, proved_by="link")


def _founder(session: Session) -> Person | None:
    """The row that an earlier, unused console link was made for."""
    statement = (
        select(Person)
        .join(OneTimeLink, OneTimeLink.person_id == Person.id)
        .where(OneTimeLink.purpose == FIRST_ADMIN, Person.password_hash.is_(None))
    )
    return session.scalars(statement).first()


def _new_founder(session: Session) -> Person:
    """A company without a name yet, and who will name it."""
    if session.scalars(select(Company)).first() is None:
        session.add(Company(name="New company", created_at=clock.now()))
    person = Person(
        email="",
        name="First administrator",
        title="Administrator",
        directory_level=Level.ADMIN.value,
        erp_level=Level.ADMIN.value,
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()
    return person


def _found_company(session: Session, person: Person, arrival: Arrival) -> None:
    person.name = checked_name(arrival.name)
    person.email = checked_email(session, arrival.email, person.id)
    company = session.scalars(select(Company)).one()
    if not arrival.company.strip():
        raise InputError("company", "Enter the company's name.")
    company.name = arrival.company.strip()[:80]
    company.timezone = checked_zone(arrival.timezone)

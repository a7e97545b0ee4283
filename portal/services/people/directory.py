"""The directory: adding people, their permission levels, who is active, and who wants which mail.

Every change is in effect with the person's next request, because each request reads the row afresh.
Source: ERP Integrations – Permissions; Directory – Permissions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import LEVEL_WORDS, Action, Level
from portal.services import audit
from portal.services.company.company_acts import acting_on, permitted
from portal.services.intentions import InputError
from portal.services.mails.invitation_mails import invite_by_mail
from portal.services.people import own_sessions
from portal.services.people.accounts import plain_email
from portal.services.people.privileges import directory_admins, facts_of, locked_person, withdraw

TOOLS = ("directory", "erp", "budget")
APPROVAL_MAILS = {"immediate": "At once", "daily": "Daily", "off": "Off"}
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
_NAME_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as typed. Levels by tool; a missing one is None."""

    name: str
    email: str
    title: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict)


def add_person(actor: Actor, given: NewPerson) -> int:
    """Add somebody and mail the one-time link that leads in; returns the row number.

    Raises Denied and InputError(name | email).
    """
    with permitted(Action.CHANGE_LEVELS, actor, audit.Subject("person", None)) as session:
        name, email = checked_name(given.name), checked_email(session, given.email)
        person = Person(
            email=email, name=name, title=given.title.strip()[:_NAME_AT_MOST], created_at=clock.now()
        )
        _write_levels(person, given.levels)
        session.add(person)
        session.flush()
        note = audit.Note(after=_levels_text(person), detail={"name": name, "email": email})
        audit.record(session, Action.CHANGE_LEVELS, actor, audit.Subject("person", person.id), note)
        invite_by_mail(session, actor, person)
        return person.id


def change_levels(actor: Actor, person_id: int, levels: Mapping[str, Level]) -> None:
    """Set the levels that are named. Whoever loses the ERP level for it loses Can Push to Accounting too.

    Raises Denied, NotFoundError, and InputError("directory") when nobody could change permissions any more.
    """
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        before = _levels_text(person)
        _write_levels(person, levels)
        session.flush()
        after = _levels_text(person)
        if before == after:
            return
        _keep_an_admin(session)
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note(before, after))
        if not facts_of(session, person).erp_can_accept:
            withdraw(session, actor, person, "Lost the ERP Integrations level for it")


def set_active(actor: Actor, person_id: int, *, active: bool) -> None:
    """Let somebody in again, or out: all sessions end at once, and the privilege with them.

    Raises Denied, NotFoundError, and InputError("active") for oneself or the last directory admin.
    """
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        if person.active is active:
            return
        if actor.id == person.id:
            raise InputError("active", "You cannot deactivate yourself. Another directory admin can.")
        person.active = active
        session.flush()
        _keep_an_admin(session)
        words = ("active", "inactive")
        note = audit.Note(*(reversed(words) if active else words))
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, note)
        if not active:
            own_sessions.end_all(session, person.id)
            withdraw(session, actor, person, "Account deactivated")


def end_sessions(actor: Actor, person_id: int) -> None:
    """Sign somebody out everywhere, for a lost laptop. Raises Denied and NotFoundError."""
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        own_sessions.end_all(session, locked_person(session, person_id).id)
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note(after="ended_sessions"))


def set_approval_mail(actor: Actor, person_id: int, when: str) -> None:
    """When approval requests are mailed: a key of APPROVAL_MAILS. Everybody for oneself, directory admins for all."""
    subject = audit.Subject("person", person_id)
    own = actor.id == person_id
    action = Action.MANAGE_OWN_SESSIONS if own else Action.CHANGE_LEVELS
    if when not in APPROVAL_MAILS:
        raise InputError("approval_mail", "Choose when the mail should come.")
    with acting_on(action, actor, subject) as session:
        require(action, actor, CompanyFacts())
        person = locked_person(session, person_id)
        before, person.approval_mail = person.approval_mail, when
        audit.record(session, action, actor, subject, audit.Note(before, when))


def checked_name(name: str) -> str:
    """The name in one line. Raises InputError("name")."""
    plain = " ".join(name.split())
    if not plain or len(plain) > _NAME_AT_MOST:
        raise InputError("name", f"Enter the person's name, at most {_NAME_AT_MOST} characters.")
    return plain


def checked_email(session: Session, email: str, own_id: int | None = None) -> str:
    """The address in the form in which it is stored. Raises InputError("email") for a wrong or taken one."""
    plain = plain_email(email)
    if not _EMAIL.fullmatch(plain):
        raise InputError("email", "Enter an e-mail address, for example aki.sato@example.com.")
    taken = session.scalar(select(Person).where(Person.email == plain))
    if taken is not None and taken.id != own_id:
        raise InputError(
            "email", f"{taken.name} already has this address. Each person needs an address of their own."
        )
    return plain


def _write_levels(person: Person, levels: Mapping[str, Level]) -> None:
    for tool, level in levels.items():
        setattr(person, f"{tool}_level", level.value)


def _levels_text(person: Person) -> str:
    words = ((tool, LEVEL_WORDS[Level(getattr(person, f"{tool}_level") or "none")]) for tool in TOOLS)
    return ", ".join(f"{tool} {word}" for tool, word in words)


def _keep_an_admin(session: Session) -> None:
    if not directory_admins(session):
        sentence = "Nobody could change permissions any more. Make somebody else a directory admin first."
        raise InputError("directory", sentence)

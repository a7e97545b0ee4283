"""The directory: adding people, their permission levels, signing them out, and who wants which mail.

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
from portal.domain.people import Actor
from portal.domain.vocabulary import LEVEL_WORDS, Action, Level
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError
from portal.services.mails.invitation_mails import invite_by_mail
from portal.services.people import own_sessions
from portal.services.people.accounts import plain_email
from portal.services.people.last_approvers import somebody_stays
from portal.services.people.privileges import facts_of, keep_an_admin, locked_person, withdraw

TOOLS = ("directory", "erp", "budget")
APPROVAL_MAILS = {"immediate": "At once", "daily": "Daily", "off": "Off"}
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
NAME_AT_MOST = TITLE_AT_MOST = 80


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
            email=email, name=name, title=given.title.strip()[:TITLE_AT_MOST], created_at=clock.now()
        )
        _write_levels(person, given.levels)
        session.add(person)
        session.flush()
        note = audit.Note(after=_levels_text(person), detail={"name": name, "email": email})
        audit.record(session, Action.CHANGE_LEVELS, actor, audit.Subject("person", person.id), note)
        invite_by_mail(session, actor, person)
        return person.id


def change_levels(actor: Actor, person_id: int, levels: Mapping[str, Level], *, aware: bool = False) -> None:
    """Set the levels that are named. Whoever loses the ERP level for it loses Can Push to Accounting too.

    Raises Denied, NotFoundError, InputError("directory") when nobody could change permissions any more, and
    LastApproverError unless `aware` when nobody could accept budgets any more.
    """
    subject = audit.Subject("person", person_id)
    with (
        permitted(Action.CHANGE_LEVELS, actor, subject, approvers_too=True) as session,
        somebody_stays(session, aware=aware),
    ):
        person = locked_person(session, person_id)
        before = _levels_text(person)
        _write_levels(person, levels)
        session.flush()
        after = _levels_text(person)
        if before == after:
            return
        keep_an_admin(session)
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note(before, after))
        if not facts_of(session, person).erp_can_accept:
            withdraw(session, actor, person, "Lost the ERP Integrations level for it")


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
    with permitted(action, actor, subject) as session:
        person = locked_person(session, person_id)
        before, person.approval_mail = person.approval_mail, when
        audit.record(session, action, actor, subject, audit.Note(before, when))


def checked_name(name: str) -> str:
    """The name in one line. Raises InputError("name")."""
    plain = " ".join(name.split())
    if not plain or len(plain) > NAME_AT_MOST:
        raise InputError("name", f"Enter the person's name, at most {NAME_AT_MOST} characters.")
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

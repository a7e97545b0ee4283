"""A person's name, address and title, mended by a directory admin.

A new address is told to the old one, and for somebody who can push to accounting to every other holder: whoever owns
the address could choose a new pass phrase. Source: OWASP Authentication Cheat Sheet (change of address).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.mails import address_mails
from portal.services.people import one_time_links
from portal.services.people.directory import TITLE_AT_MOST, checked_email, checked_name
from portal.services.people.privileges import locked_person


@dataclass(frozen=True, slots=True)
class Details:
    """As typed."""

    name: str
    email: str
    title: str = ""


def change(actor: Actor, person_id: int, given: Details) -> None:
    """Store what was typed. A new address ends one-time links and forgets what the mail server said of the old one.

    Raises Denied, NotFoundError and InputError(name | email).
    """
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        name, email = checked_name(given.name), checked_email(session, given.email, person_id)
        title = " ".join(given.title.split())[:TITLE_AT_MOST]
        before = _say(person)
        if email != person.email:
            _move(session, actor, person, email)
        person.name, person.title = name, title
        if before != _say(person):
            audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note(before, _say(person)))


def _move(session: Session, actor: Actor, person: Person, email: str) -> None:
    old, person.email, person.mail_refused = person.email, email, ""
    one_time_links.end_all(session, person.id)
    session.flush()
    address_mails.tell(session, actor, person, old)


def _say(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.email, person.title)))

"""The company directory: who works here, how to reach them, who accepts budgets and who gives permissions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.domain.people import Actor
from portal.services.actors import approvers
from portal.services.people.privileges import directory_admins

WORDS_AT_MOST = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One active person."""

    id: int
    name: str
    title: str
    email: str
    is_you: bool
    is_approver: bool
    is_admin: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """Those who were found, and how many there are."""

    entries: Sequence[Entry]
    words: str
    counted: str
    admins: str


def read(session: Session, actor: Actor, words: str = "") -> Directory:
    """Active people by name; with `words` those whose name, title or address holds every one of them."""
    able = {person.id for person in approvers(session)}
    admins = directory_admins(session)
    admin_ids = {person.id for person in admins}
    plain = " ".join(words.split())[:WORDS_AT_MOST]
    everybody = select(Person).where(Person.active, Person.email != "").order_by(Person.name)
    for word in plain.split():
        everybody = everybody.where(
            or_(
                Person.name.icontains(word, autoescape=True),
                Person.title.icontains(word, autoescape=True),
                Person.email.icontains(word, autoescape=True),
            )
        )
    entries = [
        Entry(
            person.id,
            person.name,
            person.title,
            person.email,
            person.id == actor.id,
            person.id in able,
            person.id in admin_ids,
        )
        for person in session.scalars(everybody)
    ]
    names = ", ".join(person.name for person in admins)
    return Directory(entries, plain, "1 person" if len(entries) == 1 else f"{len(entries)} people", names)

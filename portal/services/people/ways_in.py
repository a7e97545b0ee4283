"""The way in that depends on nobody else: a directory admin with a pass phrase, for the day the provider is away.

Source: OWASP ASVS 5.0, chapter 6 (a break-glass account beside single sign-on).
"""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.db.audit import AuditEvent
from portal.db.people import Person
from portal.services.intentions import InputError
from portal.services.people.privileges import NO_WAY_IN, directory_admins


def is_left(session: Session) -> bool:
    """Whether an active directory admin has a pass phrase."""
    return any(person.password_hash for person in directory_admins(session))


def keep_one(session: Session, field: str) -> None:
    """Raise InputError(field) when what was just written leaves none."""
    session.flush()
    if not is_left(session):
        raise InputError(field, NO_WAY_IN)


def was_here(session: Session, person: Person) -> bool:
    """Whether the person ever came in, however; who could make a link for them could come in as them."""
    if person.password_hash is not None:
        return True
    return bool(session.scalar(select(exists().where(AuditEvent.actor_id == person.id))))

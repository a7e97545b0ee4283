"""Ending the link of one's own account with the company's sign-in, while another way in is left.

Source: OWASP ASVS 5.0, chapter 6 (changing one's own authenticators).
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.db.sign_in import OutsideIdentity
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError
from portal.services.people import identity_providers, own_sessions
from portal.services.people.privileges import locked_person

ONLY_WAY = "This link is your only way in. Choose a pass phrase first, then end it."


def may_end(session: Session, person: Person) -> frozenset[int]:
    """Row numbers of the links without which the person still comes in."""
    rows = _links(session, person.id)
    provider = identity_providers.offered(session)
    opens = {row.id for row in rows if provider is not None and row.issuer == provider.issuer}
    phrase = person.password_hash is not None
    return frozenset(row.id for row in rows if phrase or opens - {row.id})


def end(actor: Actor, identity_id: int, session_id: int) -> None:
    """End the link and every other session of the person's own. A missing row is no fault.

    Raises InputError("outside") when no way in would be left.
    """
    if actor.id is None:
        return
    subject = audit.Subject("person", actor.id)
    with permitted(Action.MANAGE_OWN_SESSIONS, actor, subject) as session:
        person = locked_person(session, actor.id)
        row = next((each for each in _links(session, person.id) if each.id == identity_id), None)
        if row is None:
            return
        if row.id not in may_end(session, person):
            raise InputError("outside", ONLY_WAY)
        detail = {"issuer": row.issuer, "subject": row.subject}
        session.delete(row)
        own_sessions.end_all(session, person.id, besides=session_id)
        note = audit.Note(after="unlinked_outside", detail=detail)
        audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, subject, note)


def _links(session: Session, person_id: int) -> list[OutsideIdentity]:
    statement = select(OutsideIdentity).where(OutsideIdentity.person_id == person_id)
    return list(session.scalars(statement.order_by(OutsideIdentity.id)))

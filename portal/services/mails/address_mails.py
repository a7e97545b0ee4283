"""Telling the old address, and everybody who can push to accounting, that a person's address was changed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.domain.people import Actor
from portal.services.actors import may_accept
from portal.services.budget_facts import company
from portal.services.mails.letters import post_plain
from portal.services.mails.mail_outbox import BASE_URL

KIND = "privilege_changed"
"""The letter of news about the privilege; who owns an approver's address could come in as the approver."""


def tell(session: Session, actor: Actor, person: Person, old: str) -> None:
    """One mail to the address that no longer counts; for an approver one to every other holder of the privilege."""
    if old:
        values = _words(session, actor, person, "You get this mail because it was your address.")
        post_plain(session, KIND, person, values, address=old)
    if may_accept(session, person):
        values = _words(session, actor, person, "You get this mail because you can push to accounting.")
        holders = select(Person).where(
            Person.active, Person.can_push, Person.id.not_in([person.id, actor.id or 0])
        )
        for holder in session.scalars(holders.order_by(Person.id)):
            post_plain(session, KIND, holder, values)


def _words(session: Session, actor: Actor, person: Person, why: str) -> dict[str, str]:
    here = company(session)
    title = f"{actor.name} changed the address of {person.name}"
    return {
        "subject": title,
        "title": title,
        "intro": f"It happened {clock.say_when(clock.now(), here.timezone)}. Mail for {person.name} now goes to "
        f"{person.email}, and {person.name} signs in with it.",
        "link_url": f"{BASE_URL}/directory",
        "link_text": "Open the directory",
        "link_note": "If this should not be, tell a directory admin at once.",
        "note_by": "",
        "note": "",
        "why": why,
        "settings_url": "",
        "settings_text": "",
        "answer_name": "",
        "answer_email": "",
    }

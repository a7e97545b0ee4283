"""Telling everybody who can push to accounting that somebody else was given, or lost, the same power."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock, mail
from portal.db.mails import Mail
from portal.db.people import Person
from portal.domain.people import Actor
from portal.services.budget_facts import company
from portal.services.mails.mail_outbox import BASE_URL, put

KIND = "privilege_changed"


def tell_holders(session: Session, actor: Actor, person: Person, *, granted: bool, reason: str) -> None:
    """One mail to each active holder, and to the person concerned; not to who did it."""
    values = _words(session, actor, person, granted=granted, reason=reason)
    holders = session.scalars(
        select(Person)
        .where(Person.active, or_(Person.can_push, Person.id == person.id), Person.id != (actor.id or 0))
        .order_by(Person.id)
    )
    html, text = mail.render(KIND, values)
    for holder in holders:
        _put(session, holder, values["subject"], html, text)


def _words(session: Session, actor: Actor, person: Person, *, granted: bool, reason: str) -> dict[str, str]:
    did = "gave" if granted else "took"
    end = f"{person.name} Can push to accounting" if granted else f"Can push to accounting from {person.name}"
    now = clock.say_when(clock.now(), company(session).timezone)
    after = (
        f"{person.name} may now accept and reject budgets."
        if granted
        else f"{person.name} can no longer accept or reject budgets."
    )
    return {
        "company": company(session).name,
        "subject": f"{actor.name} {did} {end}",
        "title": f"{actor.name} {did} {end}",
        "intro": f"It happened {now} and is in effect. {after}",
        "link_url": f"{BASE_URL}/directory/privileges",
        "link_text": "See who holds it",
        "link_note": "If this should not be, take the privilege away there: it ends at once.",
        "note_by": f"{actor.name}’s reason:",
        "note": reason,
        "why": "You get this mail because you can push to accounting.",
        "settings_url": f"{BASE_URL}/account",
        "settings_text": "Your account",
        "answer_name": "",
        "answer_email": "",
    }


def _put(session: Session, to: Person, subject: str, html: str, text: str) -> None:
    now = clock.now()
    put(
        session,
        Mail(
            to_id=to.id,
            to_address=to.email,
            kind=KIND,
            subject=subject,
            text=text,
            html=html,
            created_at=now,
            not_before=now,
        ),
    )

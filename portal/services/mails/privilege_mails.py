"""Telling everybody who can push to accounting that somebody else was given, or lost, the same power.

A grant can be suspended by any of them at once: the button leads to the very line on which that is done.
Source: Grant Accounting Approver Privileges; portal decision on who watches over the approvers.
"""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.domain.people import Actor
from portal.services.budget_facts import company
from portal.services.mails.letters import post_plain
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.mails.mail_texts import frame

KIND = "privilege_changed"
HOLDERS = f"{BASE_URL}/directory/privileges"


def tell_holders(session: Session, actor: Actor, person: Person, *, granted: bool, reason: str) -> None:
    """One mail to each active holder, and to the person concerned; not to who did it."""
    told = session.scalars(
        select(Person)
        .where(Person.active, or_(Person.can_push, Person.id == person.id), Person.id != (actor.id or 0))
        .order_by(Person.id)
    )
    for reader in told:
        words = _own(granted=granted) if reader.id == person.id else _others(person, granted=granted)
        post_plain(
            session,
            KIND,
            reader,
            _values(session, actor, person, reader, words, granted=granted, reason=reason),
        )


def _values(
    session: Session,
    actor: Actor,
    person: Person,
    reader: Person,
    words: dict[str, str],
    *,
    granted: bool,
    reason: str,
) -> dict[str, str]:
    act = "gave {} Can push to accounting" if granted else "took Can push to accounting from {}"
    whom = "you" if reader.id == person.id else person.name
    when = clock.say_when(clock.now(), company(session).timezone)
    because = "it is about your own permissions" if reader.id == person.id else "you can push to accounting"
    return {
        **frame(f"You get this mail because {because}.", None),
        "subject": f"{actor.name} {act.format(person.name)}",
        "title": f"{actor.name} {act.format(whom)}",
        **words,
        "intro": f"It happened {when} and is in effect. {words['intro']}",
        "note_by": f"{actor.name}’s reason:",
        "note": reason,
    }


def _others(person: Person, *, granted: bool) -> dict[str, str]:
    """To the other holders: a grant leads to its line, with the button that suspends it."""
    if granted:
        return {
            "intro": f"{person.name} may now accept and reject budgets.",
            "link_url": f"{HOLDERS}#person-{person.id}",
            "link_text": "Look at it, or suspend it",
            "link_note": "If this should not be, suspend it there: it ends at once, until a directory admin gives it "
            "again.",
        }
    return {
        "intro": f"{person.name} can no longer accept or reject budgets.",
        "link_url": HOLDERS,
        "link_text": "See who holds it",
    }


def _own(*, granted: bool) -> dict[str, str]:
    """To the person concerned."""
    if granted:
        return {
            "intro": "You may now accept and reject budgets. Everybody else who can push to accounting is told.",
            "link_url": f"{BASE_URL}/",
            "link_text": "See what waits for you",
        }
    return {
        "intro": "You can no longer accept or reject budgets, and links of approval mails to you have ended. If you "
        "need it, ask a directory admin.",
        "link_url": "",
        "link_text": "",
    }

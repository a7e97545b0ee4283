"""A new pass phrase for whoever forgot the old one, by a one-time link to the address that the directory knows.

The answer and its time are the same for every address: the request only notes what was typed, and a job looks whose it
is. Source: OWASP ASVS 5.0, chapter 6 (no enumeration of accounts by resets).
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import OneTimeLink, Person
from portal.db.sign_in import PendingSignIn
from portal.db.transactions import reader, ring_later, transaction
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import actor_for
from portal.services.budget_facts import company
from portal.services.intentions import InputError, NotFoundError
from portal.services.mails.letters import post_plain
from portal.services.mails.mail_outbox import MAIL_QUEUE, RESET_LINK
from portal.services.mails.mail_texts import frame
from portal.services.people import (
    accounts,
    guess_limits,
    one_time_links,
    own_sessions,
    passwords,
    pending_sign_ins,
    throttles,
)
from portal.services.people.accounts import Opened, SignInRefused, plain_email
from portal.services.people.one_time_links import RESET

JOB = "portal.jobs.forgotten_phrases.run"
DEAD = "This link was used or has expired. Ask for a new one."
_EMAIL_AT_MOST = 200


def ask(email: str, address: str) -> None:
    """Note that somebody wants a new pass phrase for `email`. Raises SignInRefused when it was asked too often."""
    wanted = plain_email(email)[:_EMAIL_AT_MOST]
    with transaction() as session:
        wait = throttles.admit(session, guess_limits.for_forgotten(wanted, address))
        if wait is None:
            row, _ = pending_sign_ins.begin(session, pending_sign_ins.FORGOTTEN, None, {"email": wanted})
            ring_later(session, MAIL_QUEUE, JOB, row.id)
    if wait is not None:
        sentence = f"Too many requests. Wait {throttles.say_wait(wait)}, then try again."
        raise SignInRefused(sentence, too_many=True)


def write_letter(pending_id: int) -> bool:
    """Write to the person, if the address is one's who is active and has a pass phrase. Once, however often called."""
    with transaction() as session:
        row = session.get(PendingSignIn, pending_id, with_for_update=True, populate_existing=True)
        if row is None or row.purpose != pending_sign_ins.FORGOTTEN or row.used_at is not None:
            return False
        row.used_at = clock.now()
        person = session.scalar(select(Person).where(Person.email == str(row.content["email"])))
        if person is None or not person.active or person.password_hash is None:
            return False
        _note(session, person, "asked_for_new_phrase")
        post_plain(session, RESET, person, _values(session, person))
        return True


def write_due() -> int:
    """The sweep for lost bells; returns how many letters were written."""
    waiting = select(PendingSignIn.id).where(
        PendingSignIn.purpose == pending_sign_ins.FORGOTTEN,
        PendingSignIn.used_at.is_(None),
        PendingSignIn.expires_at > clock.now(),
    )
    return sum(write_letter(row_id) for row_id in reader().scalars(waiting).all())


def owner_of(session: Session, token: str) -> Person | None:
    """Whose living link the token is; None for an unknown, used or expired one. Looking changes nothing."""
    return _owner(session, one_time_links.living(session, token))


def choose(token: str, phrase: str, address: str, browser: str) -> Opened:
    """Take the new pass phrase: every session ends, and this browser signs in; a second factor is still asked.

    Raises NotFoundError for a dead link, InputError("phrase").
    """
    owner = owner_of(reader(), token)
    if owner is None:
        raise NotFoundError(DEAD)
    if sentence := passwords.problem(phrase, (owner.name, owner.email)):
        raise InputError("phrase", sentence)
    hashed = passwords.hash_phrase(phrase)
    with transaction() as session:
        link = one_time_links.living(session, token, lock=True)
        person = _owner(session, link)
        if link is None or person is None:
            raise NotFoundError(DEAD)
        link.used_at = clock.now()
        person.password_hash = hashed
        own_sessions.end_all(session, person.id)
        _note(session, person, "chose_new_phrase", address)
        return accounts.open_for(person.id, address, browser, proved_by="link")


def _owner(session: Session, link: OneTimeLink | None) -> Person | None:
    if link is None or link.purpose != RESET:
        return None
    person = session.get(Person, link.person_id)
    return person if person is not None and person.active else None


def _values(session: Session, person: Person) -> dict[str, str]:
    name = company(session).name
    hours = int(one_time_links.TERMS[RESET].total_seconds() // 3600)
    return frame("You get this mail because somebody asked for it with your address.", None) | {
        "subject": f"A new pass phrase for the budget portal of {name}",
        "title": f"A new pass phrase, {person.name}",
        "intro": f"Somebody asked for a new pass phrase for your account at the budget portal of {name}. If it was not "
        "you, do nothing: your pass phrase stays as it is.",
        "link_url": RESET_LINK,
        "link_text": "Choose a new pass phrase",
        "link_note": f"The link works once, within {hours} hours. Using it ends all your sessions.",
    }


def _note(session: Session, person: Person, what: str, address: str = "") -> None:
    actor = actor_for(session, person, address=address)
    subject = audit.Subject("person", person.id)
    audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, subject, audit.Note(after=what))

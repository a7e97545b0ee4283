"""Proving who one is: signing in, signing out, and choosing another pass phrase.

Guessing is slowed down by account and address together, by address, and by account; only the last can touch its owner,
and not from an address where the owner signed in before.
"""

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person, SignedInSession
from portal.db.transactions import reader, transaction
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import actor_for
from portal.services.intentions import InputError
from portal.services.people import (
    guess_limits,
    own_sessions,
    passwords,
    pending_sign_ins,
    second_factors,
    throttles,
)
from portal.services.people.throttles import Limit

_log = logging.getLogger(__name__)
WRONG = "E-mail and pass phrase do not fit together. Check both and try again."


class SignInRefused(Exception):  # noqa: N818 - a refusal with its sentence, not a defect
    """Who they are is not proved; `str` is the sentence, `too_many` tells a pause from a mistake."""

    def __init__(self, sentence: str, *, too_many: bool = False) -> None:
        super().__init__(sentence)
        self.too_many = too_many


@dataclass(frozen=True, slots=True)
class Opened:
    """The token of a session; or where a second factor is set up, of a half sign-in that waits for its code."""

    token: str = ""
    pending: str = ""


def sign_in(email: str, phrase: str, address: str, browser: str, way_back: str = "/") -> Opened:
    """Check the pass phrase, then `open_for`.

    Raises SignInRefused with the same sentence, after the same work, whether the account exists or not.
    """
    wanted = plain_email(email)
    limits = guess_limits.for_phrase(reader(), wanted, address)
    with transaction() as session:
        wait = throttles.admit(session, limits)
    if wait is not None:
        raise SignInRefused(
            f"Too many tries. Wait {throttles.say_wait(wait)}, then try again.", too_many=True
        )
    person = reader().scalar(select(Person).where(Person.email == wanted))
    right = passwords.is_right(person.password_hash if person is not None else None, phrase)
    if person is None or not right or not person.active:
        _log.warning("sign-in refused: account %s, address %s", person.id if person else "unknown", address)
        raise SignInRefused(WRONG)
    _note_right(person.id, phrase, limits)
    return open_for(person.id, address, browser, proved_by="phrase", way_back=way_back)


def open_for(person_id: int, address: str, browser: str, *, proved_by: str, way_back: str = "/") -> Opened:
    """Open a session for a person who has just proved who they are, by "phrase", "provider" or "link".

    Whoever has a second factor gets half a sign-in instead, bound to this browser, that waits for a code; `way_back` is
    where it leads afterwards. Raises SignInRefused for a person who is not active.
    """
    with transaction() as session:
        person = session.get_one(Person, person_id, populate_existing=True)
        if not person.active:
            raise SignInRefused(WRONG)
        actor = actor_for(session, person, address=address)
        if second_factors.has(session, person_id):
            _note(session, actor, "asked_for_code")
            content = {"proved_by": proved_by, "way_back": way_back}
            _, token = pending_sign_ins.begin(session, pending_sign_ins.CODE, person_id, content)
            return Opened(pending=token)
        _note(session, actor, "signed_in")
        return Opened(token=own_sessions.open_session(session, person_id, address, browser, proved_by))


def sign_out(person: Person, session_id: int, address: str) -> None:
    """End this session for good."""
    with transaction() as session:
        own_sessions.end(session, session_id)
        _note(session, actor_for(session, person, address=address), "signed_out")


def change_phrase(person_id: int, session_id: int, old: str, new: str, address: str) -> str:
    """Take a new pass phrase after the old one was proved: every other session ends, this one gets a new token.

    Raises InputError("old") or InputError("new") with the sentence for the field.
    """
    person = reader().get_one(Person, person_id)
    with transaction() as session:
        wait = throttles.admit(session, (Limit(f"phrase:{person_id}", 5, guess_limits.LONG),))
    if wait is not None:
        raise InputError("old", f"Too many tries. Wait {throttles.say_wait(wait)}, then try again.")
    if not passwords.is_right(person.password_hash, old):
        raise InputError("old", "This is not your pass phrase now.")
    if sentence := passwords.problem(new, (person.name, person.email)):
        raise InputError("new", sentence)
    hashed = passwords.hash_phrase(new)
    with transaction() as session:
        row = session.get_one(Person, person_id)
        row.password_hash = hashed
        own_sessions.end_all(session, person_id, besides=session_id)
        throttles.forget(session, (f"phrase:{person_id}",))
        _note(session, actor_for(session, row, address=address), "changed_phrase")
        return own_sessions.renew(session, session_id, "phrase")


def end_session(actor: Actor, session_id: int) -> None:
    """End one of the actor's own sessions; another person's or an ended one is left as it is."""
    with transaction() as session:
        row = session.get(SignedInSession, session_id)
        if row is not None and row.person_id == actor.id:
            own_sessions.end(session, session_id)
            _note(session, actor, "ended_session")


def end_other_sessions(actor: Actor, session_id: int) -> None:
    """End all of the actor's sessions but this one."""
    with transaction() as session:
        if actor.id is not None:
            own_sessions.end_all(session, actor.id, besides=session_id)
            _note(session, actor, "ended_other_sessions")


def plain_email(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()


def _note_right(person_id: int, phrase: str, limits: list[Limit]) -> None:
    """Renew a hash of older parameters, and forget the wrong tries."""
    with transaction() as session:
        person = session.get_one(Person, person_id)
        if person.password_hash is not None and passwords.is_outdated(person.password_hash):
            person.password_hash = passwords.hash_phrase(phrase)
        throttles.forget(session, [limit.key for limit in limits])


def _note(session: Session, actor: Actor, what: str) -> None:
    subject = audit.Subject("person", actor.id)
    audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, subject, audit.Note(after=what))

"""Proving anew who one is, before acts that weigh: accepting, granting, showing secrets.

What was posted while the proof was too old is put aside, sealed, in the row of the session: one request at a time, for
ten minutes, for the person who posted it. Source: OWASP ASVS 5.0, chapter 7 (re-authentication for sensitive acts).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, SignedInSession
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import actor_for
from portal.services.intentions import InputError
from portal.services.people import own_sessions, passwords, second_factor_codes, second_factors, throttles
from portal.services.people.throttles import Limit
from portal.vault import SealBrokenError, Vault

KEPT_FOR = timedelta(minutes=10)
LARGEST = 64 * 1024
KEY = "kept_request"
HALF = "half_proved"
"""Under this name the session keeps until when the provider's word counts while the code is awaited."""
_HALF_FOR = timedelta(minutes=5)
_TRIES = 5
_LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """A refused POST: where it went, what it does in words, and its fields in their order."""

    path: str
    words: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the person typed; `code` only where there is a second factor."""

    phrase: str
    code: str = ""


def put_aside(vault: Vault, session_id: int, person_id: int, kept: KeptRequest) -> str:
    """Keep a request in its session; returns what now stands there, or "" when it is too large to be kept."""
    until = clock.now() + KEPT_FOR
    whole = json.dumps([person_id, until.isoformat(), kept.path, kept.words, kept.fields])
    if len(whole) > LARGEST:
        drop_kept(session_id)
        return ""
    sealed = vault.seal(whole)
    with transaction() as session:
        row = _locked(session, session_id)
        row.content = {**row.content, KEY: sealed}
    return sealed


def read_kept(vault: Vault, sealed: str, person_id: int) -> KeptRequest | None:
    """The request that was put aside; None when there is none, it is too old, or somebody else's."""
    try:
        whole = json.loads(vault.open(sealed) or "null")
    except SealBrokenError:
        return None
    if whole is None:
        return None
    owner, until, path, words, fields = whole
    if owner != person_id or datetime.fromisoformat(until) < clock.now():
        return None
    return KeptRequest(path, words, tuple((name, value) for name, value in fields))


def drop_kept(session_id: int) -> None:
    """Forget what was put aside: it was sent again, or is not wanted any more."""
    with transaction() as session:
        row = _locked(session, session_id)
        row.content = {name: value for name, value in row.content.items() if name != KEY}


def prove(vault: Vault, person_id: int, session_id: int, given: Proof, address: str) -> str:
    """Check pass phrase and, where there is one, second factor; returns the session's new token, the old one is dead.

    Whoever the provider has just vouched for in this session needs the code alone.
    Raises InputError("phrase" | "code"). Tries count for this session alone: whoever took it over cannot keep its
    owner from proving elsewhere.
    """
    limit = Limit(f"proof:{session_id}", _TRIES, _LONGEST)
    with transaction() as session:
        wait = throttles.admit(session, (limit,))
    if wait is not None:
        raise InputError("phrase", f"Too many tries. Wait {throttles.say_wait(wait)}, then try again.")
    outside = is_half_proved(reader().get_one(SignedInSession, session_id).content)
    by = "provider" if outside else "phrase"
    if not outside and not passwords.is_right(
        reader().get_one(Person, person_id).password_hash, given.phrase
    ):
        raise _refused(person_id, address, "phrase", "This is not your pass phrase.")
    with transaction() as session:
        asks_code = second_factors.has(session, person_id)
        verdict = second_factor_codes.Verdict.RIGHT
        if asks_code:
            verdict = second_factor_codes.take(session, vault, person_id, given.code)
        if verdict is second_factor_codes.Verdict.RIGHT:
            throttles.forget(session, (limit.key,))
            row = _locked(session, session_id)
            row.content = {name: value for name, value in row.content.items() if name != HALF}
            return _renewed(session, person_id, session_id, address, f"{by}+code" if asks_code else by)
    raise _refused(person_id, address, "code", verdict.value)


def half_proved() -> str:
    """What a session keeps when the provider has vouched for its person and the code is still awaited."""
    return (clock.now() + _HALF_FOR).isoformat()


def is_half_proved(content: Mapping[str, Any]) -> bool:
    """Whether the provider vouched a short while ago for whoever has this content in the session."""
    until = content.get(HALF)
    return isinstance(until, str) and clock.now() < datetime.fromisoformat(until)


def take_outside_proof(person_id: int, session_id: int, address: str) -> str:
    """The company's identity provider has just asked the person anew; returns the session's new token."""
    with transaction() as session:
        return _renewed(session, person_id, session_id, address, "provider")


def _renewed(session: Session, person_id: int, session_id: int, address: str, proved_by: str) -> str:
    _note(session, person_id, address, audit.Note(after="proved", detail={"by": proved_by}))
    return own_sessions.renew(session, session_id, proved_by)


def _refused(person_id: int, address: str, field: str, sentence: str) -> InputError:
    with transaction() as session:
        _note(
            session, person_id, address, audit.Note(outcome="denied", after="proved", reason=f"wrong {field}")
        )
    return InputError(field, sentence)


def _note(session: Session, person_id: int, address: str, note: audit.Note) -> None:
    actor = actor_for(session, session.get_one(Person, person_id), address=address)
    audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, audit.Subject("person", person_id), note)


def _locked(session: Session, session_id: int) -> SignedInSession:
    return session.get_one(SignedInSession, session_id, with_for_update=True, populate_existing=True)

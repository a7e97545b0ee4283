"""The second step of a sign-in: a code of the authenticator app, or a recovery code; only then there is a session."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.db.sign_in import PendingSignIn
from portal.db.transactions import transaction
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import actor_for
from portal.services.people import (
    guess_limits,
    own_sessions,
    pending_sign_ins,
    recovery_codes,
    second_factor_codes,
    throttles,
)
from portal.services.people.accounts import SignInRefused
from portal.services.people.second_factor_codes import Verdict
from portal.vault import Vault

OVER = "This took too long, or too many codes were wrong. Sign in again."


class SignInOver(Exception):  # noqa: N818 - a way that has ended, not a defect
    """Nothing waits for a code in this browser any more: the sign-in begins anew. `str` is the sentence."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The session's token, and the page that was asked for before the sign-in."""

    token: str
    way_back: str


def awaits_code(session: Session, token: str) -> bool:
    """Whether the half sign-in of this browser still waits for its code."""
    return pending_sign_ins.find(session, token, pending_sign_ins.CODE) is not None


def finish(vault: Vault, token: str, typed: str, address: str, browser: str) -> Finished:
    """Check the code and open the session. Raises SignInRefused with the sentence, and SignInOver.

    Each half sign-in allows five tries; beyond it tries are throttled by person and address, so that whoever knows a
    pass phrase and guesses codes keeps its owner out of nothing.
    """
    with transaction() as session:
        pending = pending_sign_ins.find(session, token, pending_sign_ins.CODE, lock=True)
        person = session.get(Person, pending.person_id) if pending is not None else None
        if pending is None or person is None or not person.active:
            raise SignInOver(OVER)
        limits = guess_limits.for_code(session, person.id, address)
        wait = throttles.admit(session, limits)
        if wait is not None:
            sentence = f"Too many tries. Wait {throttles.say_wait(wait)}, then try again."
            raise SignInRefused(sentence, too_many=True)
        pending.tries += 1
        verdict = second_factor_codes.take(session, vault, person.id, typed)
        if verdict is Verdict.RIGHT:
            throttles.forget(session, [limit.key for limit in limits])
            return _open(session, pending, person, typed, address, browser)
        _note(session, person, address, audit.Note(outcome="denied", after="signed_in", reason="wrong code"))
        spent = pending.tries >= pending_sign_ins.TRIES
    if spent:
        raise SignInOver(OVER)
    raise SignInRefused(verdict.value)


def _open(
    session: Session, pending: PendingSignIn, person: Person, typed: str, address: str, browser: str
) -> Finished:
    pending.used_at = clock.now()
    how = "recovery" if recovery_codes.looks_like_one(typed) else "code"
    proved_by = f"{pending.content['proved_by']}+{how}"
    _note(session, person, address, audit.Note(after="signed_in", detail={"by": proved_by}))
    token = own_sessions.open_session(session, person.id, address, browser, proved_by)
    return Finished(token, str(pending.content["way_back"]))


def _note(session: Session, person: Person, address: str, note: audit.Note) -> None:
    actor = actor_for(session, person, address=address)
    audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, audit.Subject("person", person.id), note)

"""Setting up, renewing and removing a person's second factor: an authenticator app and ten recovery codes.

The secret is sealed with the keys of `portal.vault`. Who must have one is the company's policy.
Source: OWASP ASVS 5.0, chapter 6.
"""

from dataclasses import dataclass
from datetime import timedelta

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.db.sign_in import SecondFactor
from portal.db.transactions import transaction
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import may_accept
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import recovery_codes, throttles
from portal.services.people.second_factor_codes import Verdict, judge, locked_row
from portal.services.people.throttles import Limit
from portal.vault import SealBrokenError, Vault

OFFER_TERM = timedelta(hours=1)
DEMANDED = (
    "Your company asks you for a second factor, so it cannot be removed. Another directory admin can take away a lost "
    "one."
)
_TRIES = 5
_LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an authenticator app needs: `address` is what the QR code says, `secret` the same to type."""

    secret: str
    address: str


def has(session: Session, person_id: int) -> bool:
    """Whether the person has a second factor that counts."""
    statement = select(SecondFactor.id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return session.scalar(statement) is not None


def is_demanded(session: Session, person: Person) -> bool:
    """Whether the company's policy asks this person for one: everybody, or only who can push to accounting."""
    policy = company(session).second_factor
    return policy == "everybody" or (policy == "approvers" and may_accept(session, person))


def is_missing(session: Session, person: Person) -> bool:
    """Whether the policy asks for a second factor and the person has none."""
    return is_demanded(session, person) and not has(session, person.id)


def begin(vault: Vault, actor: Actor) -> None:
    """Make a secret to show; it counts once a code of it was typed. Raises InputError("begin") where one counts."""
    person_id = _own(actor)
    with transaction() as session:
        if has(session, person_id):
            raise InputError(
                "begin", "You have a second factor already. Remove it before you set up another one."
            )
        _delete(session, person_id)
        sealed = vault.seal(pyotp.random_base32())
        session.add(SecondFactor(person_id=person_id, secret=sealed, created_at=clock.now()))


def offer(session: Session, vault: Vault, person: Person) -> Offer | None:
    """The secret that waits for its first code; None when there is none, or an old one."""
    row = session.scalar(select(SecondFactor).where(SecondFactor.person_id == person.id))
    if row is None or row.confirmed_at is not None or clock.now() - row.created_at > OFFER_TERM:
        return None
    try:
        secret = vault.open(row.secret)
    except SealBrokenError:
        return None
    name = company(session).name
    return Offer(secret, pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=name))


def confirm(vault: Vault, actor: Actor, typed: str) -> tuple[str, ...]:
    """Let the offered secret count, for the first right code; returns the recovery codes, to be shown once.

    Raises InputError("code").
    """
    limit = Limit(f"factor:{actor.id}", _TRIES, _LONGEST)
    with transaction() as session:
        wait = throttles.admit(session, (limit,))
    if wait is not None:
        raise InputError("code", f"Too many tries. Wait {throttles.say_wait(wait)}, then try again.")
    with transaction() as session:
        row = locked_row(session, _own(actor))
        if row is None or row.confirmed_at is not None:
            raise InputError("code", "Load this page again, and type a code of the secret that it shows.")
        verdict = judge(vault, row, typed)
        if verdict is not Verdict.RIGHT:
            raise InputError("code", verdict.value)
        row.confirmed_at = clock.now()
        throttles.forget(session, (limit.key,))
        _record_own(session, actor, "set_up_second_factor")
        return recovery_codes.renew(session, _own(actor))


def renew_recovery_codes(actor: Actor) -> tuple[str, ...]:
    """Ten new recovery codes of one's own, to be shown once. Raises InputError("codes") without a second factor."""
    with transaction() as session:
        if not has(session, _own(actor)):
            raise InputError("codes", "Set up a second factor first.")
        _record_own(session, actor, "renewed_recovery_codes")
        return recovery_codes.renew(session, _own(actor))


def remove(actor: Actor) -> None:
    """Do without one's own second factor. Raises InputError("remove") where the company asks for one."""
    with transaction() as session:
        if is_demanded(session, session.get_one(Person, _own(actor))):
            raise InputError("remove", DEMANDED)
        if _delete(session, _own(actor)):
            _record_own(session, actor, "removed_second_factor")


def remove_for(actor: Actor, person_id: int) -> None:
    """Take away the second factor that somebody lost; who must have one sets it up anew at the next sign-in.

    Raises Denied, NotFoundError, and InputError("second_factor") for one's own where the company asks for it.
    """
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = session.get(Person, person_id)
        if person is None:
            raise NotFoundError("There is no such person.")
        if actor.id == person_id and is_demanded(session, person):
            raise InputError("second_factor", DEMANDED)
        if _delete(session, person_id):
            note = audit.Note(after="removed_second_factor")
            audit.record(session, Action.CHANGE_LEVELS, actor, subject, note)


def _own(actor: Actor) -> int:
    assert actor.id is not None  # noqa: S101 - only people have a second factor
    return actor.id


def _delete(session: Session, person_id: int) -> bool:
    gone = session.execute(
        delete(SecondFactor).where(SecondFactor.person_id == person_id).returning(SecondFactor.id)
    )
    recovery_codes.forget(session, person_id)
    return bool(gone.all())


def _record_own(session: Session, actor: Actor, what: str) -> None:
    subject = audit.Subject("person", actor.id)
    audit.record(session, Action.MANAGE_OWN_SESSIONS, actor, subject, audit.Note(after=what))

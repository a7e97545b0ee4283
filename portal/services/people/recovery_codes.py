"""Recovery codes: ten for the day the telephone is lost. Each works once; only hashes are kept.

80 random bits each: guessing is hopeless, so that a plain hash is enough. Source: OWASP ASVS 5.0, chapter 6 (lookup
secrets).
"""

import base64
import secrets

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.sign_in import RecoveryCode
from portal.services.people.own_sessions import hash_of

HOW_MANY = 10
_BYTES = 10
_LETTERS = 16
_GROUP = 4


def renew(session: Session, person_id: int) -> tuple[str, ...]:
    """Ten new codes such as `k7xq-2m5d-ab3c-9nfy`, to be shown once; the earlier ones are worth nothing from now on."""
    forget(session, person_id)
    codes = tuple(_new_code() for _ in range(HOW_MANY))
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_hash(person_id, code)) for code in codes)
    return codes


def forget(session: Session, person_id: int) -> None:
    """No code of this person works any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def looks_like_one(typed: str) -> bool:
    """Whether somebody typed a recovery code rather than the six digits of an app."""
    return len(_plain(typed)) == _LETTERS


def take(session: Session, person_id: int, typed: str) -> bool:
    """Use a code up; False when it is none of this person's, or was used. Of two who type it at once, one gets in."""
    statement = (
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == _hash(person_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def works(session: Session, person_id: int, typed: str) -> bool:
    """Whether a code is this person's and was not used yet; asking does not use it up."""
    statement = select(RecoveryCode.id).where(
        RecoveryCode.person_id == person_id,
        RecoveryCode.code_hash == _hash(person_id, typed),
        RecoveryCode.used_at.is_(None),
    )
    return session.scalar(statement) is not None


def left(session: Session, person_id: int) -> int:
    """How many codes still work."""
    statement = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(statement) or 0


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def _plain(typed: str) -> str:
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def _hash(person_id: int, typed: str) -> str:
    return hash_of(f"{person_id}:{_plain(typed)}")

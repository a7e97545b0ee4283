"""Checking the six digits of an authenticator app, or a recovery code in their place.

A code counts once (the time step used last is kept), and one step of clock drift is forgiven on either side. Source:
RFC 6238, sections 5.2 and 6; OWASP ASVS 5.0, chapter 6.
"""

import hmac
from datetime import datetime
from enum import Enum

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.sign_in import SecondFactor
from portal.services.people import recovery_codes
from portal.vault import SealBrokenError, Vault

STEP_SECONDS = 30
DRIFT = (-1, 0, 1)


class Verdict(Enum):
    """What became of a typed code; the value is the sentence for whoever typed it."""

    RIGHT = ""
    WRONG = "This code does not fit. Type the six digits that your app shows now."
    USED = "This code was used already. Wait until your app shows the next one."
    UNREADABLE = (
        "Your second factor cannot be read on this server now. Use a recovery code, or ask a directory admin to "
        "remove it."
    )


def take(session: Session, vault: Vault, person_id: int, typed: str) -> Verdict:
    """Use a code up, inside the caller's transaction: of two who send the same code at once, one gets RIGHT."""
    row = locked_row(session, person_id)
    if row is None or row.confirmed_at is None:
        return Verdict.WRONG
    if recovery_codes.looks_like_one(typed):
        return Verdict.RIGHT if recovery_codes.take(session, person_id, typed) else Verdict.WRONG
    return judge(vault, row, typed)


def judge(vault: Vault, row: SecondFactor, typed: str) -> Verdict:
    """Compare with the row's secret; a right code's time step is noted in the row, which the caller has locked."""
    try:
        secret = vault.open(row.secret)
    except SealBrokenError:
        return Verdict.UNREADABLE
    step = matching_step(secret, typed, clock.now())
    if step is None:
        return Verdict.WRONG
    if step <= row.last_step:
        return Verdict.USED
    row.last_step = step
    return Verdict.RIGHT


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed; every candidate is compared, however early one fits."""
    digits = "".join(typed.split()).encode()
    current = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in (current + drift for drift in DRIFT):
        code = pyotp.TOTP(secret).generate_otp(step).encode()
        found = step if hmac.compare_digest(code, digits) else found
    return found


def locked_row(session: Session, person_id: int) -> SecondFactor | None:
    """A person's row, confirmed or not, held until the transaction ends."""
    statement = select(SecondFactor).where(SecondFactor.person_id == person_id).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))

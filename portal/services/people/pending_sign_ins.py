"""Half sign-ins as rows: a pass phrase was right, or an e-mail was typed, and the next step is awaited.

The cookie of the one browser that may go on holds a random token, the row only its hash.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.sign_in import PendingSignIn
from portal.services.people.own_sessions import hash_of, new_token

CODE = "code"
"""The pass phrase or the provider's word was right; a code of the second factor is awaited."""
FORGOTTEN = "forgotten"
"""Somebody typed an e-mail address to get a new pass phrase; a job looks whose it is."""
TERM = timedelta(minutes=10)
TRIES = 5


def begin(
    session: Session, purpose: str, person_id: int | None, content: Mapping[str, Any]
) -> tuple[PendingSignIn, str]:
    """Write a row; returns it and the token for the cookie."""
    now, token = clock.now(), new_token()
    row = PendingSignIn(
        token_hash=hash_of(token),
        purpose=purpose,
        person_id=person_id,
        content=dict(content),
        created_at=now,
        expires_at=now + TERM,
    )
    session.add(row)
    session.flush()
    return row, token


def find(session: Session, token: str, purpose: str, *, lock: bool = False) -> PendingSignIn | None:
    """The row that still waits; None for an unknown, used, expired or spent one."""
    statement = select(PendingSignIn).where(
        PendingSignIn.token_hash == hash_of(token),
        PendingSignIn.purpose == purpose,
        PendingSignIn.used_at.is_(None),
        PendingSignIn.expires_at > clock.now(),
        PendingSignIn.tries < TRIES,
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalar(statement)

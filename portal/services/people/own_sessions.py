"""Browser sessions as rows: opened at sign-in, looked up by the hash of their token, ended for good.

A row ends by sign-out, by a while without a request, some hours after the sign-in at the latest (both are settings of
the company), by a new pass phrase, by an administrator who deactivates the person, or from the list of one's own
sessions.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import SignedInSession
from portal.services.budget_facts import company

TOUCH_EVERY = timedelta(minutes=1)
_TOKEN_BYTES = 32
_BROWSER_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a session lives without a request, how long at all, and how long a proof counts as fresh."""

    idle: timedelta
    longest: timedelta
    proof: timedelta


def terms(session: Session) -> Terms:
    """What the company's settings say now."""
    row = company(session)
    return Terms(
        timedelta(minutes=row.idle_minutes),
        timedelta(hours=row.longest_hours),
        timedelta(minutes=row.proof_minutes),
    )


def new_token() -> str:
    """256 random bits as text; only its hash is ever stored."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_of(token: str) -> str:
    """The SHA-256 of a token (hex), by which its row is found."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    session: Session, person_id: int, address: str, browser: str, proved_by: str = "phrase"
) -> str:
    """Write a row for a person who has just proved who they are; return the token for the cookie."""
    token, now = new_token(), clock.now()
    session.add(
        SignedInSession(
            token_hash=hash_of(token),
            person_id=person_id,
            created_at=now,
            seen_at=now,
            proved_at=now,
            proved_by=proved_by,
            address=address,
            browser=browser[:_BROWSER_AT_MOST],
        )
    )
    return token


def find(session: Session, token: str) -> SignedInSession | None:
    """The living row of a token; None for an ended, expired or unknown one."""
    row = session.scalar(select(SignedInSession).where(SignedInSession.token_hash == hash_of(token)))
    return row if row is not None and is_living(row, clock.now(), terms(session)) else None


def is_living(row: SignedInSession, now: datetime, within: Terms) -> bool:
    """Whether the session still counts: not ended, not idle for too long, not too old."""
    return row.ended_at is None and now - row.seen_at < within.idle and now - row.created_at < within.longest


def is_fresh(row: SignedInSession, now: datetime, within: Terms) -> bool:
    """Whether the person behind the session has proved a short while ago who they are."""
    return row.proved_at is not None and now - row.proved_at < within.proof


def living(session: Session, person_id: int) -> list[SignedInSession]:
    """A person's living sessions, the latest first."""
    now, within = clock.now(), terms(session)
    rows = session.scalars(
        select(SignedInSession)
        .where(
            SignedInSession.person_id == person_id,
            SignedInSession.ended_at.is_(None),
            SignedInSession.seen_at > now - within.idle,
            SignedInSession.created_at > now - within.longest,
        )
        .order_by(SignedInSession.seen_at.desc(), SignedInSession.id.desc())
    )
    return list(rows)


def is_due_for_touch(row: SignedInSession) -> bool:
    """Whether the last noted request is old enough to be noted anew: once a minute, not once a request."""
    return clock.now() - row.seen_at >= TOUCH_EVERY


def touch(session: Session, row_id: int) -> None:
    """Note that the session was used now."""
    session.execute(update(SignedInSession).where(SignedInSession.id == row_id).values(seen_at=clock.now()))


def keep(session: Session, row_id: int, content: dict[str, Any]) -> None:
    """Store what the pages put aside in a session, such as a sentence for the next page."""
    session.execute(update(SignedInSession).where(SignedInSession.id == row_id).values(content=content))


def renew(session: Session, row_id: int, proved_by: str = "phrase") -> str:
    """Give a living session a new token after its person proved anew who they are; the old token is dead."""
    token = new_token()
    session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == row_id)
        .values(token_hash=hash_of(token), proved_at=clock.now(), proved_by=proved_by)
    )
    return token


def end(session: Session, row_id: int) -> None:
    """End one session for good."""
    session.execute(
        update(SignedInSession)
        .where(SignedInSession.id == row_id, SignedInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_all(session: Session, person_id: int, besides: int | None = None) -> None:
    """End a person's sessions, all but the row `besides`."""
    statement = update(SignedInSession).where(
        SignedInSession.person_id == person_id, SignedInSession.ended_at.is_(None)
    )
    if besides is not None:
        statement = statement.where(SignedInSession.id != besides)
    session.execute(statement.values(ended_at=clock.now()))

"""Links that work once: made for one person and purpose, kept as the hash of their token, dead with the next one."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import OneTimeLink
from portal.services.people.own_sessions import hash_of, new_token

INVITATION = "invitation"
FIRST_ADMIN = "first_admin"
RESET = "reset"
TERMS = {INVITATION: timedelta(days=3), FIRST_ADMIN: timedelta(hours=24), RESET: timedelta(hours=2)}


def issue(session: Session, person_id: int, purpose: str) -> str:
    """The token of a new link; every earlier link of the person dies.

    A reset, which any stranger may ask for, ends earlier resets only: an invitation stays good.
    """
    now, token = clock.now(), new_token()
    end_all(session, person_id, RESET if purpose == RESET else "")
    session.add(
        OneTimeLink(
            token_hash=hash_of(token),
            purpose=purpose,
            person_id=person_id,
            created_at=now,
            expires_at=now + TERMS[purpose],
        )
    )
    return token


def end_all(session: Session, person_id: int, purpose: str = "") -> None:
    """Every link of the person dies, or those of one purpose."""
    statement = update(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
    if purpose:
        statement = statement.where(OneTimeLink.purpose == purpose)
    session.execute(statement.values(used_at=clock.now()))


def living(session: Session, token: str, *, lock: bool = False) -> OneTimeLink | None:
    """The link that the token opens; None for an unknown, used or expired one."""
    statement = select(OneTimeLink).where(
        OneTimeLink.token_hash == hash_of(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    return session.scalar(statement.with_for_update() if lock else statement)

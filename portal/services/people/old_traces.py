"""Forgetting what nobody needs any more: ended browser sessions, old throttles, dead links."""

from datetime import timedelta

from sqlalchemy import delete, exists, or_, select

from portal import clock
from portal.db.people import OneTimeLink, SignedInSession, Throttle
from portal.db.sign_in import PendingSignIn
from portal.db.transactions import reader, transaction
from portal.services.people.throttles import FORGOTTEN_AFTER

LONGEST = timedelta(hours=24)
"""No setting lets a session live longer."""
SESSIONS_KEPT = timedelta(days=90)
"""So long an address counts as one from which the person signs in, for the throttle of guesses."""
PENDING_KEPT = timedelta(days=1)
LINKS_KEPT = timedelta(days=30)


def discard_old_traces() -> int:
    """Delete them once nobody could miss them; returns how many rows went, and writes only if there are any."""
    now = clock.now()
    old = (
        (SignedInSession, SignedInSession.created_at < now - SESSIONS_KEPT - LONGEST),
        (PendingSignIn, PendingSignIn.expires_at < now - PENDING_KEPT),
        (Throttle, Throttle.last_at < now - FORGOTTEN_AFTER),
        (OneTimeLink, or_(OneTimeLink.expires_at < now - LINKS_KEPT, OneTimeLink.used_at < now - LINKS_KEPT)),
    )
    if not any(reader().scalar(select(exists().where(condition))) for _, condition in old):
        return 0
    with transaction() as session:
        gone = [
            session.execute(delete(table).where(condition).returning(table.id)) for table, condition in old
        ]
        return sum(len(rows.all()) for rows in gone)

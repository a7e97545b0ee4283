"""Slowing down whoever guesses, in the database, so that every web process counts together.

A try is counted before it is checked; a success forgets the count. After the free tries each further one closes the
key for twice as long, up to the limit's longest, and tries while it is closed do not prolong it: nobody is locked out
for good. Used for sign-in and by the doors of machines, under keys of their own.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Throttle

FORGOTTEN_AFTER = timedelta(days=1)
_LONGEST_DOUBLING = 20


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries cost nothing; after them waiting starts at a second and doubles up to `longest`."""

    key: str
    free: int
    longest: timedelta


def admit(session: Session, limits: Sequence[Limit]) -> timedelta | None:
    """Count a try against every limit and return None, or count nothing and return how long to wait."""
    now = clock.now()
    rows = {limit.key: _row(session, limit.key, now) for limit in limits}
    closed = [row.closed_until - now for row in rows.values() if row.closed_until and row.closed_until > now]
    if closed:
        return max(closed)
    for limit in limits:
        row = rows[limit.key]
        row.failures += 1
        row.last_at = now
        row.closed_until = _closed_until(row.failures, limit, now)
    return None


def forget(session: Session, keys: Sequence[str]) -> None:
    """Start anew after a success."""
    session.execute(delete(Throttle).where(Throttle.key.in_(keys)))


def address_prefix(address: str) -> str:
    """What one guesser can change freely counts as one: the /24 of an IPv4 address, the /56 of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    size = 24 if parsed.version == 4 else 56  # noqa: PLR2004 - IP versions
    return str(ipaddress.ip_network((parsed, size), strict=False))


def say_wait(wait: timedelta) -> str:
    """`20 seconds`, `4 minutes`: rounded up, to complete a sentence."""
    seconds = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
    if seconds < 90:  # noqa: PLR2004 - up to here seconds read better
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    return f"{-(-seconds // 60)} minutes"


def _row(session: Session, key: str, now: datetime) -> Throttle:
    wanted = select(Throttle).where(Throttle.key == key).with_for_update()
    row = session.scalar(wanted) or _new_row(session, key, now) or session.scalars(wanted).one()
    if now - row.last_at > FORGOTTEN_AFTER:
        row.failures = 0
    return row


def _new_row(session: Session, key: str, now: datetime) -> Throttle | None:
    """A first try's row; None when another process has just written it."""
    try:
        with session.begin_nested():
            row = Throttle(key=key, failures=0, last_at=now)
            session.add(row)
    except IntegrityError:
        return None
    return row


def _closed_until(failures: int, limit: Limit, now: datetime) -> datetime | None:
    if failures < limit.free:
        return None
    doubled = timedelta(seconds=2 ** min(failures - limit.free, _LONGEST_DOUBLING))
    return now + min(doubled, limit.longest)

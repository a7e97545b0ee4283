"""Tickets of a caller's sessions: random, kept as a hash, bound to one connection, over when a newer one is issued."""

import hashlib
import secrets
import uuid
from datetime import timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection

TOUCH_EVERY = timedelta(seconds=2)
OLDEST = timedelta(hours=12)

_TICKET = (
    select(ConnectorTicket, ErpConnection)
    .join(ErpConnection, ErpConnection.id == ConnectorTicket.connection_id)
    .where(ConnectorTicket.token_hash == bindparam("token_hash"))
    .with_for_update(of=ErpConnection, key_share=True)
    .execution_options(populate_existing=True)
)


def is_busy(session: Session, connection_id: int, dead_after: timedelta, machine: str | None = None) -> bool:
    """Whether a session of the connection was heard of within `dead_after`; one of `machine` itself does not count."""
    alive = select(ConnectorTicket.id).where(
        ConnectorTicket.connection_id == connection_id,
        ConnectorTicket.closed_at.is_(None),
        ConnectorTicket.seen_at > clock.now() - dead_after,
    )
    if machine is not None:
        alive = alive.where(ConnectorTicket.machine != machine)
    return session.scalar(alive.limit(1)) is not None


def issue(
    session: Session, connection_id: int, expected: int, *, machine: str = "", checked_company: bool = False
) -> str:
    """A new ticket in the form of a GUID; older ones of the connection are over."""
    now = clock.now()
    session.execute(
        update(ConnectorTicket)
        .where(ConnectorTicket.connection_id == connection_id, ConnectorTicket.closed_at.is_(None))
        .values(closed_at=now)
    )
    ticket = "{" + str(uuid.UUID(bytes=secrets.token_bytes(16))) + "}"
    session.add(
        ConnectorTicket(
            token_hash=hash_of(ticket),
            connection_id=connection_id,
            opened_at=now,
            seen_at=now,
            expected=expected,
            machine=machine,
            checked_company=checked_company,
        )
    )
    return ticket


def find(session: Session, ticket: str) -> ConnectorTicket | None:
    """The session of a ticket, open or over."""
    return session.scalar(select(ConnectorTicket).where(ConnectorTicket.token_hash == hash_of(ticket)))


def living(session: Session, ticket: str) -> ConnectorTicket | None:
    """The open session of a ticket."""
    row = find(session, ticket)
    return row if row is not None and _is_open(row) else None


def living_locked(session: Session, ticket: str) -> tuple[ConnectorTicket, ErpConnection] | None:
    """The session and its connection, whose row is held until the end of the transaction."""
    found = session.execute(_TICKET, {"token_hash": hash_of(ticket)}).first()
    return (found[0], found[1]) if found is not None and _is_open(found[0]) else None


def _is_open(row: ConnectorTicket) -> bool:
    return row.closed_at is None and clock.now() - row.opened_at <= OLDEST


def hash_of(ticket: str) -> str:
    """What is kept of a ticket."""
    return hashlib.sha256(ticket.encode()).hexdigest()


def note_contact(row: ConnectorTicket, connection: ErpConnection) -> None:
    """Stamp the contact, not for every call of a quick session."""
    now = clock.now()
    if now - row.seen_at > TOUCH_EVERY:
        row.seen_at = connection.last_contact_at = now
    row.last_error = ""


def complain(row: ConnectorTicket, connection: ErpConnection, sentence: str) -> None:
    """Tell the caller, and whoever looks at the connection."""
    row.last_error = sentence
    connection.last_problem = sentence
    connection.last_problem_at = clock.now()

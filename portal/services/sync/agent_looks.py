"""A glance at the queue for an agent that waits: one statement, no lock, and no connection kept in between."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, bindparam, select

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection, ErpRequest, ErpStep
from portal.db.transactions import reader, transaction
from portal.services.exchange import connector_tickets as tickets
from portal.services.exchange import open_steps
from portal.services.sync.agent_sessions import NoSessionError, at_work


@dataclass(frozen=True, slots=True)
class Glance:
    """Whether something may go now, and how long ago the session was last stamped."""

    has_news: bool
    silent_for: timedelta


def _may_go() -> ColumnElement[bool]:
    waiting = select(ErpRequest.id).where(
        ErpRequest.connection_id == ErpConnection.id,
        ErpRequest.state == open_steps.QUEUED,
        ErpRequest.not_before <= bindparam("now"),
    )
    out = select(ErpStep.id).where(
        ErpStep.connection_id == ErpConnection.id,
        ErpStep.state.in_((open_steps.HANDED_OUT, open_steps.IN_DOUBT)),
    )
    return and_(ErpConnection.paused.is_(False), waiting.exists(), ~out.exists())


_GLANCE = (
    select(ConnectorTicket.closed_at, ConnectorTicket.seen_at, _may_go())
    .join(ErpConnection, ErpConnection.id == ConnectorTicket.connection_id)
    .where(ConnectorTicket.token_hash == bindparam("token_hash"))
)


def glance(ticket: str) -> Glance:
    """Look for news that no other session holds. Raises NoSessionError when the session is over."""
    session, now = reader(), clock.now()
    found = session.execute(_GLANCE, {"token_hash": tickets.hash_of(ticket), "now": now}).first()
    session.rollback()
    if found is None or found[0] is not None:
        raise NoSessionError
    return Glance(has_news=bool(found[2]), silent_for=now - found[1])


def stamp(ticket: str) -> None:
    """Note that the agent is still there. Raises NoSessionError."""
    with transaction() as session:
        at_work(session, ticket)

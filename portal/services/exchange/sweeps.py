"""What is due without anybody asking: scheduled readings, requests in doubt, silent callers, old paper.

The ticker runs each of these every few seconds, perhaps several tickers at once: see `sync.slots`. Source: Configure
the Sync Schedule for QuickBooks.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection, ErpRequest, ErpStep
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import RequestState
from portal.erp.registry import connector_for
from portal.services.exchange.readings import READ_COSTS, READ_LISTS
from portal.services.sync import scheduled_runs, silences, slots

IN_DOUBT_TOO_LONG = timedelta(minutes=15)
SILENT = timedelta(minutes=30)
KEPT = timedelta(days=7)
"""So long the wire of a finished reading is kept, for whoever has to look into it."""


def order_due_readings() -> int:
    """Begin the parts of syncs whose time has come; returns for how many connections this process began any."""
    slots.complete()
    begun = 0
    for connection_id, items in slots.due_items().items():
        with transaction() as session:
            connection = session.get_one(ErpConnection, connection_id)
            taken = slots.take_slots(session, connection, items)
            if taken:
                scheduled_runs.begin(session, connection, taken)
                begun += 1
    return begun


def note_troubles() -> int:
    """Say on the connection what has been waiting too long; returns how many connections that concerns."""
    noted = 0
    for connection_id in (
        reader().scalars(select(ErpConnection.id).where(ErpConnection.paused.is_(False))).all()
    ):
        sentence = _trouble(reader(), connection_id)
        if sentence:
            noted += _note(connection_id, sentence)
    return noted


def discard_old_paper() -> int:
    """Delete the steps of finished readings and closed sessions after a week; exports keep theirs for ever."""
    limit = clock.now() - KEPT
    old = select(ErpRequest.id).where(
        ErpRequest.kind.in_((READ_COSTS, READ_LISTS)), ErpRequest.finished_at < limit
    )
    if reader().scalar(old.limit(1)) is None and reader().scalar(_old_tickets(limit).limit(1)) is None:
        return 0
    with transaction() as session:
        ids = list(session.scalars(old))
        session.execute(delete(ErpStep).where(ErpStep.request_id.in_(ids)))
        session.execute(delete(ErpRequest).where(ErpRequest.id.in_(ids)))
        tickets = list(session.scalars(_old_tickets(limit)))
        session.execute(delete(ConnectorTicket).where(ConnectorTicket.id.in_(tickets)))
        return len(ids) + len(tickets)


def _trouble(session: Session, connection_id: int) -> str:
    now = clock.now()
    connection = session.get_one(ErpConnection, connection_id)
    connector = connector_for(connection.connector)
    doubtful = select(ErpStep.id).where(
        ErpStep.connection_id == connection_id,
        ErpStep.state == RequestState.IN_DOUBT.value,
        ErpStep.mutates,
        ErpStep.handed_out_at < now - IN_DOUBT_TOO_LONG,
    )
    if session.scalar(doubtful.limit(1)) is not None:
        return (
            f"{connector.label} took a request and its answer was lost. Nothing is sent twice: the portal asks "
            f"{connector.label} first, as soon as the {connector.transport} calls. {connector.hurry}"
        )
    if silences.silence_of(session, connection, SILENT) is not None:
        return f"The {connector.transport} has not called for more than 30 minutes. {silences.advice(connection)}"
    return ""


def _note(connection_id: int, sentence: str) -> bool:
    """Once, not every few seconds."""
    with transaction() as session:
        noted = session.scalar(
            update(ErpConnection)
            .where(ErpConnection.id == connection_id, ErpConnection.last_problem != sentence)
            .values(last_problem=sentence, last_problem_at=clock.now())
            .returning(ErpConnection.id)
            .execution_options(synchronize_session=False)
        )
        return noted is not None


def _old_tickets(limit: datetime) -> Select[int]:
    return select(ConnectorTicket.id).where(ConnectorTicket.opened_at < limit)

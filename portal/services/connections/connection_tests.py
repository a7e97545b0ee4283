"""Testing a connection: the smallest reading is ordered now, and what came back is told while it is under way.

The ERP's side calls the portal, never the other way, so a test is an order and an honest wait. Source: QuickBooks Web
Connector Best Practices; Perform an On-Demand Sync with Sage 100 Contractor.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection
from portal.db.sync import SyncRun
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services import audit
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.connections import connections
from portal.services.erp_lists.transport_words import call_sentence
from portal.services.intentions import InputError
from portal.services.sync import on_demand, run_words, runs, scheduled_runs, schedules, staged_runs
from portal.services.sync.staged_runs import Wish

SMALLEST = Wish(date_range="today", depth="shallow")
"""For an ERP with a sync agent: it signs in, says which company it reads, and brings what changed today."""


@dataclass(frozen=True, slots=True)
class ReadingTest:
    """How the last reading on demand is doing. `is_running`: ask again soon. `faults`: whole sentences."""

    is_running: bool
    kind: str
    word: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    faults: tuple[str, ...]


def start(actor: Actor, connection_id: int) -> None:
    """Order the reading, or join one that is under way. Raises Denied, NotFoundError, and InputError(test)."""
    subject = audit.Subject("connection", connection_id)
    with permitted(Action.CONFIGURE_CONNECTION, actor, subject) as session:
        connection = connections.existing(session, connection_id)
        if connection.paused:
            raise InputError("test", "The connection is paused, so nothing is handed out. Resume it first.")
        run = _order(session, connection, actor.id)
        note = audit.Note("", "tested", detail={"run": run.id})
        audit.record(session, Action.CONFIGURE_CONNECTION, actor, subject, note)


def read(session: Session, connection: ErpConnection) -> ReadingTest | None:
    """What came back so far; None when nobody ever asked."""
    run = session.scalar(
        select(SyncRun)
        .where(
            SyncRun.connection_id == connection.id,
            SyncRun.step == runs.STEP_ONE,
            SyncRun.trigger == runs.ON_DEMAND,
        )
        .order_by(SyncRun.id.desc())
        .limit(1)
    )
    if run is None:
        return None
    kind, word = _state(connection, run)
    zone = company(session).timezone
    return ReadingTest(
        is_running=run.state in runs.OPEN and not connection.paused,
        kind=kind,
        word=word,
        sentence=_sentence(session, connection, run),
        facts=(
            ("Asked for", clock.say_moment(run.created_at, zone)),
            ("Last call", clock.say_moment(connection.last_contact_at, zone) or "never"),
            ("Company there", str(connection.company.get("name") or "not known yet")),
            ("Progress", _progress(session, connection, run)),
        ),
        faults=_faults(connection, run),
    )


def _order(session: Session, connection: ErpConnection, person_id: int | None) -> SyncRun:
    if scheduled_runs.is_staged(connection):
        return staged_runs.order(session, connection.id, SMALLEST, None, person_id)
    declared = schedules.items_of(connection)
    small = [item.slug for item in declared if item.reads == "lists"] or [item.slug for item in declared[:1]]
    return on_demand.order_items(session, connection, small, person_id)


def _has_called(connection: ErpConnection, run: SyncRun) -> bool:
    return connection.last_contact_at is not None and connection.last_contact_at >= run.created_at


def _state(connection: ErpConnection, run: SyncRun) -> tuple[str, str]:
    if run.state == runs.FAILED:
        return "bad", "Failed"
    if run.state == runs.FINISHED:
        return "ok", "It works"
    if connection.paused:
        return "warn", "Paused"
    if _has_fault(connection, run):
        return "bad", "Refused"
    if run.state == runs.RUNNING or _has_called(connection, run):
        return "wait", "Reading"
    return "idle", "No call yet"


def _sentence(session: Session, connection: ErpConnection, run: SyncRun) -> str:
    connector = connector_for(connection.connector)
    if run.state == runs.FAILED:
        return "The reading came to no result."
    if run.state == runs.FINISHED:
        return f"The {connector.transport} called and brought what was asked for."
    if connection.paused:
        return "Nothing is handed out until somebody resumes the connection."
    if _has_called(connection, run):
        return f"The {connector.transport} has called. Its answers are on their way."
    return call_sentence(session, connection)


def _progress(session: Session, connection: ErpConnection, run: SyncRun) -> str:
    """What was read, else how many answers of the session under way are there."""
    if run.state == runs.FINISHED or run.counts:
        return run_words.say_counts(run.counts) or "nothing new"
    ticket = session.scalar(
        select(ConnectorTicket)
        .where(ConnectorTicket.connection_id == connection.id, ConnectorTicket.opened_at >= run.created_at)
        .order_by(ConnectorTicket.id.desc())
        .limit(1)
    )
    if ticket is None or not ticket.expected:
        return "nothing yet"
    return f"{min(ticket.done, ticket.expected)} of {ticket.expected} answers"


def _has_fault(connection: ErpConnection, run: SyncRun) -> bool:
    return bool(connection.last_problem) and (
        connection.last_problem_at is not None and connection.last_problem_at >= run.created_at
    )


def _faults(connection: ErpConnection, run: SyncRun) -> tuple[str, ...]:
    said = [str(message) for message in run.messages] if run.state == runs.FAILED else []
    if _has_fault(connection, run) and run.state != runs.FINISHED:
        said.append(connection.last_problem)
    return tuple(dict.fromkeys(said))

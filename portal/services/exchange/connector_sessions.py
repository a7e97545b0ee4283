"""Sessions of a caller that comes for work, such as the Web Connector: who it is, what it may take, what it brought.

Nothing is handed out before the ERP company at the other end was recognised. Source: QuickBooks Web Connector
Programmer's Guide.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection
from portal.db.remembering import remembering
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import RequestState
from portal.erp.contract import Answer, Identity
from portal.erp.registry import connector_for
from portal.services.exchange import connector_tickets as tickets
from portal.services.exchange import exchange, open_steps
from portal.services.people import passwords, throttles

BUSY = timedelta(seconds=20)
"""A session that was heard of within this time is alive, unless the caller of `open_session` says otherwise."""
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
DONE = 100
FAILED = -1


@dataclass(frozen=True, slots=True)
class Opening:
    """The answer to who asks for a session: a ticket, or why there is none ("refused", "busy", "nothing")."""

    ticket: str = ""
    verdict: str = ""
    company_file: str = ""


def open_session(username: str, password: str, address: str, dead_after: timedelta = BUSY) -> Opening:
    """Check the caller and begin a session when there is something to do. Counts wrong passwords against both.

    An open session counts as alive until it was silent for `dead_after`; until then the answer is "busy".
    """
    limit = throttles.Limit(f"connector:{username[:200]}|{address}", FREE_TRIES, LONGEST_WAIT)
    with transaction() as session:
        if throttles.admit(session, (limit,)) is not None:
            return Opening(verdict="refused")
        connection = session.scalar(select(ErpConnection).where(ErpConnection.username == username))
        stored = connection.password_hash if connection is not None else None
    if not passwords.is_right(stored, password) or connection is None:
        return Opening(verdict="refused")
    with transaction() as session:
        throttles.forget(session, (limit.key,))
        return _begin(session, exchange.lock(session, connection.id), dead_after)


def next_document(ticket: str, introduction: bytes, *, ask_first: bool = True) -> bytes | None:
    """The document for the ERP to run now, or None: nothing is due, or `last_error` says why not.

    `introduction` is what the ERP said of itself, sent with the first call only.
    """
    with transaction() as session, remembering(session):
        found = tickets.living_locked(session, ticket)
        if found is None:
            return None
        row, connection = found
        tickets.note_contact(row, connection)
        if not row.checked_company:
            if not introduction:
                return connector_for(connection.connector).introduction(_identity(connection))
            if not _recognise(row, connection, introduction):
                return None
        hand_out = exchange.claim_locked(session, connection, row.token_hash, ask_first=ask_first)
        return hand_out.body if hand_out is not None else exchange.forget(connection.id)


def take_answer(ticket: str, answer: Answer) -> int:
    """Store what the ERP answered; returns the session's progress, 100 when nothing is left, negative to end it."""
    with transaction() as session, remembering(session):
        found = tickets.living_locked(session, ticket)
        if found is None:
            return FAILED
        row, connection = found
        tickets.note_contact(row, connection)
        if not row.checked_company:
            return 1 if _recognise(row, connection, answer.body) else FAILED
        recorded = exchange.record_locked(session, connection, row.token_hash, answer)
        if recorded is not None and _is_trouble_of_all(answer, recorded):
            tickets.complain(row, connection, " ".join(recorded.messages))
            return FAILED
        return _progress(session, row, recorded)


def note_trouble(ticket: str, sentence: str) -> None:
    """The caller could not reach the ERP: said where people look, and the session is over."""
    with transaction() as session:
        row = tickets.living(session, ticket)
        if row is not None:
            tickets.complain(row, session.get_one(ErpConnection, row.connection_id), sentence)
            row.closed_at = clock.now()


def last_error(ticket: str) -> str:
    """Why the last call brought nothing; empty when nothing is wrong."""
    row = tickets.find(reader(), ticket)
    if row is None:
        return "This session is unknown to the portal. Start the update again."
    if row.last_error or row.closed_at is None:
        return row.last_error
    return "A newer session has taken over. Start the update again."


def close(ticket: str) -> str:
    """End the session; idempotent, and friendly to unknown tickets. Returns what the caller's window shows."""
    with transaction() as session:
        row = tickets.find(session, ticket)
        if row is None:
            return "OK"
        row.closed_at = row.closed_at or clock.now()
        if row.last_error:
            return row.last_error
        return f"OK: {row.done} {'request' if row.done == 1 else 'requests'} done."


def is_living(ticket: str) -> bool:
    """Whether `ticket` belongs to an open session."""
    return tickets.living(reader(), ticket) is not None


def _begin(session: Session, connection: ErpConnection, dead_after: timedelta) -> Opening:
    connection.last_contact_at = clock.now()
    if tickets.is_busy(session, connection.id, dead_after):
        return Opening(verdict="busy")
    expected = open_steps.count_due(session, connection.id)
    if connection.paused or not expected:
        return Opening(verdict="nothing")
    ticket = tickets.issue(session, connection.id, expected)
    return Opening(ticket=ticket, company_file=str(connection.settings.get("company_file") or ""))


def _identity(connection: ErpConnection) -> Identity:
    return Identity(connection.owner_guid, connection.file_guid, connection.company)


def _recognise(row: ConnectorTicket, connection: ErpConnection, document: bytes) -> bool:
    """Remember what the right company says of itself; complain about any other."""
    recognition = connector_for(connection.connector).recognise(_identity(connection), document)
    if recognition.problem:
        tickets.complain(row, connection, recognition.problem)
        return False
    if connection.company != (company := {**connection.company, **recognition.company}):
        connection.company = company
    row.checked_company = True
    connection.last_problem = ""
    return True


def _is_trouble_of_all(answer: Answer, recorded: exchange.Recorded) -> bool:
    """Trouble of the connection itself would meet the next request too, so the session ends; one bad request passes."""
    passed = recorded.state in {RequestState.FAILED, RequestState.NEEDS_PERSON}
    return recorded.state is RequestState.IN_DOUBT or (bool(answer.error_code) and not passed)


def _progress(session: Session, row: ConnectorTicket, recorded: exchange.Recorded | None) -> int:
    """Per cent of what waited at the beginning; done when nothing is left, also of what came in between."""
    goes_on = recorded is not None and recorded.goes_on
    if recorded is not None and not goes_on:
        row.done += 1
    if not goes_on and not open_steps.is_anything_due(session, row.connection_id):
        return DONE if open_steps.forgettable(session, row.connection_id) is None else DONE - 1
    return max(1, min(DONE - 1, row.done * DONE // max(row.expected, row.done + 1)))

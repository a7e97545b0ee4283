"""Sessions of a sync agent: who it is, which company it reads, and that one computer at a time does so.

An agent gets its ticket whether or not there is something to do: it reads the ERP's side as well as it is asked. The
work itself stands in `agent_work`. Source: How does the hh2 synchronization client connect Procore to Sage 100
Contractor?
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection
from portal.db.transactions import transaction
from portal.erp.contract import Connector, Identity
from portal.erp.registry import connector_for
from portal.services.budget_facts import policy_of
from portal.services.exchange import connector_tickets as tickets
from portal.services.exchange import exchange, open_steps
from portal.services.people import passwords, throttles
from portal.services.sync import staging

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)


class Verdict(StrEnum):
    """What became of a registration."""

    WELCOME = "welcome"
    WRONG_KEY = "wrong_key"
    TOO_MANY = "too_many"
    NOT_STAGED = "not_staged"
    OTHER_COMPANY = "other_company"
    PAUSED = "paused"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks for a session. `machine` is what it calls its computer, or the address it comes from."""

    username: str
    key: str
    address: str
    machine: str
    company: bytes
    """What the company says of itself, as the agent sent it."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A ticket, what the agent is to read and the Version reached so far, or a sentence that says why not."""

    verdict: Verdict
    sentence: str = ""
    ticket: str = ""
    entities: tuple[str, ...] = ()
    wait: timedelta = timedelta()
    version: int = 0


class NoSessionError(Exception):
    """The ticket is unknown, too old, or another session has taken over: the agent must register again."""


def register(caller: Caller, dead_after: timedelta) -> Registration:
    """Check the caller and begin a session; an older one of the same computer is over.

    A session of another computer counts as alive until it was silent for `dead_after`. Wrong keys are counted.
    """
    limit = throttles.Limit(f"connector:{caller.username[:200]}|{caller.address}", FREE_TRIES, LONGEST_WAIT)
    with transaction() as session:
        wait = throttles.admit(session, (limit,))
        if wait is not None:
            sentence = f"Too many wrong keys. Try again in {throttles.say_wait(wait)}."
            return Registration(Verdict.TOO_MANY, sentence, wait=wait)
        connection = session.scalar(select(ErpConnection).where(ErpConnection.username == caller.username))
        stored = connection.password_hash if connection is not None else None
    if not passwords.is_right(stored, caller.key) or connection is None:
        return Registration(
            Verdict.WRONG_KEY,
            "The user name or the agent key is not right. Copy both from the connection's page in the portal.",
        )
    with transaction() as session:
        throttles.forget(session, (limit.key,))
        return _begin(session, exchange.lock(session, connection.id), caller, dead_after)


def at_work(session: Session, ticket: str) -> tuple[ConnectorTicket, ErpConnection]:
    """The session of a ticket and its connection, locked and stamped with this contact. Raises NoSessionError."""
    found = tickets.living_locked(session, ticket)
    if found is None:
        raise NoSessionError
    tickets.note_contact(*found)
    return found


def looking(session: Session, ticket: str) -> int:
    """The row number of an open session's connection: asked before a large body is read. Raises NoSessionError."""
    row = tickets.living(session, ticket)
    if row is None:
        raise NoSessionError
    return row.connection_id


def _begin(
    session: Session, connection: ErpConnection, caller: Caller, dead_after: timedelta
) -> Registration:
    connector = connector_for(connection.connector)
    policy = policy_of(connection)
    if policy is None or not policy.staged:
        return Registration(
            Verdict.NOT_STAGED,
            f"{connector.label} is not read by a sync agent. Check the user name in the agent's settings.",
        )
    if connection.paused:
        return Registration(
            Verdict.PAUSED, "The connection is paused in the portal. Wait until somebody resumes it."
        )
    problem = _recognise(connector, connection, caller.company)
    if problem:
        return Registration(Verdict.OTHER_COMPANY, problem)
    connection.last_contact_at = clock.now()
    if tickets.is_busy(session, connection.id, dead_after, caller.machine):
        return Registration(
            Verdict.BUSY,
            "A sync agent on another computer is at work for this connection. Stop it there, or wait for it to stop.",
            wait=dead_after,
        )
    expected = open_steps.count_due(session, connection.id)
    ticket = tickets.issue(session, connection.id, expected, machine=caller.machine, checked_company=True)
    reached = staging.version_of(session, connection.id)
    return Registration(Verdict.WELCOME, ticket=ticket, entities=_entities(connector), version=reached)


def _recognise(connector: Connector, connection: ErpConnection, document: bytes) -> str:
    """Remember what the right company says of itself; a sentence about any other, also for the connection's page."""
    identity = Identity(connection.owner_guid, connection.file_guid, connection.company)
    recognition = connector.recognise(identity, document)
    if recognition.problem:
        connection.last_problem, connection.last_problem_at = recognition.problem, clock.now()
        return recognition.problem
    if connection.company != (company := {**connection.company, **recognition.company}):
        connection.company = company
    connection.last_problem = ""
    return ""


def _entities(connector: Connector) -> tuple[str, ...]:
    """Every kind of record that some item of the sync takes over, in the connector's order."""
    return tuple(dict.fromkeys(entity for item in connector.sync_items for entity in item.entities))

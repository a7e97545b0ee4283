"""The work of a sync agent: the next operation, that it holds it, and what became of it.

The durable queue decides everything (`exchange`); here its steps get their names on the wire. An operation is handed
out to one session, and only that session may say how it ended; whatever is said twice has no effect the second time.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection, ErpRequest, ErpStep
from portal.db.remembering import remembering
from portal.db.transactions import transaction
from portal.erp.contract import Answer
from portal.erp.registry import connector_for
from portal.services.budgets import verdicts
from portal.services.exchange import exchange, open_steps, turns
from portal.services.sync import failures, operations
from portal.services.sync.agent_sessions import at_work

DONE, UNKNOWN = "done", "unknown"
OUT = (open_steps.HANDED_OUT, open_steps.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Operation:
    """What the agent is to do now: its name, what it is, and until when it is expected to be done."""

    operation_id: str
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    lease_until: datetime | None


def next_operation(ticket: str, *, ask_first: bool = True, only_news: bool = False) -> Operation | None:
    """Hand the next operation to the session of `ticket`; None when nothing is due. Raises NoSessionError.

    Who comes for work holds none any more, so whatever is out is in doubt and asked about first. `only_news` is for
    who has come already and waits: it leaves alone what is out.
    """
    with transaction() as session, remembering(session):
        row, connection = at_work(session, ticket)
        if only_news and open_steps.outstanding(session, connection.id):
            return None
        hand_out = exchange.claim_locked(session, connection, row.token_hash, ask_first=ask_first)
        return _named(session, connection, hand_out) if hand_out is not None else None


def receive(ticket: str, operation_id: str) -> bool:
    """The agent has the operation; False when its session does not hold it. Raises NoSessionError."""
    with transaction() as session:
        row, connection = at_work(session, ticket)
        step = operations.find(session, connection.id, operation_id)
        if step is None or not _is_held(step, row):
            return False
        step.received_at = step.received_at or clock.now()
        return True


def complete(ticket: str, operation_id: str, told: Mapping[str, Any], document: bytes) -> bool:
    """Record how the operation ended; `document` is what was told, as bytes. Raises NoSessionError.

    True when it is known now, or was already; False when the session does not hold it and it ended otherwise.
    """
    with transaction() as session, remembering(session):
        row, connection = at_work(session, ticket)
        step = operations.find(session, connection.id, operation_id)
        if step is None:
            return False
        asks = operation_id.startswith(operations.ASKS)
        if not _is_held(step, row) or (asks and not step.asking):
            return _was_told(step, told["Outcome"])
        step.asking = asks
        session.flush()
        recorded = exchange.record_locked(session, connection, row.token_hash, Answer(document))
        if recorded is None:
            return False
        row.done += not recorded.goes_on
        if told["Outcome"] != DONE and not (asks and told["Outcome"] == UNKNOWN):
            _note_failures(session, step, told)
        return True


def _named(session: Session, connection: ErpConnection, hand_out: exchange.HandOut) -> Operation | None:
    """The document in the wire's words; one that is none needs a person, and no poll stumbles over it again."""
    step = session.get_one(ErpStep, hand_out.step_id)
    try:
        content = json.loads(hand_out.body)
        kind, payload = str(content["Type"]), dict(content["Payload"])
    except (ValueError, TypeError, KeyError) as error:
        request = session.get_one(ErpRequest, step.request_id)
        connector = connector_for(connection.connector)
        turns.take_safely(session, connector, request, step, verdicts.defect(request, error))
        return None
    name = operations.name_of(step, asks=hand_out.asks)
    return Operation(name, kind, payload, step.attempt, step.lease_until)


def _is_held(step: ErpStep, row: ConnectorTicket) -> bool:
    return step.lease_owner == row.token_hash and step.state in OUT


def _was_told(step: ErpStep, outcome: str) -> bool:
    """Whether the step was answered, and with the same outcome."""
    if step.answered_at is None or step.answer is None:
        return False
    try:
        return bool(json.loads(step.answer)["Outcome"] == outcome)
    except (ValueError, TypeError, KeyError):
        return False


def _note_failures(session: Session, step: ErpStep, told: Mapping[str, Any]) -> None:
    silent = f"The sync agent answered “{told['Outcome']}” and gave no reason."
    for message in told["Messages"] or [silent]:
        failures.note(session, step.connection_id, operations.name_of(step), message)

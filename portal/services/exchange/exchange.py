"""The durable queue of ERP requests: plan, hand out, record the answer, never the same effect twice.

Every document is stored before it leaves. What left and was not answered is in doubt, and the ERP is asked about it
before anything else goes to that connection. All functions run in one transaction and lock the connection's row, so
that one connection is one queue. Source: Error recovery (QuickBooks Desktop SDK).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest, ErpStep
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import RequestState
from portal.erp.contract import Answer, Connector
from portal.erp.registry import connector_for
from portal.services.budgets import verdicts
from portal.services.exchange import attempts, connection_locks, open_steps, turns

lock = connection_locks.lock
AT_ONCE = 50
"""So many requests that end while they are planned are passed over in one hand-out; the rest waits for the next."""


@dataclass(frozen=True, slots=True)
class HandOut:
    """One document on its way: the bytes, and whether it only asks about an earlier one."""

    step_id: int
    body: bytes
    asks: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an answer did to its request; `goes_on` at once with another step."""

    state: RequestState
    messages: tuple[str, ...]
    goes_on: bool


def plan(request_id: int) -> None:
    """Make the first step of a queued request; nothing when it has one already or is over. Safe to repeat."""
    with transaction() as session:
        request = session.get(ErpRequest, request_id)
        if request is not None:
            connection = lock(session, request.connection_id)
            session.refresh(request)
            if open_steps.queued_step(session, request) is None:
                _plan(session, connector_for(connection.connector), request)


def plan_due() -> int:
    """The sweep: plan every request whose bell was lost; returns how many there were."""
    due = open_steps.unplanned(reader())
    for request_id in due:
        plan(request_id)
    return len(due)


def claim(connection_id: int, owner: str, *, ask_first: bool = True) -> HandOut | None:
    """Hand the next document of this connection to `owner` (a session's token hash); None when nothing is due.

    Whatever was handed out before and not answered is in doubt from now on. A step in doubt comes before all others:
    a writing one as a status query, a reading one again. `ask_first` off re-sends blindly and exists to prove that
    it must be on.
    """
    with transaction() as session:
        return claim_locked(session, lock(session, connection_id), owner, ask_first=ask_first)


def claim_locked(
    session: Session, connection: ErpConnection, owner: str, *, ask_first: bool = True
) -> HandOut | None:
    """The same for whoever holds the connection's lock."""
    doubtful = attempts.doubt_unanswered(session, connection.id)
    if connection.paused:
        return None
    connector = connector_for(connection.connector)
    if doubtful is not None and doubtful.mutates and ask_first:
        return _hand_out_question(connector, doubtful, owner)
    if doubtful is not None:
        _send_again(session, connector, doubtful)
    step = _next_due(session, connector, connection.id)
    return _hand_out(session, step, owner) if step is not None else None


def record_answer(connection_id: int, owner: str, answer: Answer) -> Recorded | None:
    """Store what came back for the step that `owner` holds and make the next one, in the same transaction.

    Returns None, changing nothing, when `owner` holds no step: the answer is late or meant for somebody else.
    """
    with transaction() as session:
        return record_locked(session, lock(session, connection_id), owner, answer)


def record_locked(session: Session, connection: ErpConnection, owner: str, answer: Answer) -> Recorded | None:
    """The same for whoever holds the connection's lock."""
    held = open_steps.held_by(session, connection.id, owner)
    if held is None:
        return None
    step, request = held
    connector = connector_for(connection.connector)
    asked = Answer(answer.body, answer.error_code, answer.error_text, asked=step.asking)
    turn = verdicts.read(session, connector, request, step, asked)
    turns.take_safely(session, connector, request, step, turn, asked)
    goes_on = request.state == RequestState.QUEUED.value and request.not_before <= clock.now()
    return Recorded(RequestState(request.state), tuple(str(each) for each in request.messages), goes_on)


def forget(connection_id: int) -> bytes | None:
    """A document that lets the ERP forget an answered wire id; None when there is none or no need.

    Only for steps whose answer is safe here. Losing it costs nothing: the ERP remembers a little longer.
    """
    with transaction() as session:
        connection = lock(session, connection_id)
        step = open_steps.forgettable(session, connection_id)
        if step is None:
            return None
        step.cleared = True
        return connector_for(connection.connector).clear_state(step.wire_id or "")


def _next_due(session: Session, connector: Connector, connection_id: int) -> ErpStep | None:
    """The first step of the oldest request that may go; requests that end while they are planned let it pass."""
    for _ in range(AT_ONCE):
        due = open_steps.due(session, connection_id)
        if due is None:
            return None
        request, step = due
        if step is not None:
            return step
        _plan(session, connector, request)
    return None


def _send_again(session: Session, connector: Connector, step: ErpStep) -> None:
    """A reading step was lost (or blind re-sending is on): send it again, until it was lost too often."""
    request = session.get_one(ErpRequest, step.request_id)
    if request.losses >= attempts.MOST_LOSSES:
        turns.take_safely(session, connector, request, step, attempts.gave_up())
    else:
        attempts.repeat(session, connector, step)
    session.flush()


def _plan(session: Session, connector: Connector, request: ErpRequest) -> None:
    if request.state == RequestState.QUEUED.value:
        turns.take_safely(session, connector, request, None, verdicts.begin(session, connector, request))
        session.flush()


def _hand_out(session: Session, step: ErpStep, owner: str) -> HandOut:
    step.state = RequestState.HANDED_OUT.value
    step.handed_out_at = clock.now()
    attempts.lease(step, owner)
    session.get_one(ErpRequest, step.request_id).state = RequestState.HANDED_OUT.value
    return HandOut(step.id, step.body, asks=False)


def _hand_out_question(connector: Connector, step: ErpStep, owner: str) -> HandOut:
    step.asking = True
    attempts.lease(step, owner)
    return HandOut(step.id, connector.status_query(step.wire_id or ""), asks=True)

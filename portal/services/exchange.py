"""The durable queue of ERP requests: plan, hand out, record the answer, never the same effect twice.

Every document is stored before it leaves. What left and was not answered is in doubt, and the ERP is asked about it
before anything else goes to that connection. All functions run in one transaction and lock the connection's row, so
that one connection is one queue. Source: Error recovery (QuickBooks Desktop SDK).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest, ErpStep
from portal.db.transactions import transaction
from portal.domain.vocabulary import RequestState
from portal.erp.contract import Answer, Connector
from portal.erp.registry import connector_for
from portal.services import turns
from portal.services.tasks import task_for

LEASE = timedelta(minutes=10)
QUEUED = RequestState.QUEUED.value
HANDED_OUT = RequestState.HANDED_OUT.value
IN_DOUBT = RequestState.IN_DOUBT.value


@dataclass(frozen=True, slots=True)
class HandOut:
    """One document on its way: the bytes, and whether it only asks about an earlier one."""

    step_id: int
    body: bytes
    asks: bool


def plan(request_id: int) -> None:
    """Make the first step of a queued request; nothing when it has one already or is over. Safe to repeat."""
    with transaction() as session:
        request = session.get(ErpRequest, request_id)
        if request is not None:
            connection = _lock(session, request.connection_id)
            session.refresh(request)
            _plan(session, connection, request)


def plan_due() -> int:
    """The sweep: plan every request whose bell was lost; returns how many there were."""
    with transaction() as session:
        due = list(session.scalars(_unplanned(None)))
        for request in due:
            _plan(session, _lock(session, request.connection_id), request)
        return len(due)


def claim(connection_id: int, owner: str, *, ask_first: bool = True) -> HandOut | None:
    """Hand the next document of this connection to `owner` (a session's token hash); None when nothing is due.

    Whatever was handed out before and not answered is in doubt from now on. A step in doubt comes before all others:
    a writing one as a status query, a reading one again. `ask_first` off re-sends blindly and exists to prove that
    it must be on.
    """
    with transaction() as session:
        connection = _lock(session, connection_id)
        _doubt_unanswered(session, connection)
        if connection.paused:
            return None
        for request in session.scalars(_unplanned(connection_id)):
            _plan(session, connection, request)
        connector = connector_for(connection.connector)
        doubtful = session.scalar(_steps(connection_id, IN_DOUBT).limit(1))
        if doubtful is not None and doubtful.mutates and ask_first:
            return _hand_out_question(session, connector, doubtful, owner)
        if doubtful is not None:
            turns.try_again(session, connector, doubtful, fresh_id=True)
            session.flush()
        step = session.scalar(_due_steps(connection_id, clock.now()).limit(1))
        return _hand_out(session, step, owner) if step is not None else None


def record_answer(connection_id: int, owner: str, answer: Answer) -> bool:
    """Store what came back for the step that `owner` holds and make the next one, in the same transaction.

    Returns False, changing nothing, when `owner` holds no step: the answer is late or meant for somebody else.
    """
    with transaction() as session:
        connection = _lock(session, connection_id)
        step = session.scalar(
            select(ErpStep).where(
                ErpStep.connection_id == connection_id,
                ErpStep.lease_owner == owner,
                ErpStep.state.in_((HANDED_OUT, IN_DOUBT)),
                ErpStep.lease_until.is_not(None),
            )
        )
        if step is None:
            return False
        connector = connector_for(connection.connector)
        request = session.get_one(ErpRequest, step.request_id)
        asked = Answer(answer.body, answer.error_code, answer.error_text, asked=step.asking)
        turn = connector.proceed(task_for(session, request), step.name, request.memory, asked)
        step.answer = answer.body or answer.error_text.encode()
        step.answered_at = clock.now()
        step.lease_owner = None
        step.lease_until = None
        turns.take(session, connector, request, step, turn)
        return True


def count_due(connection_id: int, session: Session) -> int:
    """How many documents wait for this connection, for its progress and the health line."""
    waiting = session.scalars(_due_steps(connection_id, clock.now())).all()
    doubtful = session.scalars(_steps(connection_id, IN_DOUBT)).all()
    return len(waiting) + len(doubtful) + len(session.scalars(_unplanned(connection_id)).all())


def next_to_forget(connection_id: int, owner: str) -> bytes | None:
    """A document that lets the ERP forget an answered wire id; None when there is none or no need.

    Only for steps whose answer is safe here. Losing it costs nothing: the ERP remembers a little longer.
    """
    with transaction() as session:
        connection = _lock(session, connection_id)
        step = session.scalar(
            select(ErpStep)
            .where(
                ErpStep.connection_id == connection_id,
                ErpStep.state == RequestState.SUCCEEDED.value,
                ErpStep.mutates,
                ErpStep.cleared.is_(False),
            )
            .limit(1)
        )
        if step is None or step.wire_id is None or not owner:
            return None
        step.cleared = True
        return connector_for(connection.connector).clear_state(step.wire_id)


def _lock(session: Session, connection_id: int) -> ErpConnection:
    return session.scalars(
        select(ErpConnection)
        .where(ErpConnection.id == connection_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _plan(session: Session, connection: ErpConnection, request: ErpRequest) -> None:
    known = select(ErpStep.id).where(
        ErpStep.request_id == request.id, ErpStep.state.in_((QUEUED, HANDED_OUT, IN_DOUBT))
    )
    if request.state != QUEUED or session.scalar(known) is not None:
        return
    connector = connector_for(connection.connector)
    turns.take(session, connector, request, None, connector.start(task_for(session, request)))
    session.flush()


def _doubt_unanswered(session: Session, connection: ErpConnection) -> None:
    for step in session.scalars(_steps(connection.id, HANDED_OUT, IN_DOUBT)):
        step.state = IN_DOUBT
        step.lease_owner = None
        step.lease_until = None
        step.asking = False
        session.get_one(ErpRequest, step.request_id).state = IN_DOUBT
    session.flush()


def _hand_out(session: Session, step: ErpStep, owner: str) -> HandOut:
    step.state = HANDED_OUT
    step.handed_out_at = clock.now()
    _lease(step, owner)
    session.get_one(ErpRequest, step.request_id).state = HANDED_OUT
    return HandOut(step.id, step.body, asks=False)


def _hand_out_question(session: Session, connector: Connector, step: ErpStep, owner: str) -> HandOut:
    if step.wire_id is None:
        raise LookupError("A writing step without a wire id cannot exist.")
    step.asking = True
    _lease(step, owner)
    session.flush()
    return HandOut(step.id, connector.status_query(step.wire_id), asks=True)


def _lease(step: ErpStep, owner: str) -> None:
    step.lease_owner = owner
    step.lease_until = clock.now() + LEASE


def _steps(connection_id: int, *states: str) -> Select[ErpStep]:
    return (
        select(ErpStep)
        .where(ErpStep.connection_id == connection_id, ErpStep.state.in_(states))
        .order_by(ErpStep.id)
    )


def _due_steps(connection_id: int, moment: datetime) -> Select[ErpStep]:
    return (
        select(ErpStep)
        .join(ErpRequest, ErpRequest.id == ErpStep.request_id)
        .where(
            ErpStep.connection_id == connection_id,
            ErpStep.state == QUEUED,
            ErpRequest.not_before <= moment,
        )
        .order_by(ErpRequest.id, ErpStep.id)
    )


def _unplanned(connection_id: int | None) -> Select[ErpRequest]:
    open_step = select(ErpStep.request_id).where(ErpStep.state.in_((QUEUED, HANDED_OUT, IN_DOUBT)))
    statement = select(ErpRequest).where(
        ErpRequest.state == QUEUED, ErpRequest.id.not_in(open_step), ErpRequest.not_before <= clock.now()
    )
    if connection_id is not None:
        statement = statement.where(ErpRequest.connection_id == connection_id)
    return statement.order_by(ErpRequest.id)

"""What a connector's turn does to the rows: the next step, the result, a pause, a doubt, or a person."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.domain.vocabulary import RequestState
from portal.erp import contract
from portal.erp.contract import Answer, Connector, Turn
from portal.services.budgets import verdicts
from portal.services.exchange import attempts, results
from portal.services.exchange.wire_ids import new_wire_id

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""After each "not now" of the ERP; then the request fails. Source: retry policy of the portal (DECISIONS)."""


def take_safely(
    session: Session,
    connector: Connector,
    request: ErpRequest,
    step: ErpStep | None,
    turn: Turn,
    answer: Answer | None = None,
) -> None:
    """Write down `turn` and the answer it followed; when our own records refuse the turn, a person must look."""
    try:
        with session.begin_nested():
            _keep_answer(step, answer)
            take(session, connector, request, step, turn)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - one request that we cannot digest must not stop the queue
        _keep_answer(step, answer)
        take(session, connector, request, step, verdicts.defect(request, error))


def _keep_answer(step: ErpStep | None, answer: Answer | None) -> None:
    if step is not None and answer is not None:
        step.answer = answer.body or answer.error_text.encode()
        step.answered_at = clock.now()
        attempts.release(step)


def take(
    session: Session, connector: Connector, request: ErpRequest, step: ErpStep | None, turn: Turn
) -> None:
    """Write down `turn`, which followed the answer to `step` (None: the task's beginning)."""
    match turn:
        case contract.Step():
            _close(step, RequestState.SUCCEEDED)
            _next_step(session, connector, request, step, turn)
            _got_on(request, step)
        case contract.Finished(result):
            _close(step, RequestState.SUCCEEDED)
            _end(request, RequestState.SUCCEEDED, ())
            request.memory = {}
            results.apply(session, request, result)
        case contract.Refused(messages):
            _close(step, RequestState.FAILED)
            _end(request, RequestState.FAILED, messages)
            results.apply_refusal(session, request, messages)
        case contract.TryLater(messages):
            _pause(session, connector, request, step, messages)
        case contract.NeedsPerson(messages):
            _close(step, RequestState.NEEDS_PERSON)
            _end(request, RequestState.NEEDS_PERSON, messages)
            results.call_a_person(session, request, messages)
        case contract.Unknown():
            _begin_anew(session, connector, request, step)
        case contract.Unanswered(messages):
            _doubt(session, connector, request, step, messages)


def _next_step(
    session: Session,
    connector: Connector,
    request: ErpRequest,
    step: ErpStep | None,
    turn: contract.Step,
) -> None:
    wire_id = new_wire_id() if turn.mutates else None
    try:
        body = connector.envelope(turn.content, wire_id)
    except ValueError as error:
        messages = (f"The document for the ERP would not be accepted, so it was not sent: {error}",)
        _end(request, RequestState.FAILED, messages)
        results.apply_refusal(session, request, messages)
        return
    request.memory = dict(turn.memory)
    request.state = RequestState.QUEUED.value
    session.add(
        ErpStep(
            request_id=request.id,
            connection_id=request.connection_id,
            position=step.position + 1 if step is not None else _next_position(session, request),
            name=turn.name,
            mutates=turn.mutates,
            wire_id=wire_id,
            content=turn.content,
            body=body,
            state=RequestState.QUEUED.value,
        )
    )


def _next_position(session: Session, request: ErpRequest) -> int:
    last = session.scalar(select(func.max(ErpStep.position)).where(ErpStep.request_id == request.id))
    return (last or 0) + 1


def _got_on(request: ErpRequest, step: ErpStep | None) -> None:
    """A writing step was answered, so whatever got lost before it is no sign of poison any more."""
    if step is not None and step.mutates:
        request.losses = 0
        request.retries = 0


def _pause(
    session: Session,
    connector: Connector,
    request: ErpRequest,
    step: ErpStep | None,
    messages: tuple[str, ...],
) -> None:
    if request.retries >= len(PAUSES):
        take(session, connector, request, step, contract.Refused(messages))
        return
    request.messages = list(messages)
    request.not_before = clock.now() + PAUSES[request.retries]
    request.retries += 1
    request.state = RequestState.QUEUED.value
    if step is not None:
        attempts.repeat(session, connector, step)


def _begin_anew(session: Session, connector: Connector, request: ErpRequest, step: ErpStep | None) -> None:
    """The ERP denies to hold this attempt: begin the task again, which looks before it writes."""
    if request.losses >= attempts.MOST_LOSSES:
        take(session, connector, request, step, attempts.gave_up())
        return
    _close(step, RequestState.FAILED)
    request.state = RequestState.QUEUED.value
    request.memory = {}


def _doubt(
    session: Session,
    connector: Connector,
    request: ErpRequest,
    step: ErpStep | None,
    messages: tuple[str, ...],
) -> None:
    if step is None:
        take(session, connector, request, step, contract.NeedsPerson(messages))
        return
    if not step.asking:
        request.losses += 1
    step.state = request.state = RequestState.IN_DOUBT.value
    step.asking = False
    request.messages = list(messages)


def _close(step: ErpStep | None, state: RequestState) -> None:
    if step is not None:
        step.state = state.value


def _end(request: ErpRequest, state: RequestState, messages: tuple[str, ...]) -> None:
    request.state = state.value
    request.messages = list(messages)
    request.finished_at = clock.now()

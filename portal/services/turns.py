"""What a connector's turn does to the rows: the next step, the result, a pause, a doubt, or a person."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.domain.vocabulary import RequestState
from portal.erp import contract
from portal.erp.contract import Connector, Turn
from portal.services import results
from portal.services.wire_ids import new_wire_id

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""After each "not now" of the ERP; then the request fails. Source: retry policy of the portal (DECISIONS)."""


def take(
    session: Session, connector: Connector, request: ErpRequest, step: ErpStep | None, turn: Turn
) -> None:
    """Write down `turn`, which followed the answer to `step` (None: the task's beginning)."""
    match turn:
        case contract.Step():
            _close(step, RequestState.SUCCEEDED)
            _next_step(session, connector, request, turn)
        case contract.Finished(result):
            _close(step, RequestState.SUCCEEDED)
            _end(request, RequestState.SUCCEEDED, ())
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
        case contract.Unknown():
            request.state = RequestState.QUEUED.value
            if step is not None:
                try_again(session, connector, step, fresh_id=True)
        case contract.Unanswered(messages):
            request.messages = list(messages)
            request.state = RequestState.IN_DOUBT.value
            if step is not None:
                step.state = RequestState.IN_DOUBT.value
                step.asking = False


def try_again(session: Session, connector: Connector, step: ErpStep, *, fresh_id: bool) -> ErpStep:
    """End this attempt and queue the same content as the next one; under a new wire id when the old one is spent."""
    step.state = RequestState.FAILED.value
    attempt = session.scalar(
        select(func.max(ErpStep.attempt)).where(
            ErpStep.request_id == step.request_id, ErpStep.position == step.position
        )
    )
    wire_id = new_wire_id() if step.mutates and fresh_id else step.wire_id
    again = ErpStep(
        request_id=step.request_id,
        connection_id=step.connection_id,
        position=step.position,
        attempt=(attempt or step.attempt) + 1,
        name=step.name,
        mutates=step.mutates,
        wire_id=wire_id,
        content=step.content,
        body=connector.envelope(step.content, wire_id),
        state=RequestState.QUEUED.value,
    )
    session.add(again)
    session.get_one(ErpRequest, step.request_id).state = RequestState.QUEUED.value
    return again


def _next_step(session: Session, connector: Connector, request: ErpRequest, turn: contract.Step) -> None:
    last = session.execute(
        select(func.max(ErpStep.position)).where(ErpStep.request_id == request.id)
    ).scalar_one_or_none()
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
            position=(last or 0) + 1,
            name=turn.name,
            mutates=turn.mutates,
            wire_id=wire_id,
            content=turn.content,
            body=body,
            state=RequestState.QUEUED.value,
        )
    )


def _pause(
    session: Session,
    connector: Connector,
    request: ErpRequest,
    step: ErpStep | None,
    messages: tuple[str, ...],
) -> None:
    request.messages = list(messages)
    if request.retries >= len(PAUSES):
        _close(step, RequestState.FAILED)
        _end(request, RequestState.FAILED, messages)
        results.apply_refusal(session, request, messages)
        return
    request.not_before = clock.now() + PAUSES[request.retries]
    request.retries += 1
    request.state = RequestState.QUEUED.value
    if step is not None:
        try_again(session, connector, step, fresh_id=True)


def _close(step: ErpStep | None, state: RequestState) -> None:
    if step is not None:
        step.state = state.value


def _end(request: ErpRequest, state: RequestState, messages: tuple[str, ...]) -> None:
    request.state = state.value
    request.messages = list(messages)
    request.finished_at = clock.now()

"""One document, several attempts: who holds it, when it is in doubt, when it goes out again, when to give up.

Only what was never handed out, or what the ERP denies to hold, may fail; everything else stays in doubt.
"""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.domain.vocabulary import RequestState
from portal.erp.contract import Connector, Refused
from portal.services.exchange import open_steps
from portal.services.exchange.wire_ids import new_wire_id

LEASE = timedelta(minutes=10)
MOST_LOSSES = 8
"""A document that was lost so often in a row kills whoever takes it; the next request must pass."""


def lease(step: ErpStep, owner: str) -> None:
    """`owner` alone may record the answer."""
    step.lease_owner = owner
    step.lease_until = clock.now() + LEASE


def release(step: ErpStep) -> None:
    """Nobody holds it any more."""
    step.lease_owner = None
    step.lease_until = None


def doubt_unanswered(session: Session, connection_id: int) -> ErpStep | None:
    """A new question comes in, so the answer to the last one never will: what is out is in doubt, its lease void.

    Returns the oldest step in doubt.
    """
    outstanding = open_steps.outstanding(session, connection_id)
    for step in outstanding:
        request = session.get_one(ErpRequest, step.request_id)
        if step.state == RequestState.HANDED_OUT.value:
            request.losses += 1
        step.state = request.state = RequestState.IN_DOUBT.value
        step.asking = False
        release(step)
    return outstanding[0] if outstanding else None


def repeat(session: Session, connector: Connector, step: ErpStep) -> ErpStep:
    """End this attempt and queue the same content as the next one, under a wire id of its own."""
    step.state = RequestState.FAILED.value
    last = session.scalar(
        select(func.max(ErpStep.attempt)).where(
            ErpStep.request_id == step.request_id, ErpStep.position == step.position
        )
    )
    wire_id = new_wire_id() if step.mutates else None
    again = ErpStep(
        request_id=step.request_id,
        connection_id=step.connection_id,
        position=step.position,
        attempt=(last or step.attempt) + 1,
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


def gave_up() -> Refused:
    """What is said of a document that nobody survived."""
    return Refused(
        (
            (
                f"The ERP took this request {MOST_LOSSES} times and never answered, so it was set aside. "
                "It holds nothing of it. Look into the log on its computer, then retry."
            ),
        )
    )

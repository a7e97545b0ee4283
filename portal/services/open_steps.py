"""Finding what waits in the durable queue: the oldest request that may go, what is in doubt, who holds what.

Each look takes one row by an index, so that a long queue costs no more than a short one.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.domain.vocabulary import RequestState

QUEUED = RequestState.QUEUED.value
HANDED_OUT = RequestState.HANDED_OUT.value
IN_DOUBT = RequestState.IN_DOUBT.value
ANSWERED = (RequestState.SUCCEEDED.value, RequestState.FAILED.value)


def due_request(session: Session, connection_id: int) -> ErpRequest | None:
    """The oldest request of the connection that is queued and not pausing."""
    return session.scalar(
        select(ErpRequest)
        .where(
            ErpRequest.connection_id == connection_id,
            ErpRequest.state == QUEUED,
            ErpRequest.not_before <= clock.now(),
        )
        .order_by(ErpRequest.id)
        .limit(1)
    )


def queued_step(session: Session, request: ErpRequest) -> ErpStep | None:
    """The step that the request would send next; None while it is not planned."""
    return session.scalar(
        select(ErpStep)
        .where(ErpStep.request_id == request.id, ErpStep.state == QUEUED)
        .order_by(ErpStep.id)
        .limit(1)
    )


def doubtful(session: Session, connection_id: int) -> ErpStep | None:
    """The oldest step of which nobody knows whether the ERP ran it."""
    return session.scalar(
        select(ErpStep)
        .where(ErpStep.connection_id == connection_id, ErpStep.state == IN_DOUBT)
        .order_by(ErpStep.id)
        .limit(1)
    )


def outstanding(session: Session, connection_id: int) -> list[ErpStep]:
    """Everything that left and has no answer."""
    return list(
        session.scalars(
            select(ErpStep).where(
                ErpStep.connection_id == connection_id, ErpStep.state.in_((HANDED_OUT, IN_DOUBT))
            )
        )
    )


def held_by(session: Session, connection_id: int, owner: str) -> ErpStep | None:
    """The step that `owner` was given and has not answered: the fence against late and foreign answers."""
    return session.scalar(
        select(ErpStep).where(
            ErpStep.connection_id == connection_id,
            ErpStep.lease_owner == owner,
            ErpStep.state.in_((HANDED_OUT, IN_DOUBT)),
        )
    )


def unplanned(session: Session) -> list[int]:
    """Row numbers of the requests that are due and have no step to send, over all connections."""
    has_step = select(ErpStep.id).where(ErpStep.request_id == ErpRequest.id, ErpStep.state == QUEUED).exists()
    return list(
        session.scalars(
            select(ErpRequest.id)
            .where(ErpRequest.state == QUEUED, ErpRequest.not_before <= clock.now(), ~has_step)
            .order_by(ErpRequest.id)
        )
    )


def count_due(session: Session, connection_id: int) -> int:
    """How many requests wait for this connection and may go now, for its progress and the health line."""
    queued = select(func.count()).where(
        ErpRequest.connection_id == connection_id,
        ErpRequest.state == QUEUED,
        ErpRequest.not_before <= clock.now(),
    )
    unanswered = select(func.count()).where(
        ErpStep.connection_id == connection_id, ErpStep.state.in_((HANDED_OUT, IN_DOUBT))
    )
    return (session.scalar(queued) or 0) + (session.scalar(unanswered) or 0)


def forgettable(session: Session, connection_id: int) -> ErpStep | None:
    """A writing step whose answer is safe here and which the ERP still remembers."""
    return session.scalar(
        select(ErpStep)
        .where(
            ErpStep.connection_id == connection_id,
            ErpStep.state.in_(ANSWERED),
            ErpStep.mutates,
            ErpStep.cleared.is_(False),
            ErpStep.answered_at.is_not(None),
        )
        .limit(1)
    )

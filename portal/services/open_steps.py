"""Finding what waits in the durable queue: the oldest request that may go, what is in doubt, who holds what.

Each look takes one row by an index, so that a long queue costs no more than a short one.
"""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.domain.vocabulary import RequestState

QUEUED = RequestState.QUEUED.value
HANDED_OUT = RequestState.HANDED_OUT.value
IN_DOUBT = RequestState.IN_DOUBT.value
ANSWERED = (RequestState.SUCCEEDED.value, RequestState.FAILED.value)


def due(session: Session, connection_id: int) -> tuple[ErpRequest, ErpStep | None] | None:
    """The oldest request of the connection that may go, with its next step; without one while it is not planned."""
    step = and_(ErpStep.request_id == ErpRequest.id, ErpStep.state == QUEUED)
    row = session.execute(
        select(ErpRequest, ErpStep)
        .outerjoin(ErpStep, step)
        .where(_may_go(connection_id))
        .order_by(ErpRequest.id, ErpStep.id)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row is not None else None


def is_anything_due(session: Session, connection_id: int) -> bool:
    """Whether a session of this connection has something to do."""
    if session.scalar(select(ErpRequest.id).where(_may_go(connection_id)).limit(1)) is not None:
        return True
    return bool(outstanding(session, connection_id))


def queued_step(session: Session, request: ErpRequest) -> ErpStep | None:
    """The step that the request would send next; None while it is not planned."""
    return session.scalar(
        select(ErpStep)
        .where(ErpStep.request_id == request.id, ErpStep.state == QUEUED)
        .order_by(ErpStep.id)
        .limit(1)
    )


def outstanding(session: Session, connection_id: int) -> list[ErpStep]:
    """Everything that left and has no answer."""
    return list(
        session.scalars(
            select(ErpStep)
            .where(ErpStep.connection_id == connection_id, ErpStep.state.in_((HANDED_OUT, IN_DOUBT)))
            .order_by(ErpStep.id)
        )
    )


def held_by(session: Session, connection_id: int, owner: str) -> tuple[ErpStep, ErpRequest] | None:
    """The step that `owner` was given and has not answered: the fence against late and foreign answers."""
    row = session.execute(
        select(ErpStep, ErpRequest)
        .join(ErpRequest, ErpRequest.id == ErpStep.request_id)
        .where(
            ErpStep.connection_id == connection_id,
            ErpStep.lease_owner == owner,
            ErpStep.state.in_((HANDED_OUT, IN_DOUBT)),
        )
    ).first()
    return (row[0], row[1]) if row is not None else None


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
    """How many requests may go now or have no answer yet, for a session's progress and the health line."""
    queued = session.scalar(select(func.count()).where(_may_go(connection_id)))
    return (queued or 0) + len(outstanding(session, connection_id))


def _may_go(connection_id: int) -> ColumnElement[bool]:
    return and_(
        ErpRequest.connection_id == connection_id,
        ErpRequest.state == QUEUED,
        ErpRequest.not_before <= clock.now(),
    )


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

"""Finding what waits in the durable queue: the oldest request that may go, what is in doubt, who holds what.

Each look takes one row by an index, so that a long queue costs no more than a short one. The statements are built
once: the Web Connector asks them twice per document.
"""

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.domain.vocabulary import RequestState

QUEUED = RequestState.QUEUED.value
HANDED_OUT = RequestState.HANDED_OUT.value
IN_DOUBT = RequestState.IN_DOUBT.value
ANSWERED = (RequestState.SUCCEEDED.value, RequestState.FAILED.value)

_MAY_GO = and_(
    ErpRequest.connection_id == bindparam("connection"),
    ErpRequest.state == QUEUED,
    ErpRequest.not_before <= bindparam("now"),
)
_IS_OUT = and_(ErpStep.connection_id == bindparam("connection"), ErpStep.state.in_((HANDED_OUT, IN_DOUBT)))
_DUE = (
    select(ErpRequest, ErpStep)
    .outerjoin(ErpStep, and_(ErpStep.request_id == ErpRequest.id, ErpStep.state == QUEUED))
    .where(_MAY_GO)
    .order_by(ErpRequest.id, ErpStep.id)
    .limit(1)
)
_ANY_DUE = select(ErpRequest.id).where(_MAY_GO).limit(1)
_COUNT_DUE = select(func.count()).select_from(ErpRequest).where(_MAY_GO)
_OUTSTANDING = select(ErpStep).where(_IS_OUT).order_by(ErpStep.id)
_HELD = (
    select(ErpStep, ErpRequest)
    .join(ErpRequest, ErpRequest.id == ErpStep.request_id)
    .where(_IS_OUT, ErpStep.lease_owner == bindparam("owner"))
)
_FORGETTABLE = (
    select(ErpStep)
    .where(
        ErpStep.connection_id == bindparam("connection"),
        ErpStep.state.in_(ANSWERED),
        ErpStep.mutates,
        ErpStep.cleared.is_(False),
        ErpStep.answered_at.is_not(None),
    )
    .limit(1)
)
_HAS_STEP = select(ErpStep.id).where(ErpStep.request_id == ErpRequest.id, ErpStep.state == QUEUED).exists()


def due(session: Session, connection_id: int) -> tuple[ErpRequest, ErpStep | None] | None:
    """The oldest request of the connection that may go, with its next step; without one while it is not planned."""
    row = session.execute(_DUE, {"connection": connection_id, "now": clock.now()}).first()
    return (row[0], row[1]) if row is not None else None


def is_anything_due(session: Session, connection_id: int) -> bool:
    """Whether a session of this connection has something to do."""
    given = {"connection": connection_id, "now": clock.now()}
    return session.scalar(_ANY_DUE, given) is not None or bool(outstanding(session, connection_id))


def queued_step(session: Session, request: ErpRequest) -> ErpStep | None:
    """The step that the request would send next; None while it is not planned."""
    return session.scalar(
        select(ErpStep)
        .where(ErpStep.request_id == request.id, ErpStep.state == QUEUED)
        .order_by(ErpStep.id)
        .limit(1)
    )


def outstanding(session: Session, connection_id: int) -> list[ErpStep]:
    """Everything that left and has no answer, oldest first."""
    return list(session.scalars(_OUTSTANDING, {"connection": connection_id}))


def held_by(session: Session, connection_id: int, owner: str) -> tuple[ErpStep, ErpRequest] | None:
    """The step that `owner` was given and has not answered: the fence against late and foreign answers."""
    row = session.execute(_HELD, {"connection": connection_id, "owner": owner}).first()
    return (row[0], row[1]) if row is not None else None


def unplanned(session: Session) -> list[int]:
    """Row numbers of the requests that are due and have no step to send, over all connections."""
    return list(
        session.scalars(
            select(ErpRequest.id)
            .where(ErpRequest.state == QUEUED, ErpRequest.not_before <= clock.now(), ~_HAS_STEP)
            .order_by(ErpRequest.id)
        )
    )


def count_due(session: Session, connection_id: int) -> int:
    """How many requests may go now or have no answer yet, for a session's progress and the health line."""
    queued = session.scalar(_COUNT_DUE, {"connection": connection_id, "now": clock.now()})
    return (queued or 0) + len(outstanding(session, connection_id))


def forgettable(session: Session, connection_id: int) -> ErpStep | None:
    """A writing step whose answer is safe here and which the ERP still remembers."""
    return session.scalar(_FORGETTABLE, {"connection": connection_id})

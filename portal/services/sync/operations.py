"""Operations as the agent's wire names them: one per attempt of a step that leaves for the ERP, and how far it came.

A writing step is named by its wire id, which the agent's journal keeps; a reading one "R" and its row number; a
question about a writing step "S-" and its wire id. Source: the operation status of hh2's public clients.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpRequest, ErpStep
from portal.domain.vocabulary import RequestState

ASKS = "S-"
_ROW = re.compile(r"R([0-9]{1,15})")
_WIRE_ID = re.compile(r"[!-~]{1,60}")
_OPEN = (RequestState.QUEUED.value, RequestState.HANDED_OUT.value, RequestState.IN_DOUBT.value)


@dataclass(frozen=True, slots=True)
class Progress:
    """The moments of an operation; None until it came so far. Disabled: given up before it was answered."""

    created: datetime | None
    transmitted: datetime | None
    received: datetime | None
    disabled: datetime | None
    completed: datetime | None


def name_of(step: ErpStep, *, asks: bool = False) -> str:
    """The operation id of a step, or of the question about it."""
    plain = step.wire_id or f"R{step.id}"
    return f"{ASKS}{plain}" if asks else plain


def find(session: Session, connection_id: int, operation_id: str) -> ErpStep | None:
    """The step behind an operation id of this connection; the asked one behind a question."""
    plain = operation_id.removeprefix(ASKS)
    row = _ROW.fullmatch(plain)
    if not _WIRE_ID.fullmatch(plain):
        return None
    named = ErpStep.id == int(row[1]) if row else ErpStep.wire_id == plain
    step = session.scalar(select(ErpStep).where(ErpStep.connection_id == connection_id, named))
    return step if step is not None and name_of(step) == plain else None


def newest_of(session: Session, request_id: int | None) -> str:
    """The operation id of a request's newest step; empty where there is none."""
    newest = select(ErpStep).where(ErpStep.request_id == request_id).order_by(ErpStep.id.desc()).limit(1)
    step = session.scalar(newest) if request_id is not None else None
    return name_of(step) if step is not None else ""


def is_open(step: ErpStep) -> bool:
    """Whether the step still waits to go or for its answer."""
    return step.state in _OPEN


def progress(session: Session, step: ErpStep) -> Progress:
    """How far the operation has come."""
    given_up = step.answered_at is None and not is_open(step)
    return Progress(
        created=step.created_at,
        transmitted=step.handed_out_at,
        received=step.received_at,
        disabled=_given_up_at(session, step) if given_up else None,
        completed=step.answered_at,
    )


def _given_up_at(session: Session, step: ErpStep) -> datetime | None:
    """When the next attempt took its place, or its request ended."""
    following = select(func.min(ErpStep.created_at)).where(
        ErpStep.request_id == step.request_id, ErpStep.id > step.id
    )
    return session.scalar(following) or session.get_one(ErpRequest, step.request_id).finished_at

"""Ordering that an export which nobody posted is taken away again: one durable row per attempt."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpRequest
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.people import Actor
from portal.services.exchange import open_steps, request_queue

WITHDRAW = "withdraw_export"


def order(session: Session, budget: Budget, submission: Submission, actor: Actor, reason: str) -> int:
    """Put it in the queue; returns the request's row number. A refused one may be ordered again."""
    project = session.get_one(Project, budget.project_id)
    if project.connection_id is None:
        raise LookupError("An exported budget without an ERP connection cannot exist.")
    attempts = session.scalar(select(func.count(ErpRequest.id)).where(_of(submission))) or 0
    return request_queue.put(
        session,
        WITHDRAW,
        project.connection_id,
        requested_by=actor.id,
        project_id=project.id,
        submission_id=submission.id,
        business_key=f"withdraw:{submission.id}:{attempts + 1}",
        payload={"submission_id": submission.id, "reason": reason},
    )


def last_of(session: Session, submission: Submission) -> ErpRequest | None:
    """The newest order to withdraw this submission; None when nobody asked for it."""
    return session.scalar(select(ErpRequest).where(_of(submission)).order_by(ErpRequest.id.desc()).limit(1))


def under_way(session: Session, submission: Submission) -> bool:
    """Whether an order to withdraw has no answer yet."""
    request = last_of(session, submission)
    return request is not None and request.state in _OPEN


_OPEN = (open_steps.QUEUED, open_steps.HANDED_OUT, open_steps.IN_DOUBT)


def _of(submission: Submission) -> ColumnElement[bool]:
    return and_(ErpRequest.submission_id == submission.id, ErpRequest.kind == WITHDRAW)

"""Ordering an export at the ERP: one durable row per submission, and the bell of the job `erp_push`."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpRequest
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.people import Actor
from portal.domain.vocabulary import RequestState
from portal.services.exchange import request_queue

EXPORT = "export_budget"


BESIDE = "beside_others"
"""In a request's payload: the approver wants ours beside what the ERP has on the job already."""


def order(
    session: Session, budget: Budget, submission: Submission, actor: Actor, *, beside_others: bool = False
) -> int:
    """Put the export of an accepted submission in the queue. The business key is unique for ever."""
    project = session.get_one(Project, budget.project_id)
    if project.connection_id is None:
        raise LookupError("An accepted budget without an ERP connection cannot exist.")
    return request_queue.put(
        session,
        EXPORT,
        project.connection_id,
        requested_by=actor.id,
        project_id=project.id,
        submission_id=submission.id,
        business_key=f"export:{budget.id}:{submission.number}:{project.connection_id}",
        payload={BESIDE: beside_others},
    )


def request_of(session: Session, submission: Submission) -> ErpRequest | None:
    """The export request of a submission; None before acceptance."""
    return session.scalar(
        select(ErpRequest).where(ErpRequest.submission_id == submission.id, ErpRequest.kind == EXPORT)
    )


def repeat(session: Session, submission: Submission, *, beside_others: bool = False) -> int:
    """Queue a failed export again: same business key, same frozen copy, a new attempt at the ERP."""
    request = request_of(session, submission)
    if request is None:
        raise LookupError("An accepted submission without its export request cannot exist.")
    request.state = RequestState.QUEUED.value
    request.messages = []
    request.retries = request.losses = 0
    request.memory = {}
    request.payload = {**request.payload, BESIDE: beside_others or bool(request.payload.get(BESIDE))}
    request.finished_at = None
    request.not_before = clock.now()
    request_queue.ring(session, request)
    return request.id


def withdraw(session: Session, submission: Submission) -> None:
    """End the request of a rejected submission for good; a failed one stays as it is, for the record."""
    request = request_of(session, submission)
    if request is not None and request.state == RequestState.QUEUED.value:
        request.state = RequestState.FAILED.value
        request.finished_at = clock.now()

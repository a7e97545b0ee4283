"""Asking the ERP for a job's costs; a request already waiting is joined, not doubled.

An ERP with a sync agent is asked in two steps instead: see `sync.staged_runs`.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest, ErpStep
from portal.db.projects import Project
from portal.domain.facts import BudgetFacts
from portal.domain.vocabulary import RequestState
from portal.services.budget_facts import policy_of
from portal.services.exchange import request_queue
from portal.services.sync import staged_runs

READ_COSTS = "read_job_costs"
READ_LISTS = "read_lists"
OPEN_STATES = tuple(
    state.value for state in (RequestState.QUEUED, RequestState.HANDED_OUT, RequestState.IN_DOUBT)
)


def order_after_export(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The proof of an export is read back as soon as the ERP can answer; a sync agent brings it by itself."""
    if facts.erp is None or not facts.erp.staged:
        order_job_costs(session, session.get_one(Project, budget.project_id), None)


def order_job_costs(session: Session, project: Project, person_id: int | None) -> int | None:
    """Queue a read-back of one job; returns the row number of the request, None when the project is not linked.

    With a sync agent it is both steps for that job, and the row number of the run.
    """
    if project.connection_id is None or project.erp_job_id is None:
        return None
    policy = policy_of(session.get(ErpConnection, project.connection_id))
    if policy is not None and policy.staged:
        run = staged_runs.order_for_project(session, project, person_id)
        return run.id if run is not None else None
    return _order(session, READ_COSTS, project.connection_id, project.id, person_id)


def order_lists(session: Session, connection_id: int, person_id: int | None) -> int:
    """Queue a refresh of the ERP's own lists (jobs, items, accounts)."""
    return _order(session, READ_LISTS, connection_id, None, person_id)


def waiting(session: Session, kind: str, connection_id: int, project_id: int | None) -> ErpRequest | None:
    """A read of this kind that has not been answered yet."""
    return session.scalar(
        select(ErpRequest)
        .where(
            ErpRequest.kind == kind,
            ErpRequest.connection_id == connection_id,
            ErpRequest.project_id == project_id if project_id else ErpRequest.project_id.is_(None),
            ErpRequest.state.in_(OPEN_STATES),
        )
        .order_by(ErpRequest.id.desc())
        .limit(1)
    )


def _order(
    session: Session, kind: str, connection_id: int, project_id: int | None, person_id: int | None
) -> int:
    """Join a read that has not left yet; one that has left may be older than what the asker wants to see."""
    known = waiting(session, kind, connection_id, project_id)
    now = clock.now()
    if known is not None and known.state == RequestState.QUEUED.value and _nothing_read_yet(session, known):
        known.not_before = min(known.not_before, now)
        return known.id
    return request_queue.put(session, kind, connection_id, requested_by=person_id, project_id=project_id)


def _nothing_read_yet(session: Session, request: ErpRequest) -> bool:
    """Whether all that it will bring is still to be asked for."""
    got_on = select(ErpStep.id).where(ErpStep.request_id == request.id, ErpStep.position > 1).limit(1)
    return session.scalar(got_on) is None

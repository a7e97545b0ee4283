"""Check now: ask the ERP for a project's job costs on a person's word, and tell how far the asking has come.

With a sync agent it is a run of both steps instead of one request: see `staged_checks`.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.projects import Project
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.denials import Denial, Denied
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, RequestState
from portal.services import audit
from portal.services.actors import held_now
from portal.services.budget_facts import company, read_facts
from portal.services.budgets import staged_checks
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.check_progress import Check
from portal.services.erp_lists.transport_words import call_sentence
from portal.services.exchange.readings import READ_COSTS, order_job_costs, waiting
from portal.services.job_costs.baselines import current_reading
from portal.services.sync import scheduled_runs


def order(actor: Actor, project_id: int) -> int:
    """Ask for the job costs, or join a reading that waits already; returns its row number. Raises Denied."""
    with transaction() as session:
        actor = held_now(session, actor, project_id)
        budget = budget_of(session, project_id)
        require(Action.CHECK_NOW, actor, read_facts(session, budget))
        request_id = order_job_costs(session, session.get_one(Project, project_id), actor.id)
        if request_id is None:
            raise Denied((Denial("project_not_synced", "The project is not synced with an ERP job yet."),))
        subject = audit.Subject("budget", budget.id, project_id)
        audit.record(session, Action.CHECK_NOW, actor, subject, audit.Note(detail={"request": request_id}))
        return request_id


def read(session: Session, project: Project, request_id: int | None = None) -> Check | None:
    """The reading `request_id`, or else the one that waits now; None when there is nothing to tell."""
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    if connection is not None and scheduled_runs.is_staged(connection):
        return staged_checks.read(session, project, connection, request_id)
    request = _request(session, project, request_id)
    if request is None or connection is None:
        return None
    state = RequestState(request.state)
    title, sentence = _words(session, project.id, connection, request, state)
    return Check(request.id, title, sentence, state in _RUNNING, arrived=state is RequestState.SUCCEEDED)


_RUNNING = frozenset({RequestState.QUEUED, RequestState.HANDED_OUT, RequestState.IN_DOUBT})


def _request(session: Session, project: Project, request_id: int | None) -> ErpRequest | None:
    if request_id is None:
        connection_id = project.connection_id
        return waiting(session, READ_COSTS, connection_id, project.id) if connection_id else None
    return session.scalar(
        select(ErpRequest).where(
            ErpRequest.id == request_id,
            ErpRequest.project_id == project.id,
            ErpRequest.kind == READ_COSTS,
        )
    )


def _words(
    session: Session, project_id: int, connection: ErpConnection, request: ErpRequest, state: RequestState
) -> tuple[str, str]:
    if state is RequestState.QUEUED and not request.memory:
        return "Job costs are asked for.", call_sentence(session, connection)
    if state in _RUNNING:
        return "Job costs are being read.", "The figures on this page change when the answer is here."
    if state is RequestState.SUCCEEDED:
        reading = current_reading(session, project_id)
        when = clock.say_when(reading.read_at if reading else request.finished_at, company(session).timezone)
        return "Job costs are here.", f"They were read {when}."
    told = " ".join(str(message) for message in request.messages) or "The ERP gave no reason."
    return "Job costs could not be read.", told

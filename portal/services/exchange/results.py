"""What a finished or refused request means for the portal's own records, in the same transaction."""

from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.submissions import Submission
from portal.domain.facts import is_unposted
from portal.domain.people import Actor, machine
from portal.domain.vocabulary import Action, Phase
from portal.erp.contract import (
    CodesCreated,
    CompanySynced,
    Exported,
    JobAwaited,
    JobCostsRead,
    JobCreated,
    ListsRead,
    Result,
    Withdrawn,
)
from portal.erp.registry import connector_for
from portal.services.exchange import erp_records, ties
from portal.services.exchange.export_requests import EXPORT
from portal.services.exchange.export_results import ExportedInput
from portal.services.job_costs import job_costs
from portal.services.submissions.resets import WithdrawnInput
from portal.services.sync import runs
from portal.services.transitions import perform


def apply(session: Session, request: ErpRequest, result: Result) -> None:
    """Carry a result into budgets, links, lists or job costs."""
    match result:
        case Exported(origin_id, warnings, delivery):
            _finish_export(session, request, ExportedInput(origin_id, warnings, delivery))
        case JobCreated(record):
            request.messages = list(ties.job_created(session, request, record))
        case CodesCreated(records):
            request.messages = list(ties.codes_created(session, request, records))
        case ListsRead(records, company):
            erp_records.replace_lists(session, request, records, company)
        case JobCostsRead():
            job_costs.store(session, request, result, actor_of(session, request))
            runs.note_reading(session, request, {})
        case JobAwaited():
            request.messages = list(ties.job_awaited(session, request, result))
        case CompanySynced():
            runs.company_synced(session, request, result)
        case Withdrawn(message):
            _finish_withdrawal(session, request, message)


def apply_refusal(session: Session, request: ErpRequest, messages: tuple[str, ...]) -> None:
    """A refused export fails its budget; other requests show their messages where they were ordered."""
    if request.kind == EXPORT:
        budget = session.get_one(Budget, _budget_id(session, request))
        if budget.phase == Phase.EXPORTING.value:
            perform(Action.FAIL_EXPORT, actor_of(session, request), budget.id, given=messages)


def call_a_person(session: Session, request: ErpRequest, messages: tuple[str, ...]) -> None:
    """Nothing goes on by itself: the connection says so where people look."""
    connection = session.get_one(ErpConnection, request.connection_id)
    connection.last_problem = " ".join(messages)
    connection.last_problem_at = clock.now()


def actor_of(session: Session, request: ErpRequest) -> Actor:
    """The connector as an actor, named after its ERP in the audit."""
    connection = session.get_one(ErpConnection, request.connection_id)
    return machine(connector_for(connection.connector).label)


def _finish_export(session: Session, request: ErpRequest, given: ExportedInput) -> None:
    request.messages = list(given.warnings)
    perform(Action.FINISH_EXPORT, actor_of(session, request), _budget_id(session, request), given=given)


def _finish_withdrawal(session: Session, request: ErpRequest, message: str) -> None:
    """Reset the budget, unless its amounts showed in the meantime: then the sync has the last word."""
    submission = session.get_one(Submission, request.payload["submission_id"])
    budget = session.get_one(Budget, submission.budget_id)
    request.messages = [message] if message else []
    if budget.submission_id != submission.id or not is_unposted(budget.phase):
        request.messages = [*request.messages, "The amounts showed in the ERP before, so nothing was reset."]
        return
    perform(
        Action.FINISH_WITHDRAWAL,
        actor_of(session, request),
        budget.id,
        given=WithdrawnInput(request.requested_by, message),
        reason=str(request.payload.get("reason", "")),
    )


def _budget_id(session: Session, request: ErpRequest) -> int:
    return session.get_one(Submission, request.submission_id).budget_id

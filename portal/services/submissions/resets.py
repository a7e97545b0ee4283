"""The way out of a stuck export (E19): reset what never left, withdraw what nobody posted.

The ERP has never held the amounts, or has answered that it does not: nothing of the submission stays marked exported,
and a first export may be imported again (Q7). Source: portal decision on stale exports; ERP Integration Overview.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.db.submissions import Submission
from portal.domain.vocabulary import Decision, RequestState
from portal.services.exchange import export_marks, export_requests, withdrawal_requests
from portal.services.intentions import Act, InputError, Intention
from portal.services.submissions.approvals import REASON_AT_LEAST, REASON_AT_MOST
from portal.services.submissions.submissions import close_links, current_submission


@dataclass(frozen=True, slots=True)
class WithdrawnInput:
    """The ERP's side took the export away; `ordered_by` is who asked for it."""

    ordered_by: int | None
    message: str = ""


def _reset(intention: Intention) -> None:
    reason = _checked(intention)
    _end(intention, reason, intention.actor.id)


def _withdraw(intention: Intention) -> int:
    """Ask the ERP's side; the budget is reset when it has answered. Returns the request's row number."""
    reason = _checked(intention)
    submission = current_submission(intention.session, intention.budget)
    intention.notes["submission"] = submission.number
    return withdrawal_requests.order(intention.session, intention.budget, submission, intention.actor, reason)


def _finish(intention: Intention) -> None:
    given: WithdrawnInput = intention.given
    intention.notes["message"] = given.message
    _end(intention, intention.reason, given.ordered_by)


def _end(intention: Intention, reason: str, person_id: int | None) -> None:
    """Stamp the end, take every mark of the export back, and let nothing of it go out any more."""
    session, budget = intention.session, intention.budget
    submission = current_submission(session, budget)
    now = clock.now()
    submission.decision, submission.reason = Decision.RESET.value, reason
    submission.decided_by, submission.decided_at = person_id, now
    budget.last_decision_reason, budget.last_decision_at = reason, now
    budget.last_decision_by = person_id
    close_links(session, submission)
    export_marks.undo(session, budget, submission)
    _stop_request(session, submission)
    intention.notes["submission"] = submission.number


def _stop_request(session: Session, submission: Submission) -> None:
    request = export_requests.request_of(session, submission)
    export_marks.disown(session, request)
    if request is not None:
        request.state = RequestState.FAILED.value
        request.finished_at = request.finished_at or clock.now()


def _checked(intention: Intention) -> str:
    reason = intention.reason.strip()
    if not REASON_AT_LEAST <= len(reason) <= REASON_AT_MOST:
        raise InputError(
            "reason", "Write a reason of 3 to 500 characters; it is mailed to the sender and the approvers."
        )
    return reason


RESET = Act(_reset)
WITHDRAW = Act(_withdraw)
FINISH_WITHDRAWAL = Act(_finish)

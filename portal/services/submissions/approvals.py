"""Accounting's decisions: accept, reject, retry. Accepting and exporting are the same act.

Source: Accept or Reject a Budget for Export to QuickBooks; … to Sage 100 Contractor.
"""

from dataclasses import dataclass

from portal import clock
from portal.db.projects import Project
from portal.db.submissions import Submission, SubmissionRemark
from portal.domain.denials import Denial, Denied
from portal.domain.vocabulary import Decision
from portal.services.exchange import export_requests
from portal.services.exchange.code_confirmations import confirm_codes
from portal.services.intentions import Act, InputError, Intention
from portal.services.job_costs import baselines
from portal.services.submissions.frozen_copies import seal, thaw
from portal.services.submissions.submissions import current_submission, end

REASON_AT_LEAST = 3
REASON_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class AcceptInput:
    """What the approver's page showed: which submission, its seal, and what was ticked on a first export.

    `beside_others`: what the ERP has on the job already may stay, ours is put beside it.
    """

    submission_id: int
    content_hash: str
    caution_read: bool = False
    beside_others: bool = False


@dataclass(frozen=True, slots=True)
class RetryInput:
    """What was ticked beside Retry."""

    beside_others: bool = False


@dataclass(frozen=True, slots=True)
class RejectInput:
    """The reason is the act's reason; remarks by line travel with it."""

    submission_id: int
    remarks: tuple[tuple[int, str], ...] = ()


def _accept(intention: Intention) -> int:
    given: AcceptInput = intention.given
    submission = _the_one_shown(intention, given.submission_id)
    if given.content_hash != submission.content_hash or seal(submission.content) != submission.content_hash:
        raise Denied(
            (Denial("copy_differs", "The submission is not the one you saw. Open the review again."),)
        )
    if submission.is_first and not given.caution_read:
        raise InputError("caution", "Tick the box: the first export of a budget cannot be taken back.")
    end(intention, submission, Decision.ACCEPTED)
    submission.baseline = baselines.take(intention.session, intention.budget)
    _confirm_codes(intention)
    intention.budget.revision += 1
    intention.notes["hash"] = submission.content_hash
    if not intention.facts.four_eyes:
        intention.notes["four_eyes"] = False
        intention.notes["own_work"] = intention.actor.id in intention.facts.touched_by
    return export_requests.order(
        intention.session,
        intention.budget,
        submission,
        intention.actor,
        beside_others=given.beside_others,
    )


def _confirm_codes(intention: Intention) -> None:
    """Codes new to the job travel with the export, in the approver's name, where the ERP owns the list."""
    erp = intention.facts.erp
    if erp is None or erp.creates_codes:
        return
    project = intention.session.get_one(Project, intention.budget.project_id)
    confirmed = confirm_codes(intention.session, project, intention.actor.id)
    if confirmed:
        intention.notes["codes_confirmed"] = confirmed


def _reject(intention: Intention) -> None:
    given: RejectInput = intention.given
    reason = check_reason(intention.reason)
    submission = _the_one_shown(intention, given.submission_id)
    export_requests.withdraw(intention.session, submission)
    end(intention, submission, Decision.REJECTED, reason)
    _keep_remarks(intention, submission, given.remarks)


def check_reason(text: str) -> str:
    """The reason of a rejection without its edges. Raises InputError("reason") when it is too short or too long."""
    reason = text.strip()
    if not REASON_AT_LEAST <= len(reason) <= REASON_AT_MOST:
        raise InputError("reason", "Write a reason of 3 to 500 characters; it is mailed to the sender.")
    return reason


def _retry(intention: Intention) -> int:
    """The same frozen copy under the same business key, as a new attempt."""
    submission = current_submission(intention.session, intention.budget)
    intention.notes["submission"] = submission.number
    given: RetryInput = intention.given or RetryInput()
    return export_requests.repeat(intention.session, submission, beside_others=given.beside_others)


def _keep_remarks(intention: Intention, submission: Submission, remarks: tuple[tuple[int, str], ...]) -> None:
    """Store the approver's remarks on lines of the frozen copy, removed ones too; empty ones are none."""
    shown = {line.line_id for line in thaw(submission.content).lines}
    for line_id, text in remarks:
        if line_id in shown and text.strip():
            intention.session.add(
                SubmissionRemark(
                    submission_id=submission.id,
                    line_id=line_id,
                    by_id=intention.actor.id,
                    at=clock.now(),
                    text=text.strip()[:REASON_AT_MOST],
                )
            )


def _the_one_shown(intention: Intention, submission_id: int) -> Submission:
    submission = current_submission(intention.session, intention.budget)
    if submission.id != submission_id:
        raise Denied(
            (
                Denial(
                    "superseded",
                    f"This submission was replaced: submission {submission.number} is now the current one.",
                ),
            )
        )
    return submission


ACCEPT = Act(_accept, needs_limits=True)
REJECT = Act(_reject)
RETRY = Act(_retry)

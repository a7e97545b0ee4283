"""What the ERP's answers do to a budget: exported, failed, visible, different.

Source: Export a Budget to QuickBooks, Restrictions; ERP Events Dictionary (transactions are marked once).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from portal import clock
from portal.db.budgets import BudgetLine, BudgetModification
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.vocabulary import TransactionType
from portal.services.intentions import Act, Intention
from portal.services.submissions.submissions import current_submission


@dataclass(frozen=True, slots=True)
class ExportedInput:
    """The ERP holds the budget under `origin_id`; `delivery` is what a person there needs to find it."""

    origin_id: str
    warnings: tuple[str, ...] = ()
    delivery: Mapping[str, Any] = field(default_factory=dict)


def _finish(intention: Intention) -> None:
    """Mark what travelled: transactions, modifications, and each line's exported original."""
    given: ExportedInput = intention.given
    session, budget = intention.session, intention.budget
    submission = current_submission(session, budget)
    now = clock.now()
    submission.exported_at = now
    submission.delivery = dict(given.delivery)
    budget.origin_id = given.origin_id
    budget.first_exported_at = budget.first_exported_at or now
    session.execute(
        update(BudgetTransaction)
        .where(BudgetTransaction.submission_id == submission.id)
        .values(exported_at=now)
    )
    _mark_modifications(intention, submission)
    _mark_lines(intention, submission)
    intention.notes.update(
        submission=submission.number, origin_id=given.origin_id, warnings=list(given.warnings)
    )


def _mark_modifications(intention: Intention, submission: Submission) -> None:
    carried = select(BudgetTransaction.modification_id).where(
        BudgetTransaction.submission_id == submission.id, BudgetTransaction.modification_id.is_not(None)
    )
    intention.session.execute(
        update(BudgetModification)
        .where(BudgetModification.id.in_(carried))
        .values(exported_by=submission.id)
        .execution_options(synchronize_session=False)
    )


def _mark_lines(intention: Intention, submission: Submission) -> None:
    originals: dict[int, int] = {}
    rows = intention.session.execute(
        select(BudgetTransaction.line_id, BudgetTransaction.cents).where(
            BudgetTransaction.submission_id == submission.id,
            BudgetTransaction.type != TransactionType.BUDGET_MODIFICATION.value,
        )
    )
    for line_id, cents in rows:
        originals[line_id] = originals.get(line_id, 0) + cents
    lines = intention.session.scalars(select(BudgetLine).where(BudgetLine.budget_id == intention.budget.id))
    for line in lines:
        if line.id in originals:
            line.exported_cents = (line.exported_cents or 0) + originals[line.id]


def _fail(intention: Intention) -> None:
    """Keep the ERP's messages in the audit; the request holds them for the page."""
    intention.notes["messages"] = list(intention.given or ())


def _see_posted(intention: Intention) -> None:
    """Something of the export shows: a person at the ERP has begun to post it."""
    intention.notes["submission"] = current_submission(intention.session, intention.budget).number


def _confirm(intention: Intention) -> None:
    """`given` is the proof as JSON: every exported amount is visible."""
    proof: dict[str, Any] = intention.given
    submission = current_submission(intention.session, intention.budget)
    now = clock.now()
    submission.synced_at = now
    submission.proof = proof
    intention.session.execute(
        update(BudgetTransaction)
        .where(BudgetTransaction.submission_id == submission.id)
        .values(synced_at=now)
    )
    intention.notes.update(submission=submission.number, checked=proof.get("checked", 0))


def _mismatch(intention: Intention) -> None:
    """Keep the differences line by line; nothing opens."""
    proof: dict[str, Any] = intention.given
    submission = current_submission(intention.session, intention.budget)
    submission.proof = proof
    intention.notes.update(submission=submission.number, differences=len(proof.get("differences", ())))


FINISH = Act(_finish, brief=True)
FAIL = Act(_fail)
POSTED = Act(_see_posted, brief=True)
CONFIRM = Act(_confirm)
MISMATCH = Act(_mismatch)

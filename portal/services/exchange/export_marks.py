"""Taking back what `export_results` marked: the ERP holds nothing of a submission after all.

Source: ERP Events Dictionary (transactions are marked once); portal decision on stuck exports.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.db.exchange import ErpRequest, ErpStep
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.vocabulary import RequestState
from portal.services.submissions.frozen_copies import thaw


def undo(session: Session, budget: Budget, submission: Submission) -> None:
    """Amounts, modifications and lines as they stood before this export; of the first one nothing remains at all."""
    submission.exported_at = None
    submission.proof = {}
    session.execute(
        update(BudgetTransaction)
        .where(BudgetTransaction.submission_id == submission.id)
        .values(exported_at=None, synced_at=None, origin_id=None)
    )
    session.execute(
        update(BudgetModification)
        .where(BudgetModification.exported_by == submission.id)
        .values(exported_by=None)
        .execution_options(synchronize_session=False)
    )
    _restore_lines(session, budget, submission)
    if submission.is_first:
        budget.first_exported_at = None
        budget.origin_id = None


def _restore_lines(session: Session, budget: Budget, submission: Submission) -> None:
    """What the ERP held of each original before, from the frozen copy: nothing else can have changed since."""
    held = {line.line_id: line.held_original_cents for line in thaw(submission.content).lines}
    for line in session.scalars(select(BudgetLine).where(BudgetLine.budget_id == budget.id)):
        if line.id in held:
            line.exported_cents = held[line.id]


def disown(session: Session, request: ErpRequest | None) -> None:
    """No step of the export counts as held by the ERP any more, and none goes out."""
    if request is None:
        return
    session.execute(
        update(ErpStep)
        .where(ErpStep.request_id == request.id, ErpStep.state != RequestState.FAILED.value)
        .values(state=RequestState.FAILED.value, lease_owner=None, lease_until=None)
        .execution_options(synchronize_session="fetch")
    )

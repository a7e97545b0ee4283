"""Submissions by their numbers: the one of a number, and the number that counts now."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.submissions import Submission
from portal.services.intentions import NotFoundError


def find(session: Session, project_id: int, number: int) -> tuple[Budget, Submission]:
    """A project's budget and its submission of this number. Raises NotFoundError."""
    found = session.execute(
        select(Budget, Submission)
        .join(Submission, Submission.budget_id == Budget.id)
        .where(Budget.project_id == project_id, Submission.number == number)
    ).first()
    if found is None:
        raise NotFoundError("There is no such submission.")
    return found.Budget, found.Submission


def current_number(session: Session, budget: Budget) -> int:
    """The number of the budget's current submission; 0 where there is none."""
    return session.scalar(select(Submission.number).where(Submission.id == budget.submission_id)) or 0

"""The rows behind a budget's pages, read together and kept for the request: asking for one of them again is free."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.job_costs import JobCostReading
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.services.job_costs.baselines import current_reading


@dataclass(frozen=True, slots=True)
class BudgetRows:
    """A project with its budget, connection, current submission and latest reading of job costs."""

    project: Project
    budget: Budget
    connection: ErpConnection | None
    submission: Submission | None
    reading: JobCostReading | None


def load(session: Session, project_id: int) -> BudgetRows:
    """Read them. The project exists: the door has looked. A submission comes without its frozen copy."""
    row = session.execute(
        select(Project, Budget, ErpConnection, Submission)
        .join(Budget, Budget.project_id == Project.id)
        .outerjoin(ErpConnection, ErpConnection.id == Project.connection_id)
        .outerjoin(Submission, Submission.id == Budget.submission_id)
        .where(Project.id == project_id)
        .options(defer(Submission.content))
    ).one()
    return BudgetRows(*row, current_reading(session, project_id))

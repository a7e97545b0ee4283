"""Finding the one budget of a project."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.services.intentions import NotFoundError


def budget_of(session: Session, project_id: int) -> Budget:
    """The budget of a project. Raises NotFoundError when there is none."""
    budget = session.scalar(select(Budget).where(Budget.project_id == project_id))
    if budget is None:
        raise NotFoundError("This project has no budget.")
    return budget

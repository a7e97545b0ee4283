"""The Job Costs Report's amounts at the moment of acceptance: what a re-send must move by exactly our difference."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.job_costs import JobCostReading, JobCostRow


def amounts_of(session: Session, reading: JobCostReading | None) -> dict[str, int]:
    """Budget cents (originals and changes) by report key of one reading; empty without a reading."""
    return _summed(session, reading, lambda row: row.original_cents + row.change_cents)


def originals_of(session: Session, reading: JobCostReading | None) -> dict[str, int]:
    """The same of the original amounts alone."""
    return _summed(session, reading, lambda row: row.original_cents)


def _summed(
    session: Session, reading: JobCostReading | None, cents_of: Callable[[JobCostRow], int]
) -> dict[str, int]:
    found: dict[str, int] = {}
    if reading is None:
        return found
    for row in session.scalars(select(JobCostRow).where(JobCostRow.reading_id == reading.id)):
        if row.cost_code_id is not None:
            key = report_key(row.sub_job_id, row.cost_code_id, row.cost_type_id)
            found[key] = found.get(key, 0) + cents_of(row)
    return found


def take(session: Session, budget: Budget) -> dict[str, int]:
    """The baseline of a submission that is being accepted."""
    return amounts_of(session, current_reading(session, budget.project_id))


def current_reading(session: Session, project_id: int) -> JobCostReading | None:
    """The latest read-back of a project; None before the first."""
    return session.scalar(
        select(JobCostReading)
        .where(JobCostReading.project_id == project_id, JobCostReading.is_current)
        .order_by(JobCostReading.id.desc())
        .limit(1)
    )


def report_key(sub_job_id: int | None, cost_code_id: int, cost_type_id: int | None) -> str:
    """A row of the report: what the ERP does not keep apart is 0."""
    return f"{sub_job_id or 0}|{cost_code_id}|{cost_type_id or 0}"

"""The projects whose Job Costs Report a person may open, with their last reading."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import Project
from portal.domain.decisions import holds
from portal.domain.money import format_money
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company
from portal.services.projects.visible_projects import actors_by_project, visible


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One project: its name, its job in the ERP, the cost to date and when it was read."""

    project_id: int
    name: str
    job: str
    cost: str
    read: str


@dataclass(frozen=True, slots=True)
class ReportList:
    """Everything drawn by `templates/reports/index.html`."""

    rows: tuple[ReportRow, ...]


def read(session: Session, actor: Actor) -> ReportList:
    """Projects by name; those whose report is closed to the person are left out."""
    special, zone = actors_by_project(session, actor), company(session).timezone
    cost = (
        select(JobCostRow.reading_id, func.sum(JobCostRow.cost_cents).label("cents"))
        .group_by(JobCostRow.reading_id)
        .subquery()
    )
    rows = session.execute(
        select(Project, JobCostReading.read_at, cost.c.cents)
        .outerjoin(JobCostReading, (JobCostReading.project_id == Project.id) & JobCostReading.is_current)
        .outerjoin(cost, cost.c.reading_id == JobCostReading.id)
        .where(visible(session, actor))
        .order_by(Project.name)
    )
    return ReportList(
        tuple(
            ReportRow(
                project.id,
                project.name,
                project.erp_job_name or "not linked yet",
                format_money(int(cents or 0)) if read_at else "",
                clock.say_moment(read_at, zone) or "not read yet",
            )
            for project, read_at, cents in rows
            if holds(Action.VIEW_JOB_COSTS, special.get(project.id, actor))
        )
    )

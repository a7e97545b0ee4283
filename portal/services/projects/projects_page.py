"""The list of projects: state, total and who must act; and the settings of one project."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.projects import Project, SubJob
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.money import format_money
from portal.domain.next_steps import Turn, next_step
from portal.domain.people import Actor
from portal.domain.projects import connection_is_free, tool_can_be_switched_off
from portal.domain.state_words import STATE_WORDS
from portal.erp.registry import connector_for
from portal.services.budget_facts import read_facts
from portal.services.budgets.budget_page import Badge
from portal.services.budgets.budget_totals import NONE, light_facts, totals_of
from portal.services.budgets.budgets import budget_of
from portal.services.budgets.decision_notes import flag
from portal.services.projects.projects import ProjectInput
from portal.services.projects.visible_projects import visible
from portal.services.submissions.next_persons import in_words, names_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project of the list."""

    id: int
    name: str
    job: str
    badge: Badge
    total: str
    lines: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A page of projects by name. `after` leads to the next one."""

    rows: Sequence[ProjectRow]
    count: int
    search: str
    after: int | None


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A project's settings; a closed field carries its sentence."""

    project_id: int
    name: str
    values: ProjectInput
    connections: tuple[tuple[str, str], ...]
    connection_closed: str
    tool_closed: str
    sub_jobs: tuple[tuple[str, str], ...]
    erp_job: str


def read_list(session: Session, actor: Actor, search: str = "", after: int | None = None) -> ProjectList:
    """The projects this person may see whose name or number holds `search`."""
    mine = visible(session, actor)
    wanted = and_(mine, _found(search)) if search else mine
    statement = select(Project, Budget).join(Budget, Budget.project_id == Project.id).where(wanted)
    last = session.get(Project, after) if after is not None else None
    if last is not None:
        statement = statement.where(
            or_(Project.name > last.name, and_(Project.name == last.name, Project.id > last.id))
        )
    found = session.execute(statement.order_by(Project.name, Project.id).limit(PAGE + 1)).all()
    rows = found[:PAGE]
    totals = totals_of(session, [row.Budget.id for row in rows])
    return ProjectList(
        [
            _row(
                session,
                row.Project,
                row.Budget,
                totals.get(row.Budget.id, NONE).count,
                totals.get(row.Budget.id, NONE).revised,
                light_facts(
                    row.Project,
                    row.Budget,
                    _connection(session, row.Project),
                    totals.get(row.Budget.id, NONE),
                ),
            )
            for row in rows
        ],
        session.scalar(select(func.count()).select_from(Project).where(wanted)) or 0,
        search,
        rows[-1].Project.id if len(found) > PAGE else None,
    )


def read_settings(session: Session, project_id: int) -> SettingsPage:
    """One project's settings as they are, with what is closed and why."""
    project, budget = session.get_one(Project, project_id), budget_of(session, project_id)
    facts = read_facts(session, budget)
    rows = session.execute(
        select(SubJob.code, SubJob.name).where(SubJob.project_id == project_id).order_by(SubJob.code)
    )
    return SettingsPage(
        project_id,
        project.name,
        ProjectInput(**{name: getattr(project, name) for name in ProjectInput.__dataclass_fields__}),
        connections(session),
        " ".join(each.sentence for each in connection_is_free(facts)),
        " ".join(each.sentence for each in tool_can_be_switched_off(facts)),
        tuple((code, name) for code, name in rows),
        project.erp_job_name or "",
    )


def connections(session: Session) -> tuple[tuple[str, str], ...]:
    """ERP connections to choose from, none first."""
    rows = session.scalars(select(ErpConnection).order_by(ErpConnection.name))
    named = ((str(row.id), f"{row.name} ({connector_for(row.connector).label})") for row in rows)
    return (("", "None yet"), *named)


def _found(search: str) -> ColumnElement[bool]:
    return or_(
        Project.name.icontains(search, autoescape=True), Project.number.icontains(search, autoescape=True)
    )


def _row(
    session: Session, project: Project, budget: Budget, count: int, revised: int, facts: BudgetFacts
) -> ProjectRow:
    words, yellow, step = STATE_WORDS[state_of(facts)], flag(facts), next_step(facts)
    connection = _connection(session, project)
    return ProjectRow(
        project.id,
        project.name,
        f"Job {project.number}, {connection.name}" if connection else f"Job {project.number}",
        Badge("warn", f"{words.badge}, {yellow}") if yellow else Badge(words.kind, words.badge),
        format_money(revised),
        f"{count:,} line" if count == 1 else f"{count:,} lines",
        in_words(names_of(session, budget, facts, step.turn)) or _NO_NAME[step.turn],
        step.act[:1].upper() + step.act[1:],
    )


_NO_NAME = {
    Turn.NOBODY: "Nobody",
    Turn.BUDGET: "A Budget Admin",
    Turn.APPROVERS: "No approver may",
    Turn.ACCEPTER: "No approver may",
}


def _connection(session: Session, project: Project) -> ErpConnection | None:
    return session.get(ErpConnection, project.connection_id) if project.connection_id else None

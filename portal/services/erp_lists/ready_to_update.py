"""Ready to Update: projects whose budget has cost codes that are new to the job, and the codes of one of them.

Source: Update Project Cost Codes for Export to Sage 100 Contractor.
"""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import ErpConnection
from portal.db.projects import Project, ProjectCode
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services.budget_facts import policy_of
from portal.services.exchange.code_confirmations import new_codes
from portal.services.exchange.counterparts import links_of
from portal.services.intentions import NotFoundError


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A linked project and how many codes are new to its job."""

    project_id: int
    name: str
    job: str
    codes: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A new code; `erp_name` is what it is in the ERP, empty while nobody has mapped it."""

    id: int
    code: str
    name: str
    erp_name: str


@dataclass(frozen=True, slots=True)
class UpdatesPage:
    """The requested updates of one project."""

    project_id: int
    name: str
    job: str
    short: str
    connection_id: int
    rows: tuple[CodeRow, ...]
    unmapped: int
    may_update: bool


def listed(session: Session, connection: ErpConnection) -> tuple[UpdateRow, ...]:
    """Linked projects with news, by name; none where the ERP's codes are created from here."""
    policy = policy_of(connection)
    if policy is None or policy.creates_codes:
        return ()
    rows = session.execute(
        select(
            Project.id,
            Project.name,
            Project.erp_job_name,
            func.count(BudgetLine.cost_code_id.distinct()),
        )
        .join(Budget, Budget.project_id == Project.id)
        .join(BudgetLine, and_(BudgetLine.budget_id == Budget.id, BudgetLine.deleted_at.is_(None)))
        .outerjoin(
            ProjectCode,
            and_(ProjectCode.project_id == Project.id, ProjectCode.cost_code_id == BudgetLine.cost_code_id),
        )
        .where(
            Project.connection_id == connection.id,
            Project.erp_job_id.is_not(None),
            ProjectCode.id.is_(None),
        )
        .group_by(Project.id, Project.name, Project.erp_job_name)
        .order_by(Project.name, Project.id)
    )
    return tuple(
        UpdateRow(id_, name, job or "", "1 code" if count == 1 else f"{count:,} codes")
        for id_, name, job, count in rows
    )


def read(session: Session, actor: Actor, project_id: int) -> UpdatesPage:
    """The codes of one project. Raises NotFoundError where nothing can be requested."""
    project = session.get_one(Project, project_id)
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    policy = policy_of(connection)
    if connection is None or policy is None or policy.creates_codes or project.erp_job_id is None:
        raise NotFoundError("No job of this project waits for cost codes.")
    found = new_codes(session, project_id)
    links = links_of(session, connection, [row.id for row in found])
    rows = tuple(
        CodeRow(row.id, row.code, row.name, links[row.id].erp_name if row.id in links else "")
        for row in found
    )
    return UpdatesPage(
        project_id=project.id,
        name=project.name,
        job=project.erp_job_name or "",
        short=connector_for(connection.connector).short_label,
        connection_id=connection.id,
        rows=rows,
        unmapped=sum(not row.erp_name for row in rows),
        may_update=holds(Action.ACCEPT_COST_CODES, actor),
    )

"""Ready to Import: budgets that the ERP has, whose project is linked and whose own budget may still be imported.

Source: Import a Budget from Sage 100; Re-Import a Budget from ERP (ERP Job ID, project, totals).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.staging import StagedRecord
from portal.domain.decisions import holds
from portal.domain.facts import erp_owns
from portal.domain.money import format_money
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Phase, SystemOfRecord
from portal.erp.registry import connector_for
from portal.services.budget_facts import policy_of
from portal.services.imports import erp_budgets

PAGE = 20
BUDGET_LINE = "budget_line"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One budget. `problem` is the ERP's reason why not yet; `again`: it was imported before."""

    project_id: int
    name: str
    job: str
    there: str
    here: str
    lines: str
    word: str
    again: bool
    problem: str
    may_import: bool


def importing(session: Session) -> list[ErpConnection]:
    """Connections whose ERP offers budgets."""
    every = session.scalars(select(ErpConnection).order_by(ErpConnection.id))
    return [each for each in every if (policy := policy_of(each)) is not None and policy.imports_budgets]


def count(session: Session) -> int | None:
    """How many are ready; None where no connection imports."""
    ids = [each.id for each in importing(session)]
    if not ids:
        return None
    return session.scalar(select(func.count()).select_from(_ready(ids).subquery())) or 0


def rows(session: Session, actor: Actor, page: int) -> tuple[ImportRow, ...]:
    """One page, by project name."""
    ids = [each.id for each in importing(session)]
    may_import = holds(Action.IMPORT_FROM_ERP, actor)
    found = session.execute(
        _ready(ids).order_by(Project.name, Project.id).offset((page - 1) * PAGE).limit(PAGE)
    )
    return tuple(_row(session, project, budget, may_import=may_import) for project, budget in found)


def _ready(connection_ids: list[int]) -> Any:
    return (
        select(Project, Budget)
        .join(Budget, Budget.project_id == Project.id)
        .where(
            Project.connection_id.in_(connection_ids),
            Project.erp_job_id.is_not(None),
            Project.tool_active,
            Budget.locked.is_(False),
            Budget.phase == Phase.NONE.value,
            Budget.import_disabled.is_(False),
            Budget.first_exported_at.is_(None),
            Budget.system_of_record != SystemOfRecord.PORTAL.value,
            exists().where(
                StagedRecord.connection_id == Project.connection_id,
                StagedRecord.job == Project.erp_job_id,
                StagedRecord.entity == BUDGET_LINE,
                StagedRecord.is_archived.is_(False),
            ),
        )
    )


def _row(session: Session, project: Project, budget: Budget, *, may_import: bool) -> ImportRow:
    connection = session.get_one(ErpConnection, project.connection_id)
    there = erp_budgets.read(session, connection, project)
    lines, cents = session.execute(
        select(func.count(), func.coalesce(func.sum(BudgetLine.original_cents), 0)).where(
            BudgetLine.budget_id == budget.id, BudgetLine.deleted_at.is_(None)
        )
    ).one()
    again = erp_owns(budget.system_of_record)
    differs = there.total_cents != int(cents)
    return ImportRow(
        project_id=project.id,
        name=project.name,
        job=f"{project.erp_job_name}, {connector_for(connection.connector).label}",
        there=format_money(there.total_cents),
        here=format_money(int(cents)),
        lines="no lines" if not lines else "1 line" if lines == 1 else f"{lines:,} lines",
        word="Imported, differs now" if again and differs else "Imported" if again else "Not imported",
        again=again,
        problem=there.problem,
        may_import=may_import,
    )

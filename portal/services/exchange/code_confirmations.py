"""Cost codes that are new to a job: an approver confirms them before or with the export.

Source: Update Project Cost Codes for Export to Sage 100 Contractor (Ready to Update, View Requested Updates, Update).
"""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.projects import CostCode, Project, ProjectCode
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.intentions import InputError, NotFoundError


def new_codes(session: Session, project_id: int) -> list[Row[Any]]:
    """Row number, code and name of each cost code on the project's budget that nobody has confirmed, by code."""
    return list(session.execute(_new_codes(project_id).order_by(CostCode.code)))


def confirm_codes(session: Session, project: Project, person_id: int | None) -> list[str]:
    """Confirm all of them in a person's name; returns the codes. Part of the act that calls it, which audits it."""
    found = new_codes(session, project.id)
    now = clock.now()
    session.add_all(
        ProjectCode(project_id=project.id, cost_code_id=row.id, confirmed_by=person_id, confirmed_at=now)
        for row in found
    )
    return [row.code for row in found]


def update(actor: Actor, project_id: int, seen: frozenset[int]) -> int:
    """Confirm what the page listed (`seen`, row numbers); returns how many. Raises Denied, InputError."""
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.ACCEPT_COST_CODES, actor, CompanyFacts())
        project = session.scalar(select(Project).where(Project.id == project_id).with_for_update())
        if project is None:
            raise NotFoundError("There is no such project.")
        if {row.id for row in new_codes(session, project_id)} != seen:
            raise InputError("codes", "The list has changed meanwhile. Look at it again, then update.")
        codes = confirm_codes(session, project, actor.id)
        if codes:
            subject = audit.Subject("project", project.id, project.id)
            note = audit.Note(after="confirmed", detail={"codes": codes})
            audit.record(session, Action.ACCEPT_COST_CODES, actor, subject, note)
        return len(codes)


def _new_codes(project_id: int) -> Any:
    confirmed = select(ProjectCode.cost_code_id).where(ProjectCode.project_id == project_id)
    return (
        select(CostCode.id, CostCode.code, CostCode.name)
        .join(BudgetLine, BudgetLine.cost_code_id == CostCode.id)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .where(
            Budget.project_id == project_id,
            BudgetLine.deleted_at.is_(None),
            CostCode.id.not_in(confirmed),
        )
        .distinct()
    )

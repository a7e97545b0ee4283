"""Totals and states of many budgets at once, for lists: a handful of queries whatever the number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.domain.facts import BudgetFacts
from portal.domain.vocabulary import Decision, Phase, SystemOfRecord
from portal.services.budget_facts import policy_of


@dataclass(frozen=True, slots=True)
class Totals:
    """Revised cents of a budget, its lines, and whether it holds anything the ERP was not given."""

    count: int = 0
    revised: int = 0
    has_unsynced: bool = False


NONE = Totals()


def totals_of(session: Session, budget_ids: Sequence[int]) -> dict[int, Totals]:
    """By budget; a budget without lines is missing."""
    differs = or_(BudgetLine.exported_cents.is_(None), BudgetLine.exported_cents != BudgetLine.original_cents)
    living = BudgetLine.deleted_at.is_(None)
    lines = session.execute(
        select(
            BudgetLine.budget_id,
            func.count().filter(living),
            func.coalesce(func.sum(BudgetLine.original_cents).filter(living), 0),
            func.count().filter(or_(and_(living, differs), and_(~living, BudgetLine.exported_cents != 0))),
        )
        .where(BudgetLine.budget_id.in_(budget_ids))
        .group_by(BudgetLine.budget_id)
    )
    moved = {
        budget_id: (cents, unsent)
        for budget_id, cents, unsent in session.execute(
            select(
                BudgetModification.budget_id,
                func.sum(_net()),
                func.count().filter(BudgetModification.exported_by.is_(None)),
            )
            .where(BudgetModification.budget_id.in_(budget_ids))
            .group_by(BudgetModification.budget_id)
        )
    }
    found = {}
    for budget_id, count, original, unsynced in lines:
        cents, unsent = moved.get(budget_id, (0, 0))
        found[budget_id] = Totals(count, int(original) + int(cents), bool(unsynced or unsent))
    return found


def light_facts(
    project: Project, budget: Budget, connection: ErpConnection | None, totals: Totals
) -> BudgetFacts:
    """What state and next step need, without the guards' facts."""
    return BudgetFacts(
        project_name=project.name,
        tool_active=project.tool_active,
        erp=policy_of(connection),
        project_linked=project.erp_job_id is not None,
        locked=budget.locked,
        phase=Phase(budget.phase),
        system_of_record=SystemOfRecord(budget.system_of_record),
        exported_before=budget.first_exported_at is not None,
        import_disabled=budget.import_disabled,
        last_decision=Decision(budget.last_decision),
        revision=budget.revision,
        line_count=totals.count,
        has_unsynced=totals.has_unsynced,
    )


def _net() -> ColumnElement[int]:
    """What a modification adds to the grand total: nothing, unless a side is outside the budget."""
    amount = BudgetModification.amount_cents
    return case(
        (BudgetModification.from_line_id.is_(None), amount),
        (BudgetModification.to_line_id.is_(None), -amount),
        else_=0,
    )

"""What unlocking a budget would mean now. Source: Unlock a Budget with Budget Modifications."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.budgets import BudgetModification
from portal.db.projects import Project
from portal.domain.decisions import Verdict, decide
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import read_facts
from portal.services.budgets.budgets import budget_of


@dataclass(frozen=True, slots=True)
class UnlockPage:
    """`may_delete` says whether the modifications may go; the ERP's own must stay."""

    project_id: int
    project_name: str
    version: int
    verdict: Verdict
    sentence: str
    has_modifications: bool
    may_delete: bool
    modifications: str


def read(session: Session, actor: Actor, project_id: int) -> UnlockPage:
    """Read the page; `verdict` closes it where the rule table does."""
    budget = budget_of(session, project_id)
    facts = read_facts(session, budget)
    count = session.scalar(select(func.count()).where(BudgetModification.budget_id == budget.id)) or 0
    return UnlockPage(
        project_id,
        session.get_one(Project, project_id).name,
        budget.version,
        decide(Action.UNLOCK, actor, facts),
        _sentence(exported=facts.exported_before, erp=facts.erp_label),
        has_modifications=count > 0,
        may_delete=count > 0 and not facts.exported_before,
        modifications="1 budget modification" if count == 1 else f"{count:,} budget modifications",
    )


def _sentence(*, exported: bool, erp: str) -> str:
    if exported:
        return (
            f"{erp} keeps what it holds. Lines can be added and original amounts changed here; lock and send the "
            "budget again, and only the differences are exported."
        )
    return "Lines can be added, changed and deleted until the budget is locked again."

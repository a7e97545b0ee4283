"""What an import from the ERP would do to a budget: each amount beside ours, what is new, what only we have.

Source: Import a Budget from Sage 100 (keep existing and add the missing, or override existing).
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import ErpConnection
from portal.db.projects import CostCode, CostType, Project, SubJob
from portal.domain.imports.outcomes import LineKey
from portal.services.imports import erp_budgets
from portal.services.imports.erp_budgets import ErpBudget
from portal.services.imports.erp_import_words import NewCode, NewSubJob, Words


@dataclass(frozen=True, slots=True)
class OurLine:
    """A living line of the budget."""

    id: int
    key: LineKey
    description: str
    cents: int


@dataclass(frozen=True, slots=True)
class Coming:
    """One amount of the ERP in our words; `ours` is the line that has it already."""

    key: LineKey
    name: str
    cents: int
    ours: OurLine | None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All of it, in cents. `alone` are lines that the ERP has no amount for; `problems` close the import."""

    there: ErpBudget
    coming: tuple[Coming, ...]
    alone: tuple[OurLine, ...]
    new_codes: tuple[NewCode, ...]
    new_sub_jobs: tuple[NewSubJob, ...]
    problems: tuple[str, ...]
    portal_cents: int

    @property
    def has_lines(self) -> bool:
        """Whether there is anything to keep or to override."""
        return bool(self.alone) or any(each.ours for each in self.coming)

    @property
    def kept_cents(self) -> int:
        """The new total when what is there stays and the rest is added."""
        return self.portal_cents + sum(each.cents for each in self.coming if each.ours is None)

    @property
    def replaced_cents(self) -> int:
        """The new total when the ERP's amounts take the place of all that is there."""
        return sum(each.cents for each in self.coming)


def plan(session: Session, budget: Budget, connection: ErpConnection) -> ImportPlan:
    """Compare the ERP's budget with ours as both stand now."""
    project = session.get_one(Project, budget.project_id)
    there = erp_budgets.read(session, connection, project)
    words, ours, coming = Words(session, connection, project), _our_lines(session, budget), []
    for cell in there.cells:
        key = words.key(cell)
        if key is not None:
            name = (
                cell.description or cell.erp_code_name or words.code_names.get(key.cost_code, key.cost_code)
            )
            coming.append(Coming(key, name, cell.original_cents, ours.get(key)))
    came = {each.key for each in coming}
    return ImportPlan(
        there,
        tuple(coming),
        tuple(line for key, line in ours.items() if key not in came),
        tuple(words.new_codes.values()),
        tuple(words.new_sub_jobs.values()),
        (there.problem,) if there.problem else tuple(words.problems()),
        sum(line.cents for line in ours.values()),
    )


def _our_lines(session: Session, budget: Budget) -> dict[LineKey, OurLine]:
    rows = session.execute(
        select(
            BudgetLine.id,
            SubJob.code,
            CostCode.code,
            CostType.code,
            BudgetLine.description,
            BudgetLine.original_cents,
        )
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .join(CostType, CostType.id == BudgetLine.cost_type_id)
        .outerjoin(SubJob, SubJob.id == BudgetLine.sub_job_id)
        .where(BudgetLine.budget_id == budget.id, BudgetLine.deleted_at.is_(None))
        .order_by(BudgetLine.sort_key, BudgetLine.id)
    )
    lines = (
        OurLine(id_, LineKey(code, kind, sub_job or ""), description, cents)
        for id_, sub_job, code, kind, description, cents in rows
    )
    return {line.key: line for line in lines}

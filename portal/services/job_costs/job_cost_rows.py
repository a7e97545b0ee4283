"""The figures of the Job Costs Report: one row per ERP cost code, grouped by division, in cents.

Source: View an ERP Job Costs Report.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import CostCode, CostType, Division, SubJob
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.facts import ErpPolicy, erp_owns
from portal.services.job_costs.baselines import report_key


@dataclass(slots=True)
class CostFigures:
    """Amounts in cents. `given` is what the portal exported, `original` + `change` what the ERP shows of it."""

    given: int = 0
    original: int = 0
    change: int = 0
    committed: int = 0
    invoiced: int = 0
    cost: int = 0

    @property
    def estimate(self) -> int:
        """The budget as it stands in the ERP."""
        return self.original + self.change

    @property
    def difference(self) -> int:
        """What the ERP shows beyond (or short of) what the portal gave it."""
        return self.estimate - self.given

    @property
    def direct(self) -> int:
        """Costs that came without a commitment. Source: Things to Know (Sage 100 Contractor connector)."""
        return self.cost - self.invoiced

    @property
    def left(self) -> int:
        """What may still be spent before the estimate is used up."""
        return self.estimate - self.cost

    def add(self, other: "CostFigures") -> None:
        """Sum up, column by column."""
        self.given += other.given
        self.original += other.original
        self.change += other.change
        self.committed += other.committed
        self.invoiced += other.invoiced
        self.cost += other.cost


@dataclass(slots=True)
class CostLine:
    """A cost code (with type and sub job where the ERP keeps them apart) and its figures."""

    code: str
    name: str
    detail: str
    figures: CostFigures


@dataclass(slots=True)
class CostDivision:
    """A division with its lines and their sum."""

    code: str
    name: str
    lines: list[CostLine] = field(default_factory=list)
    figures: CostFigures = field(default_factory=CostFigures)


def divisions(
    session: Session, budget: Budget | None, reading: JobCostReading | None, policy: ErpPolicy
) -> list[CostDivision]:
    """Every cost code that the ERP reports or that the portal gave it, by division and code."""
    figures = _reported(session, reading)
    for key, cents in _given(session, budget, policy):
        figures.setdefault(key, CostFigures()).given += cents
    return _grouped(session, figures)


def uncoded(session: Session, reading: JobCostReading | None) -> CostFigures:
    """What stands on the job without a cost code of ours: rows that no link explains, and loose entries."""
    total = CostFigures()
    if reading is None:
        return total
    rows = session.scalars(
        select(JobCostRow).where(JobCostRow.reading_id == reading.id, JobCostRow.cost_code_id.is_(None))
    )
    for row in rows:
        total.add(_figures(row))
    total.cost += sum(entry["cents"] for entry in reading.uncoded)
    return total


Key = tuple[int, int, int]
"""Sub job, cost code, cost type; 0 where the ERP keeps none."""


def _reported(session: Session, reading: JobCostReading | None) -> dict[Key, CostFigures]:
    found: dict[Key, CostFigures] = {}
    if reading is None:
        return found
    rows = session.scalars(
        select(JobCostRow).where(JobCostRow.reading_id == reading.id, JobCostRow.cost_code_id.is_not(None))
    )
    for row in rows:
        key = (row.sub_job_id or 0, row.cost_code_id or 0, row.cost_type_id or 0)
        found.setdefault(key, CostFigures()).add(_figures(row))
    return found


def _figures(row: JobCostRow) -> CostFigures:
    return CostFigures(
        original=row.original_cents,
        change=row.change_cents,
        committed=row.committed_cents,
        invoiced=row.invoiced_cents,
        cost=row.cost_cents,
    )


def _given(session: Session, budget: Budget | None, policy: ErpPolicy) -> Iterable[tuple[Key, int]]:
    """What the portal gave the ERP; of a budget that was set up there, what the portal took over."""
    if budget is None:
        return
    if erp_owns(budget.system_of_record):
        yield from _taken_over(session, budget)
        return
    rows = session.execute(
        select(
            BudgetLine.sub_job_id,
            BudgetLine.cost_code_id,
            BudgetLine.cost_type_id,
            func.sum(BudgetTransaction.cents),
        )
        .join(BudgetTransaction, BudgetTransaction.line_id == BudgetLine.id)
        .join(Submission, Submission.id == BudgetTransaction.submission_id)
        .where(Submission.budget_id == budget.id, BudgetTransaction.exported_at.is_not(None))
        .group_by(BudgetLine.sub_job_id, BudgetLine.cost_code_id, BudgetLine.cost_type_id)
    )
    for sub_job, code, cost_type, cents in rows:
        key = report_key(
            sub_job if policy.takes_sub_jobs else None, code, cost_type if policy.keeps_cost_types else None
        )
        first, second, third = (int(part) for part in key.split("|"))
        yield (first, second, third), int(cents)


def _taken_over(session: Session, budget: Budget) -> Iterable[tuple[Key, int]]:
    rows = session.execute(
        select(
            BudgetLine.sub_job_id,
            BudgetLine.cost_code_id,
            BudgetLine.cost_type_id,
            func.sum(BudgetLine.original_cents),
        )
        .where(BudgetLine.budget_id == budget.id, BudgetLine.deleted_at.is_(None))
        .group_by(BudgetLine.sub_job_id, BudgetLine.cost_code_id, BudgetLine.cost_type_id)
    )
    for sub_job, code, cost_type, cents in rows:
        yield (sub_job or 0, code, cost_type or 0), int(cents)


def _grouped(session: Session, figures: dict[Key, CostFigures]) -> list[CostDivision]:
    types = {row.id: f"{row.code} {row.name}" for row in session.scalars(select(CostType))}
    sub_jobs = (
        {row.id: row.name for row in session.scalars(select(SubJob))} if any(k[0] for k in figures) else {}
    )
    names = {
        row.id: row
        for row in session.execute(
            select(
                CostCode.id,
                CostCode.code,
                CostCode.name,
                Division.code.label("no"),
                Division.name.label("group"),
            )
            .join(Division, Division.id == CostCode.division_id)
            .where(CostCode.id.in_({key[1] for key in figures}))
        )
    }
    groups: dict[str, CostDivision] = {}
    ordered = sorted(figures, key=lambda key: (names[key[1]].no, names[key[1]].code, key[0], key[2]))
    for key in ordered:
        known = names[key[1]]
        group = groups.setdefault(known.no, CostDivision(known.no, known.group))
        detail = ", ".join(part for part in (types.get(key[2], ""), sub_jobs.get(key[0], "")) if part)
        group.lines.append(CostLine(known.code, known.name, detail, figures[key]))
        group.figures.add(figures[key])
    return list(groups.values())

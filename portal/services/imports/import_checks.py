"""A kept upload held against the budget as it stands: the dry run that pages show and that writing repeats."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import ErpConnection
from portal.db.imports import ImportFile
from portal.db.projects import CostCode, CostType, Project, SubJob
from portal.domain.decisions import holds
from portal.domain.imports.cells import Cell
from portal.domain.imports.dry_runs import dry_run
from portal.domain.imports.mappings import ImportMapping
from portal.domain.imports.outcomes import DryRun, LineKey, LineNow, Outcome
from portal.domain.imports.plans import BudgetNow
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import Code, CreateCodes
from portal.erp.registry import connector_for
from portal.services.budgets.budgets import budget_of
from portal.services.imports.import_files import mapping_of, rows_of

LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Check:
    """One dry run with all it was made from. `version` is the budget's, `stamp` the mapping's."""

    file: ImportFile
    budget: Budget
    version: int
    stamp: str
    mapping: ImportMapping
    rows: Sequence[Sequence[Cell]]
    now: BudgetNow
    run: DryRun


def check(session: Session, actor: Actor, project_id: int, file: ImportFile) -> Check:
    """Run dry. The version is read before the lines: lines changed meanwhile make writing refuse. Writes nothing."""
    budget = budget_of(session, project_id)
    version, mapping = budget.version, mapping_of(file)
    rows = rows_of(session, file, mapping.sheet)
    now = budget_now(session, actor, budget)
    return Check(file, budget, version, stamp(mapping), mapping, rows, now, dry_run(rows, mapping, now))


def why_closed(run: DryRun) -> str:
    """Why a checked file is not written; empty when it may be."""
    if run.may_import and not (run.counts.get(Outcome.NEW) or run.counts.get(Outcome.CHANGED)):
        return "Every amount of the file stands in the budget already. There is nothing to import."
    return run.why_not


def stamp(mapping: ImportMapping) -> str:
    """Another text for every other decision about the columns."""
    return hashlib.sha256(mapping.to_json().encode()).hexdigest()[:16]


def cost_types_now(session: Session) -> dict[str, str]:
    """Code and name of the company's cost types, in their order."""
    statement = select(CostType.code, CostType.name).order_by(CostType.position, CostType.code)
    return dict(session.execute(statement).all())


def budget_now(session: Session, actor: Actor, budget: Budget) -> BudgetNow:
    """What a file is compared with: the budget's lines, the company's codes and types, the project's sub jobs."""
    used = select(BudgetLine.cost_code_id).where(
        BudgetLine.budget_id == budget.id, BudgetLine.deleted_at.is_(None)
    )
    codes = session.execute(
        select(CostCode.code, CostCode.name).where(or_(CostCode.active, CostCode.id.in_(used)))
    )
    sub_jobs = session.execute(select(SubJob.code, SubJob.name).where(SubJob.project_id == budget.project_id))
    return BudgetNow(
        lines=_lines(session, budget),
        cost_codes=dict(codes.all()),
        cost_types=cost_types_now(session),
        sub_jobs=dict(sub_jobs.all()),
        missing_code_advice=_advice(actor),
        code_problem=_code_problem(session, budget),
    )


def _lines(session: Session, budget: Budget) -> dict[LineKey, LineNow]:
    statement = (
        select(
            CostCode.code, CostType.code, SubJob.code, BudgetLine.original_cents, BudgetLine.description,
            BudgetLine.unit_qty, BudgetLine.uom, BudgetLine.unit_cost, BudgetLine.calculation,
        )
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .join(CostType, CostType.id == BudgetLine.cost_type_id)
        .outerjoin(SubJob, SubJob.id == BudgetLine.sub_job_id)
        .where(BudgetLine.budget_id == budget.id, BudgetLine.deleted_at.is_(None))
    )  # fmt: skip
    return {
        LineKey(code, cost_type, sub_job or ""): LineNow(
            cents,
            description,
            Decimal(quantity) if quantity else None,
            uom,
            Decimal(unit_cost) if unit_cost else None,
            calculation == "manual",
        )
        for code, cost_type, sub_job, cents, description, quantity, uom, unit_cost, calculation in session.execute(
            statement
        )
    }


def _advice(actor: Actor) -> str:
    if holds(Action.MANAGE_COST_CODES, actor):
        return "Use another code, or let the import create the missing ones."
    return "Use another code, or ask an administrator to add it under Cost codes, then check again."


def _code_problem(session: Session, budget: Budget) -> Callable[[str], str]:
    """Why a code could not be created: it is switched off, too long, or the project's ERP could not hold it."""
    off = set(session.scalars(select(CostCode.code).where(CostCode.active.is_(False))))
    project = session.get_one(Project, budget.project_id)
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    connector = connector_for(connection.connector) if connection else None

    def problem(code: str) -> str:
        if code in off:
            return (
                f"the code {code} is switched off in the company's list. Switch it on, or use another code."
            )
        if len(code) > LONGEST_CODE:
            return f"“{code[:30]}…” is too long for a cost code. Choose another column, or shorten it."
        denials = connector.problems(CreateCodes((Code(0, code, code),))) if connector else ()
        return " ".join(denial.sentence for denial in denials if denial.anchor == "code-0")

    return problem

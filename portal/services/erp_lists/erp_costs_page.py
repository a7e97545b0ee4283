"""The Job Costs tab: when each job's costs were last read, and asking for them again.

Source: Sync Job Cost Transactions from an Integrated ERP; View an ERP Job Costs Report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.job_costs import JobCostReading
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.decisions import decide, holds
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.money import format_money
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import Action, Phase, SystemOfRecord
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.exchange.readings import OPEN_STATES, READ_COSTS
from portal.services.sync.staged_runs import SYNC_COMPANY

PAGE = 50


@dataclass(frozen=True, slots=True)
class CostsRow:
    """One linked job. `cost` is its job to date cost in the ERP, empty for people who may not see all of them."""

    project_id: int
    name: str
    job: str
    kind: str
    word: str
    read: str
    cost: str
    asked: bool
    can_sync: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class CostsPage:
    """Linked jobs by name; `next_page` is 0 on the last one."""

    rows: tuple[CostsRow, ...]
    count: int
    next_page: int
    shows_costs: bool
    opens_report: bool


def read(session: Session, actor: Actor, page: int = 1) -> CostsPage:
    """Read one page of the tab."""
    zone, shows_costs = company(session).timezone, holds(Action.VIEW_COMPANY_JOB_COSTS, actor)
    rows = _rows(session, page)
    open_ones = set(
        session.scalars(
            select(ErpRequest.project_id).where(
                ErpRequest.kind.in_((READ_COSTS, SYNC_COMPANY)),
                ErpRequest.project_id.in_([row.id for row in rows]),
                ErpRequest.state.in_(OPEN_STATES),
            )
        )
    )
    count = session.scalar(select(func.count()).where(Project.erp_job_id.is_not(None))) or 0
    return CostsPage(
        rows=tuple(_row(row, actor, zone, row.id in open_ones, shows_costs=shows_costs) for row in rows),
        count=count,
        next_page=page + 1 if page * PAGE < count else 0,
        shows_costs=shows_costs,
        opens_report=holds(Action.VIEW_JOB_COSTS, actor),
    )


def _rows(session: Session, page: int) -> Sequence[Any]:
    return session.execute(
        select(
            Project.id,
            Project.name,
            Project.erp_job_name,
            ErpConnection.connector,
            Budget.phase,
            Budget.locked,
            Budget.first_exported_at,
            Budget.system_of_record,
            Submission.proof,
            JobCostReading.read_at,
            JobCostReading.erp_total_cents,
        )
        .join(Budget, Budget.project_id == Project.id)
        .join(ErpConnection, ErpConnection.id == Project.connection_id)
        .outerjoin(Submission, Submission.id == Budget.submission_id)
        .outerjoin(JobCostReading, and_(JobCostReading.project_id == Project.id, JobCostReading.is_current))
        .where(Project.erp_job_id.is_not(None))
        .order_by(Project.name, Project.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    ).all()


def _row(row: Any, actor: Actor, zone: str, asked: bool, *, shows_costs: bool) -> CostsRow:  # noqa: FBT001 - one fact of the row
    facts = BudgetFacts(
        erp=connector_for(row.connector).policy,
        locked=row.locked,
        phase=Phase(row.phase),
        system_of_record=SystemOfRecord(row.system_of_record),
        exported_before=row.first_exported_at is not None,
        has_mismatch=bool((row.proof or {}).get("mismatch")),
    )
    verdict, words = decide(Action.CHECK_NOW, actor, facts), STATE_WORDS[state_of(facts)]
    may = holds(Action.CHECK_NOW, actor)
    return CostsRow(
        project_id=row.id,
        name=row.name,
        job=row.erp_job_name or "",
        kind=words.kind,
        word=words.badge,
        read=clock.say_moment(row.read_at, zone) or "never",
        cost=format_money(row.erp_total_cents) if shows_costs and row.erp_total_cents is not None else "",
        asked=asked,
        can_sync=verdict.shown and verdict.open,
        why_not=f"Not now: this budget {words.sentence}." if may and not verdict.open else "",
    )

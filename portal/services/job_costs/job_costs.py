"""Storing what came back from the ERP, and asking whether it proves the last export (Q6)."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import CostCodeLink, ErpConnection, ErpRequest, ErpStep
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import CostType, Project, SubJob
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.facts import ErpPolicy
from portal.domain.people import Actor
from portal.domain.proofs import Difference, Proof, prove
from portal.domain.vocabulary import Action, Phase, RequestState
from portal.erp.contract import CostRow, JobCostsRead
from portal.erp.registry import connector_for
from portal.services.job_costs.baselines import amounts_of, report_key
from portal.services.transitions import perform

READINGS_KEPT = 5
AWAITING = (Phase.AWAITING_POSTING.value, Phase.AWAITING_SYNC.value)


def store(session: Session, request: ErpRequest, result: JobCostsRead, actor: Actor) -> JobCostReading:
    """Make `result` the project's current reading, and let it open the budget when it proves the export."""
    session.execute(
        update(JobCostReading).where(JobCostReading.project_id == request.project_id).values(is_current=False)
    )
    reading = JobCostReading(
        project_id=request.project_id,
        connection_id=request.connection_id,
        asked_at=_first_asked(session, request),
        read_at=clock.now(),
        erp_total_cents=result.erp_total_cents,
        witness=dict(result.witness),
        uncoded=[_uncoded(cost) for cost in result.uncoded],
    )
    session.add(reading)
    session.flush()
    session.add_all(_rows(session, request, reading, result.rows))
    session.flush()
    _discard_superseded(session, reading)
    budget = session.scalar(select(Budget).where(Budget.project_id == request.project_id))
    if budget is not None:
        budget.last_synced_at = reading.read_at
        _ask_for_proof(session, budget, reading, actor)
    return reading


def _discard_superseded(session: Session, reading: JobCostReading) -> None:
    """Keep the last few readings of a project: the report shows one, and a page must not grow with time."""
    old = session.scalars(
        select(JobCostReading.id)
        .where(JobCostReading.project_id == reading.project_id)
        .order_by(JobCostReading.id.desc())
        .offset(READINGS_KEPT)
    ).all()
    session.execute(delete(JobCostRow).where(JobCostRow.reading_id.in_(old)))
    session.execute(delete(JobCostReading).where(JobCostReading.id.in_(old)))


def _ask_for_proof(session: Session, budget: Budget, reading: JobCostReading, actor: Actor) -> None:
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if budget.phase not in AWAITING or submission is None or submission.exported_at is None:
        return
    if reading.asked_at < submission.exported_at:
        return
    connection = session.get_one(ErpConnection, reading.connection_id)
    policy = connector_for(connection.connector).policy
    exported = exported_amounts(session, submission, policy)
    proof = prove(exported, submission.baseline, amounts_of(session, reading), first=submission.is_first)
    action = Action.CONFIRM_SYNC if proof.holds else Action.REPORT_MISMATCH
    perform(action, actor, budget.id, given=_as_json(proof, reading))


def exported_amounts(session: Session, submission: Submission, policy: ErpPolicy) -> dict[str, int]:
    """What a submission moved, in cents by report key; summed where the ERP keeps no cost types or sub jobs."""
    rows = session.execute(
        select(
            BudgetLine.sub_job_id, BudgetLine.cost_code_id, BudgetLine.cost_type_id, BudgetTransaction.cents
        )
        .join(BudgetLine, BudgetLine.id == BudgetTransaction.line_id)
        .where(BudgetTransaction.submission_id == submission.id)
    )
    amounts: dict[str, int] = {}
    for sub_job, code, cost_type, cents in rows:
        key = report_key(
            sub_job if policy.takes_sub_jobs else None, code, cost_type if policy.keeps_cost_types else None
        )
        amounts[key] = amounts.get(key, 0) + cents
    return amounts


def _as_json(proof: Proof, reading: JobCostReading) -> dict[str, Any]:
    return {
        "reading_id": reading.id,
        "checked": proof.checked,
        "mismatch": not proof.holds,
        "differences": [_difference(each) for each in proof.differences],
        "drift": [_difference(each) for each in proof.drift],
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {"key": each.key, "expected": each.expected, "found": each.found}


def _first_asked(session: Session, request: ErpRequest) -> Any:
    """When the first question that was answered left the house: an older export is in it, a newer one is not."""
    asked = session.scalar(
        select(ErpStep.handed_out_at)
        .where(ErpStep.request_id == request.id, ErpStep.state == RequestState.SUCCEEDED.value)
        .order_by(ErpStep.id)
        .limit(1)
    )
    return asked or request.created_at


def _rows(
    session: Session, request: ErpRequest, reading: JobCostReading, rows: tuple[CostRow, ...]
) -> list[JobCostRow]:
    project = session.get_one(Project, request.project_id)
    codes = {
        link.erp_id: link.cost_code_id
        for link in session.scalars(
            select(CostCodeLink).where(CostCodeLink.connection_id == request.connection_id)
        )
    }
    types = {each.code: each.id for each in session.scalars(select(CostType))}
    sub_jobs = {
        each.code: each.id for each in session.scalars(select(SubJob).where(SubJob.project_id == project.id))
    }
    return [
        JobCostRow(
            reading_id=reading.id,
            cost_code_id=codes.get(row.erp_id),
            cost_type_id=types.get(row.cost_type),
            sub_job_id=sub_jobs.get(row.sub_job),
            erp_name=row.erp_name,
            original_cents=row.original_cents,
            change_cents=row.change_cents,
            committed_cents=row.committed_cents,
            invoiced_cents=row.invoiced_cents,
            cost_cents=row.cost_cents,
        )
        for row in rows
    ]


def _uncoded(cost: Any) -> dict[str, Any]:
    return {
        "date": cost.date,
        "type": cost.type,
        "number": cost.number,
        "party": cost.party,
        "memo": cost.memo,
        "cents": cost.cents,
    }

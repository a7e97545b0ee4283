"""Asking a reading whether it proves the last export (Q6): what opens a budget again, and what is told instead."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import ErpConnection
from portal.db.job_costs import JobCostReading
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.facts import ErpPolicy
from portal.domain.people import Actor
from portal.domain.proofs import Difference, Proof, prove
from portal.domain.vocabulary import Action, Phase
from portal.services.budget_facts import policy_of
from portal.services.job_costs.baselines import amounts_of, report_key
from portal.services.transitions import perform

AWAITING = (Phase.AWAITING_POSTING.value, Phase.AWAITING_SYNC.value)


def ask(session: Session, budget: Budget, reading: JobCostReading, actor: Actor) -> None:
    """Confirm or report what `reading` shows of the export that `budget` awaits; nothing when it is older."""
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if budget.phase not in AWAITING or submission is None or submission.exported_at is None:
        return
    policy = policy_of(session.get_one(ErpConnection, reading.connection_id))
    if policy is None or reading.asked_at < submission.exported_at:
        return
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

"""Asking a reading whether it proves the last export (Q6): what opens a budget again, and what is told instead.

Source: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks, Restrictions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import ErpConnection
from portal.db.job_costs import JobCostReading
from portal.db.projects import Project
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.causes import Evidence
from portal.domain.facts import ErpPolicy, is_exported, is_unposted
from portal.domain.people import Actor
from portal.domain.proofs import Proof, is_visible, prove, prove_originals
from portal.domain.vocabulary import Action, Phase
from portal.services.budget_facts import policy_of
from portal.services.job_costs import acknowledged, report_keys
from portal.services.job_costs.baselines import amounts_of, originals_of, report_key
from portal.services.job_costs.proof_records import record_of
from portal.services.transitions import perform

AWAITING = (Phase.AWAITING_POSTING.value, Phase.AWAITING_SYNC.value)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be compared: the export's own amounts, and the reading's. `originals` only where they prove it."""

    exported: Mapping[str, int]
    baseline: Mapping[str, int]
    found: Mapping[str, int]
    originals: Mapping[str, int] | None
    first: bool

    @property
    def shows(self) -> bool:
        """Whether anything of the export is to be seen."""
        return is_visible(self.exported, self.baseline, self.found, self.originals)

    def proof(self, taken: frozenset[tuple[str, int]]) -> Proof:
        """The comparison; `taken` are acknowledged amounts."""
        if self.originals is not None:
            return prove_originals(
                self.exported, self.baseline, self.found, self.originals, acknowledged=taken
            )
        return prove(self.exported, self.baseline, self.found, first=self.first, acknowledged=taken)


def ask(session: Session, budget: Budget, reading: JobCostReading, actor: Actor) -> None:
    """Confirm or report what `reading` shows of the export that `budget` awaits; nothing when it is older.

    Where a person posts and nothing of ours shows, it was not posted yet: that is no difference.
    """
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if not is_exported(budget.phase) or submission is None or submission.exported_at is None:
        return
    connection = session.get_one(ErpConnection, reading.connection_id)
    policy = policy_of(connection)
    if policy is None or reading.asked_at < submission.exported_at:
        return
    question = question_of(session, submission, reading, policy)
    proof = question.proof(acknowledged.that_count(session, submission))
    waits = policy.posts_by_hand and is_unposted(budget.phase)
    if not proof.holds and waits and not question.shows:
        return
    project = session.get_one(Project, budget.project_id)
    orders = _change_orders(session, connection, project, reading)
    record = record_of(proof, _evidence(question, orders, policy), reading.id, shows=question.shows)
    if proof.holds:
        perform(Action.CONFIRM_SYNC, actor, budget.id, given=record)
        return
    if waits:
        perform(Action.SEE_POSTED, actor, budget.id)
    if record != {**submission.proof, "reading_id": reading.id}:
        perform(Action.REPORT_MISMATCH, actor, budget.id, given=record)


def question_of(
    session: Session, submission: Submission, reading: JobCostReading, policy: ErpPolicy
) -> Question:
    """What `reading` is asked about `submission`. A first export is proven by originals where a person sets them."""
    return Question(
        exported_amounts(session, submission, policy),
        submission.baseline,
        amounts_of(session, reading),
        originals_of(session, reading) if policy.sets_originals and submission.is_first else None,
        submission.is_first,
    )


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


def _evidence(question: Question, orders: Mapping[str, list[int]], policy: ErpPolicy) -> Evidence:
    ours_alone = question.first and question.originals is None
    return Evidence(
        question.exported,
        {} if ours_alone else question.baseline,
        question.found,
        question.originals,
        orders,
        by_hand=policy.posts_by_hand,
    )


def _change_orders(
    session: Session, connection: ErpConnection, project: Project, reading: JobCostReading
) -> dict[str, list[int]]:
    """Approved change orders in the reading's witness, in cents by report key, oldest first."""
    told: list[dict[str, Any]] = reading.witness.get("approved_changes", [])
    found: dict[str, list[int]] = {}
    if not told:
        return found
    keys = report_keys.read(session, connection, project)
    for each in told:
        key = keys.own(each["erp_id"], each.get("cost_type", ""), each.get("sub_job", "")).key
        if key is not None:
            found.setdefault(key, []).append(int(each["cents"]))
    return found

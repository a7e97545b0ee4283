"""What the last decision left behind: the yellow flag, its reason, remarks on lines, and the ERP's own messages."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.people import Person
from portal.db.projects import CostCode
from portal.db.submissions import Submission, SubmissionRemark
from portal.domain.facts import BudgetFacts
from portal.domain.vocabulary import Decision, Phase
from portal.services.budget_facts import company
from portal.services.exchange.export_requests import request_of

_FLAGS = {
    Decision.REJECTED: "rejected",
    Decision.RETRIEVED: "retrieved",
    Decision.RESET: "reset",
}


@dataclass(frozen=True, slots=True)
class LineRemark:
    """An approver's remark; `line_id` leads to the line."""

    line_id: int
    label: str
    text: str


def flag(facts: BudgetFacts) -> str:
    """`rejected`, `retrieved` or `reset` until the next send; else empty. Source: What do the ERP icons mean?"""
    return _FLAGS.get(facts.last_decision, "")


def notes(session: Session, budget: Budget, facts: BudgetFacts) -> tuple[str, ...]:
    """Sentences below the notice: who ended the last submission and why, and what the ERP said."""
    word = flag(facts)
    told: list[str] = []
    if word:
        person = session.get(Person, budget.last_decision_by) if budget.last_decision_by else None
        when = clock.say_moment(budget.last_decision_at, company(session).timezone)
        reason = f": “{budget.last_decision_reason}”" if budget.last_decision_reason else ""
        told.append(f"{word.capitalize()} by {person.name if person else 'a colleague'}, {when}{reason}")
    if facts.phase in {Phase.EXPORTING, Phase.EXPORT_FAILED}:
        told.extend(_messages(session, budget))
    return tuple(told)


def remarks(session: Session, budget: Budget, facts: BudgetFacts) -> tuple[LineRemark, ...]:
    """The remarks that travelled with a rejection, in the order of the lines."""
    if facts.last_decision is not Decision.REJECTED or budget.submission_id is None:
        return ()
    rows = session.execute(
        select(SubmissionRemark.line_id, CostCode.code, BudgetLine.description, SubmissionRemark.text)
        .join(BudgetLine, BudgetLine.id == SubmissionRemark.line_id)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .where(SubmissionRemark.submission_id == budget.submission_id)
        .order_by(BudgetLine.sort_key, SubmissionRemark.id)
    )
    return tuple(LineRemark(line, f"{code} {name}", text) for line, code, name, text in rows)


def _messages(session: Session, budget: Budget) -> list[str]:
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    request = request_of(session, submission) if submission is not None else None
    return [str(message) for message in request.messages] if request is not None else []

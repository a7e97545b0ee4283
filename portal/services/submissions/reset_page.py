"""The way out of a stuck export: what may be done now, and where nothing may, what a person must do first.

Source: portal decision on stale exports; Accept or Reject a Budget for Export to Sage 100 Contractor.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.exchange import ErpRequest
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.decisions import Verdict, decide
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS, StateWords
from portal.domain.vocabulary import Action, RequestState
from portal.services.budget_facts import read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.exchange import withdrawal_requests
from portal.services.exchange.export_requests import request_of
from portal.services.job_costs.deliveries import Delivery, delivery_of


@dataclass(frozen=True, slots=True)
class ResetPage:
    """Everything drawn by `templates/erp/reset.html`. `said` are the ERP's own words, `advice` what to do."""

    project_id: int
    project_name: str
    version: int
    words: StateWords
    meta: tuple[str, ...]
    erp_label: str
    delivery: Delivery
    withdraw: Verdict
    reset: Verdict
    said: tuple[str, ...]
    advice: str
    effect: str

    @property
    def chosen(self) -> Verdict:
        """What the page offers: to withdraw where there is a sheet, else to reset."""
        return self.withdraw if self.withdraw.shown else self.reset


def read(session: Session, actor: Actor, project_id: int) -> ResetPage:
    """The page of one project. Raises NotFoundError without a budget."""
    project, budget = session.get_one(Project, project_id), budget_of(session, project_id)
    facts = read_facts(session, budget)
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    request = request_of(session, submission) if submission is not None else None
    ordered = withdrawal_requests.last_of(session, submission) if submission is not None else None
    return ResetPage(
        project_id=project.id,
        project_name=project.name,
        version=budget.version,
        words=STATE_WORDS[state_of(facts)],
        meta=(
            project.erp_job_name or f"Job {project.number}",
            facts.erp_label,
            *((f"Submission {submission.number}",) if submission is not None else ()),
        ),
        erp_label=facts.erp_label,
        delivery=delivery_of(submission.delivery if submission is not None else {}),
        withdraw=decide(Action.WITHDRAW_EXPORT, actor, facts),
        reset=decide(Action.RESET_EXPORT, actor, facts),
        said=_said(request, ordered),
        advice=_advice(facts, request),
        effect=_effect(facts),
    )


def _said(request: ErpRequest | None, ordered: ErpRequest | None) -> tuple[str, ...]:
    """The newest answer first: to a withdrawal that was not carried out, then to the export itself."""
    told: list[str] = []
    if ordered is not None and ordered.state != RequestState.SUCCEEDED.value:
        told.extend(str(message) for message in ordered.messages)
    if request is not None and request.state == RequestState.NEEDS_PERSON.value:
        told.extend(str(message) for message in request.messages)
    return tuple(told)


def _advice(facts: BudgetFacts, request: ErpRequest | None) -> str:
    """What a person must do where the portal may do nothing by itself."""
    if request is None or request.state != RequestState.NEEDS_PERSON.value or not facts.was_handed_out:
        return ""
    return (
        f"The portal does not know whether {facts.erp_label} holds this export. Look for it there by its reference. If "
        "it is there, press Check now on the budget: the amounts open it. If it is not there, ask whoever runs the "
        "portal to end the request; then it can be reset here."
    )


def _effect(facts: BudgetFacts) -> str:
    """What follows a reset or a withdrawal."""
    again = "It may be imported from the ERP again. " if facts.first_export and _imports(facts) else ""
    return (
        f"The budget stays locked as it was sent, and counts as not exported. {again}"
        "The sender and the approvers get a mail with your reason."
    )


def _imports(facts: BudgetFacts) -> bool:
    return facts.erp is not None and facts.erp.imports_budgets

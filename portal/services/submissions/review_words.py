"""The sentences of a review: who must act, what accepting writes, what became of it, and what a dead link means."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import ErpRequest
from portal.db.people import Person
from portal.db.projects import CostCode, Project
from portal.db.submissions import Submission, SubmissionRemark
from portal.domain.facts import BudgetFacts
from portal.domain.next_steps import Turn, next_step
from portal.domain.outcomes import outcome
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Decision, RequestState
from portal.services.budget_facts import company
from portal.services.submissions.next_persons import in_words, is_you, names_of

_NUMBERS = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
)
_DID = {
    Decision.ACCEPTED: "accepted it",
    Decision.REJECTED: "rejected it",
    Decision.RETRIEVED: "took it back",
    Decision.RESET: "reset its export",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the ERP said: its own words first, then what to do. `kind` colours it."""

    title: str
    kind: str
    lead: str
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """An approver's remark on one line."""

    line: str
    text: str


@dataclass(frozen=True, slots=True)
class Caution:
    """What a first export ends for good, and the words beside the box that starts empty."""

    text: str
    label: str


def caution(facts: BudgetFacts, erp: str) -> Caution:
    """The caution of a first export. Source: Accept or Reject a Budget for Export to Sage 100 / to QuickBooks."""
    stays = "Later changes are made here and sent from here, for as long as the job lives."
    if facts.erp is not None and facts.erp.imports_budgets:
        return Caution(
            f"From now on it can no longer be imported from {erp}. {stays}",
            f"I know that the import from {erp} ends for this job",
        )
    return Caution(
        f"It cannot be taken back. {stays}", "I know that this budget is kept up in the portal from now on"
    )


def who_must_act(session: Session, budget: Budget, facts: BudgetFacts, actor: Actor) -> str:
    """`You or Karen Boyle must act.`, or that nobody can."""
    names = names_of(session, budget, facts, Turn.APPROVERS)
    if names:
        return f"{_with_you(names, actor)} must act."
    return "Nobody can accept this. Ask a directory admin to name another accounting approver."


def sent(session: Session, submission: Submission) -> str:
    """`Dana Whitfield sent this on Tue 9 Jun 14:02, 19 hours ago.`"""
    when = clock.say_when(submission.sent_at, company(session).timezone)
    age = clock.say_age(submission.sent_at)
    ago = "" if age == "just now" else f", {age} ago"
    return f"{name_of(session, submission.sent_by)} sent this {when}{ago}."


def became(session: Session, submission: Submission) -> str:
    """Who decided what and when; empty while nobody has."""
    did = _DID.get(Decision(submission.decision))
    if did is None:
        return ""
    when = clock.say_when(submission.decided_at, company(session).timezone)
    reason = f" Reason: “{submission.reason}”" if submission.reason else ""
    return f"{name_of(session, submission.decided_by)} {did} {when}.{reason}"


def goes_on(session: Session, budget: Budget, facts: BudgetFacts, actor: Actor) -> str:
    """What happens next to the budget, and who does it."""
    step = next_step(facts)
    who = _with_you(names_of(session, budget, facts, step.turn), actor)
    act = f"{who} must act: {step.act}" if who else f"{step.act[:1].upper()}{step.act[1:]}"
    return f"{act} {step.opens}".strip()


def effect(amounts: int, label: str, project: Project, facts: BudgetFacts) -> str:
    """What accepting writes, and what proves it."""
    number = _NUMBERS[amounts] if amounts < len(_NUMBERS) else f"{amounts:,}"
    noun = "amount is" if amounts == 1 else "amounts are"
    job = project.erp_job_name or project.name
    after = (
        "You then post the entries there, and the next sync proves them."
        if facts.erp is not None and facts.erp.posts_by_hand
        else "The next sync reads them back and opens the budget."
    )
    return f"{number} {noun} written to {job} in {label}. {after}"


def after_rejection(facts: BudgetFacts) -> str:
    """What a rejection does to the budget, said beside the reason."""
    follows = (
        "stays locked, and its changes can be edited"
        if outcome(Action.REJECT, facts).locked
        else "is then unlocked and can be changed"
    )
    return f"3 to 500 characters. Your remarks on lines go with it. The budget {follows}."


def said_by_erp(session: Session, request: ErpRequest | None, label: str) -> Said | None:
    """The messages of an export request, as the ERP gave them; None when there are none."""
    if request is None or not request.messages:
        return None
    lead, *advice = (str(message) for message in request.messages)
    state = RequestState(request.state)
    if state is RequestState.SUCCEEDED:
        return Said(f"{label} took it, and said", "warn", lead, tuple(advice))
    if state is RequestState.QUEUED and request.not_before > clock.now():
        again = clock.say_when(request.not_before, company(session).timezone)
        return Said(f"{label} could not take it yet", "warn", lead, (*advice, f"It is tried again {again}."))
    if state is RequestState.NEEDS_PERSON:
        return Said("Nothing goes on by itself", "bad", lead, tuple(advice))
    return Said(f"What {label} said", "bad", lead, tuple(advice))


def remarks(session: Session, submission: Submission) -> tuple[Remark, ...]:
    """The remarks that went with a rejection, in the order of the lines."""
    rows = session.execute(
        select(CostCode.code, CostCode.name, BudgetLine.description, SubmissionRemark.text)
        .join(BudgetLine, BudgetLine.id == SubmissionRemark.line_id)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .where(SubmissionRemark.submission_id == submission.id)
        .order_by(BudgetLine.sort_key, SubmissionRemark.id)
    )
    return tuple(Remark(f"{code} {own or name}", text) for code, name, own, text in rows)


def _with_you(names: Iterable[str], actor: Actor) -> str:
    """The names in words; the reader is "You" and comes first."""
    told = [(not is_you(name, actor), name) for name in names]
    return in_words(
        name if is_other else f"You{name.removeprefix(actor.name)}"
        for is_other, name in sorted(told, key=lambda each: each[0])
    )


def name_of(session: Session, person_id: int | None) -> str:
    """A person's name; the portal itself where nobody acted."""
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person else "The portal"

"""What an approver sees of one submission: who sent it, what changes, how it will stand in the ERP, what to decide."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.decisions import Verdict, decide
from portal.domain.facts import BudgetFacts, has_failed, state_of
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS, StateWords
from portal.domain.vocabulary import Action, Decision
from portal.erp.contract import PreviewTable
from portal.erp.registry import connector_for
from portal.services import exports, preflight
from portal.services.actors import approvers
from portal.services.budget_facts import company, read_facts, touched_by
from portal.services.export_requests import request_of
from portal.services.frozen_copies import thaw
from portal.services.intentions import NotFoundError
from portal.services.preview_rows import PreviewRow, preview_rows
from portal.services.review_rows import ReviewLine, TotalRow, review_lines, total_rows, whole_total


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything drawn by `templates/erp/review.html`; texts are ready."""

    project_id: int
    project_name: str
    submission_id: int
    number: int
    version: int
    content_hash: str
    is_first: bool
    is_waiting: bool
    is_failed: bool
    words: StateWords
    erp_label: str
    erp_short: str
    meta: tuple[str, ...]
    lead: str
    sentence: str
    note: str
    outcome: str
    messages: tuple[str, ...]
    totals: tuple[TotalRow, ...]
    lines: tuple[ReviewLine, ...]
    whole: TotalRow
    line_count: int
    changed_count: int
    shows_all: bool
    preview: PreviewTable
    preview_rows: tuple[PreviewRow, ...]
    accept: Verdict
    reject: Verdict
    retry: Verdict
    sender: str
    amount_count: int
    effect: str


def read(
    session: Session, actor: Actor, project_id: int, number: int, *, show_all: bool = False
) -> ReviewPage:
    """Read the review of one submission. Raises NotFoundError when there is none of that number."""
    project = session.get_one(Project, project_id)
    budget, submission = _submission(session, project_id, number)
    is_current = budget.submission_id == submission.id
    facts = read_facts(session, budget, preflight.limit_problems(session, budget) if is_current else ())
    connection = session.get_one(ErpConnection, project.connection_id)
    connector = connector_for(connection.connector)
    copy = thaw(submission.content)
    preview = connector.preview(exports.task_of(session, submission))
    waiting = is_current and submission.decision == Decision.NONE.value
    lead, sentence = _who_must_act(session, budget, submission, facts, actor) if waiting else ("", "")
    return ReviewPage(
        project_id=project.id,
        project_name=project.name,
        submission_id=submission.id,
        number=submission.number,
        version=budget.version,
        content_hash=submission.content_hash,
        is_first=submission.is_first,
        is_waiting=waiting,
        is_failed=is_current and has_failed(facts),
        words=STATE_WORDS[state_of(facts)] if is_current else _ended_words(submission),
        erp_label=connector.label,
        erp_short=connector.short_label,
        meta=(
            project.erp_job_name or f"Job {project.number}",
            connector.label,
            f"Submission {submission.number}, {'first export' if submission.is_first else 'an update'}",
        ),
        lead=lead,
        sentence=sentence,
        note=submission.note,
        outcome=_outcome(session, submission),
        messages=_messages(session, submission),
        totals=total_rows(copy, connector.short_label, first=submission.is_first),
        lines=review_lines(copy, connector.short_label, only_changed=not show_all),
        whole=whole_total(copy),
        line_count=len(copy.lines),
        changed_count=len({amount.line_id for amount in copy.amounts}),
        shows_all=show_all,
        preview=preview,
        preview_rows=preview_rows(preview),
        accept=decide(Action.ACCEPT, actor, facts),
        reject=decide(Action.REJECT, actor, facts),
        retry=decide(Action.RETRY, actor, facts),
        sender=_name(session, submission.sent_by),
        amount_count=len(copy.amounts),
        effect=_effect(len(copy.amounts), connector.label, project, facts),
    )


def _submission(session: Session, project_id: int, number: int) -> tuple[Budget, Submission]:
    found = session.execute(
        select(Budget, Submission)
        .join(Submission, Submission.budget_id == Budget.id)
        .where(Budget.project_id == project_id, Submission.number == number)
    ).first()
    if found is None:
        raise NotFoundError("There is no such submission.")
    return found.Budget, found.Submission


def _who_must_act(
    session: Session, budget: Budget, submission: Submission, facts: BudgetFacts, actor: Actor
) -> tuple[str, str]:
    zone = company(session).timezone
    barred = touched_by(session, budget) if facts.four_eyes else frozenset()
    names = [
        "You" if each.id == actor.id else each.name for each in approvers(session) if each.id not in barred
    ]
    names.sort(key=lambda name: name != "You")
    lead = f"{' or '.join(names)} must act." if names else "Nobody can accept this."
    age = clock.say_age(submission.sent_at)
    ago = "" if age == "just now" else f", {age} ago"
    sent = f"{_name(session, submission.sent_by)} sent this {clock.say_when(submission.sent_at, zone)}{ago}."
    if not names:
        sent += " Ask a directory admin to name another accounting approver."
    return lead, sent


def _outcome(session: Session, submission: Submission) -> str:
    """Who decided what and when, once it is over."""
    if submission.decided_at is None:
        return ""
    when = clock.say_when(submission.decided_at, company(session).timezone)
    who = _name(session, submission.decided_by) if submission.decided_by else "The portal"
    reason = f" Reason: {submission.reason}" if submission.reason else ""
    return f"{who} {submission.decision} it {when}.{reason}"


def _ended_words(submission: Submission) -> StateWords:
    return StateWords(submission.decision.capitalize() or "Ended", "warn", "diamond", "was replaced")


def _messages(session: Session, submission: Submission) -> tuple[str, ...]:
    request = request_of(session, submission)
    return tuple(str(message) for message in request.messages) if request is not None else ()


def _effect(amounts: int, label: str, project: Project, facts: BudgetFacts) -> str:
    noun = "amount is" if amounts == 1 else "amounts are"
    job = project.erp_job_name or project.name
    after = (
        "You then post the entries there, and the next sync proves them."
        if facts.erp is not None and facts.erp.posts_by_hand
        else "The next sync reads them back and opens the budget."
    )
    return f"{amounts} {noun} written to {job} in {label}. {after}"


def _name(session: Session, person_id: int) -> str:
    person = session.get(Person, person_id)
    return person.name if person else "Somebody"

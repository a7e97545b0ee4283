"""What an approver sees of one submission: who sent it, what changes, how it will stand in the ERP, what to decide."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.erp_lists import LIST_WORDS, list_of
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.next_steps import next_step
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS, StateWords
from portal.domain.vocabulary import Decision, Phase
from portal.erp.contract import ExportBudget
from portal.erp.registry import connector_for
from portal.services.budget_facts import read_facts
from portal.services.exchange import exports
from portal.services.exchange.export_requests import request_of
from portal.services.submissions import aging, conversations, preflight, review_words
from portal.services.submissions.conversations import Conversation
from portal.services.submissions.frozen_copies import FrozenCopy, thaw
from portal.services.submissions.next_persons import names_of
from portal.services.submissions.preview_rows import Preview, of_task
from portal.services.submissions.review_choices import Choices, choices_of
from portal.services.submissions.review_rows import (
    Figure,
    ReviewLine,
    TotalRow,
    review_lines,
    sums_of,
    total_rows,
    whole_total,
)
from portal.services.submissions.review_words import Caution, Remark, Said
from portal.services.submissions.submission_numbers import current_number, find

_ENDED = {
    Decision.ACCEPTED: StateWords("Accepted", "ok", "disc", "was accepted"),
    Decision.REJECTED: StateWords("Rejected", "warn", "diamond", "was rejected"),
    Decision.RETRIEVED: StateWords("Retrieved", "warn", "diamond", "was retrieved"),
    Decision.RESET: StateWords("Reset", "warn", "diamond", "was reset"),
}


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything drawn by `templates/erp/review.html`; texts are ready. `newer` is the number of the current one."""

    project_id: int
    project_name: str
    submission_id: int
    number: int
    content_hash: str
    is_first: bool
    is_waiting: bool
    takes_remarks: bool
    words: StateWords
    list_value: str
    list_label: str
    erp_label: str
    erp_short: str
    meta: tuple[str, ...]
    lead: str
    sentence: str
    aging: str
    late: str
    note: str
    became: str
    next: str
    newer: int
    said: Said | None
    remarks: tuple[Remark, ...]
    totals: tuple[TotalRow, ...]
    sums: tuple[tuple[str, Figure], ...]
    lines: tuple[ReviewLine, ...]
    whole: TotalRow
    line_count: int
    changed_count: int
    shows_all: bool
    has_more: bool
    preview: Preview
    added_codes: tuple[str, ...]
    choices: Choices
    sender: str
    effect: str
    caution: Caution
    others_question: str
    reject_hint: str
    talk: Conversation


def read(
    session: Session, actor: Actor, project_id: int, number: int, *, show_all: bool = False
) -> ReviewPage:
    """Read the review of one submission. Raises NotFoundError when there is none of that number."""
    project = session.get_one(Project, project_id)
    budget, submission = find(session, project_id, number)
    is_current = budget.submission_id == submission.id
    waiting = is_current and submission.decision == Decision.NONE.value
    facts = read_facts(session, budget, preflight.limit_problems(session, budget) if waiting else ())
    connection = session.get_one(ErpConnection, project.connection_id)
    connector = connector_for(connection.connector)
    copy = thaw(submission.content)
    changed = len({amount.line_id for amount in copy.amounts})
    choices = choices_of(actor, facts, is_current=is_current)
    here = list_of(Phase(budget.phase))
    waits = _waits(session, actor, budget, facts) if waiting else ("", "")
    totals = total_rows(copy, connector.short_label, first=submission.is_first)
    task = exports.task_of(session, submission)
    return ReviewPage(
        project_id=project.id,
        project_name=project.name,
        submission_id=submission.id,
        number=submission.number,
        content_hash=submission.content_hash,
        is_first=submission.is_first,
        is_waiting=waiting,
        takes_remarks=choices.reject.shown and choices.reject.open,
        words=STATE_WORDS[state_of(facts)] if is_current else _ended_words(submission),
        list_value=here.value,
        list_label=LIST_WORDS[here],
        erp_label=connector.label,
        erp_short=connector.short_label,
        meta=(
            project.erp_job_name or f"Job {project.number}",
            connector.label,
            f"Submission {submission.number}, {'first export' if submission.is_first else 'an update'}",
        ),
        lead=review_words.who_must_act(session, budget, facts, actor) if waiting else "",
        sentence=review_words.sent(session, submission),
        aging=waits[0],
        late=waits[1],
        note=submission.note,
        became=review_words.became(session, submission),
        next=review_words.goes_on(session, budget, facts, actor) if is_current and not waiting else "",
        newer=0 if is_current else current_number(session, budget),
        said=review_words.said_by_erp(session, request_of(session, submission), connector.short_label),
        remarks=review_words.remarks(session, submission),
        totals=totals,
        sums=sums_of(totals[-1]),
        lines=review_lines(copy, connector.short_label, only_changed=not show_all)
        if show_all or not submission.is_first
        else (),
        whole=whole_total(copy),
        line_count=len(copy.lines),
        changed_count=changed,
        shows_all=show_all,
        has_more=changed < len(copy.lines),
        preview=of_task(connector, task, first=submission.is_first),
        added_codes=_added(copy, task) if waiting else (),
        choices=choices,
        sender=review_words.name_of(session, submission.sent_by),
        effect=review_words.effect(len(copy.amounts), connector.label, project, facts),
        caution=review_words.caution(facts, connector.short_label),
        others_question=f"If {connector.short_label} {connector.policy.others_question}",
        reject_hint=review_words.after_rejection(facts),
        talk=conversations.read(session, actor, budget, submission.id, submission.number),
    )


def _waits(session: Session, actor: Actor, budget: Budget, facts: BudgetFacts) -> tuple[str, str]:
    """How long it waits and for whom, and the word of its flag; empty where nobody waits unusually long."""
    usual, names = aging.usual(session), names_of(session, budget, facts, next_step(facts).turn)
    late = aging.LATE if usual.is_late(budget.phase_at) else ""
    return aging.sentence(budget.phase_at, names, usual, actor), late


def _added(copy: FrozenCopy, task: ExportBudget) -> tuple[str, ...]:
    """Codes that are new to the job, named. Source: Update Project Cost Codes for Export to Sage 100 Contractor."""
    names = {line.code: f"{line.code} {line.code_name}" for line in copy.lines}
    return tuple(names.get(code, code) for code in task.codes_to_confirm)


def _ended_words(submission: Submission) -> StateWords:
    return _ENDED.get(Decision(submission.decision), StateWords("Replaced", "idle", "ring", "was replaced"))

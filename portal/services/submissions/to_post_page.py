"""To post: every export that a person still has to post at the ERP, with the sheet to post from.

It tells and prints; it lifts nothing. Only what the sync brings opens a budget. Source: Export a Procore Budget to
Sage 100 (Post Entries); Creating budgets (6-2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.decisions import Verdict, decide, holds
from portal.domain.facts import BudgetFacts, ErpPolicy, state_of
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS, StateWords
from portal.domain.vocabulary import Action, Phase
from portal.erp.registry import connector_for
from portal.services.budget_facts import company, policy_of, read_facts
from portal.services.exchange import exports, withdrawal_requests
from portal.services.job_costs.deliveries import Delivery, delivery_of
from portal.services.submissions import posting_notes, preview_rows, to_post_lines
from portal.services.submissions.preview_rows import Preview
from portal.services.submissions.to_post_lines import FoundLine

AT_MOST = 100
"""Jobs shown on one page; nobody posts more in a day, and the oldest come first."""
_PHASES = (Phase.AWAITING_POSTING.value, Phase.AWAITING_SYNC.value)


@dataclass(frozen=True, slots=True)
class Job:
    """One export to post; texts are ready. `note` is the last tick, empty without one."""

    project_id: int
    name: str
    job: str
    number: int
    words: StateWords
    delivery: Delivery
    erp_label: str
    accepted: str
    waiting: str
    sentence: str
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One job with everything for posting it: steps, the pivot, and once amounts show, expected against found.

    `tints`: what an update changes is marked; of a first export everything is new.
    """

    job: Job
    steps: tuple[str, ...]
    preview: Preview
    tints: bool
    lines: tuple[FoundLine, ...]
    notes: tuple[str, ...]
    may_note: Verdict
    withdraw: Verdict
    said: tuple[str, ...]
    opens_differences: bool
    opens_reset: bool


def jobs(session: Session) -> tuple[Job, ...]:
    """Every export of a hand-posted ERP that is not synced, the longest waiting first."""
    return tuple(_job(session, row, read_facts(session, row.Budget)) for row in _rows(session))


def sheets(session: Session, actor: Actor) -> tuple[Sheet, ...]:
    """The same with everything for posting them, for the printer."""
    return tuple(_sheet(session, actor, row) for row in _rows(session))


def sheet_of(session: Session, actor: Actor, project_id: int) -> Sheet | None:
    """One project's; None when it has nothing to post now."""
    return next((_sheet(session, actor, row) for row in _rows(session, project_id)), None)


def _rows(session: Session, project_id: int | None = None) -> Sequence[Any]:
    statement = (
        select(Budget, Project, Submission, ErpConnection, Person.name.label("accepter"))
        .join(Project, Project.id == Budget.project_id)
        .join(Submission, Submission.id == Budget.submission_id)
        .join(ErpConnection, ErpConnection.id == Project.connection_id)
        .outerjoin(Person, Person.id == Submission.decided_by)
        .where(Budget.phase.in_(_PHASES))
        .order_by(Budget.phase_at, Budget.id)
        .limit(AT_MOST)
    )
    if project_id is not None:
        statement = statement.where(Project.id == project_id)
    return [row for row in session.execute(statement) if _policy(row).posts_by_hand]


def _policy(row: Any) -> ErpPolicy:
    return policy_of(row.ErpConnection) or ErpPolicy(label="")


def _job(session: Session, row: Any, facts: BudgetFacts) -> Job:
    zone = company(session).timezone
    notes = posting_notes.of_submission(session, row.Submission.id)
    return Job(
        project_id=row.Project.id,
        name=row.Project.name,
        job=row.Project.erp_job_name or row.Project.erp_job_id or row.Project.number,
        number=row.Submission.number,
        words=STATE_WORDS[state_of(facts)],
        delivery=delivery_of(row.Submission.delivery),
        erp_label=facts.erp_label,
        accepted=f"{row.accepter or 'An approver'}, {clock.say_when(row.Submission.decided_at, zone)}",
        waiting=clock.say_age(row.Submission.exported_at or row.Budget.phase_at),
        sentence=facts.mismatch_sentence,
        note=_noted(session, notes[-1], zone) if notes else "",
    )


def _noted(session: Session, note: Any, zone: str) -> str:
    person = session.get(Person, note.by_id)
    said = f": “{note.note}”" if note.note else ""
    return f"{person.name if person else 'Somebody'} noted it as posted {clock.say_when(note.at, zone)}{said}"


def _sheet(session: Session, actor: Actor, row: Any) -> Sheet:
    facts, zone = read_facts(session, row.Budget), company(session).timezone
    withdrawal = withdrawal_requests.last_of(session, row.Submission)
    return Sheet(
        job=_job(session, row, facts),
        steps=_policy(row).posting_steps,
        preview=preview_rows.of_task(
            connector_for(row.ErpConnection.connector),
            exports.task_of(session, row.Submission),
            first=row.Submission.is_first,
        ),
        tints=not row.Submission.is_first,
        lines=to_post_lines.read(session, row.Submission, row.Project.id, _policy(row)),
        notes=tuple(
            _noted(session, note, zone) for note in posting_notes.of_submission(session, row.Submission.id)
        ),
        may_note=decide(Action.NOTE_POSTING, actor, facts),
        withdraw=decide(Action.WITHDRAW_EXPORT, actor, facts),
        said=tuple(str(message) for message in withdrawal.messages) if withdrawal is not None else (),
        opens_differences=facts.has_mismatch and holds(Action.VIEW_JOB_COSTS, actor),
        opens_reset=holds(Action.WITHDRAW_EXPORT, actor),
    )

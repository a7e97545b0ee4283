"""Several submissions before they are decided at once: what would happen to each, and what keeps a row closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.decisions import decide
from portal.domain.denials import Denial
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_difference, format_money
from portal.domain.vocabulary import Action, Decision
from portal.erp.registry import connector_for
from portal.services.budget_facts import read_facts
from portal.services.submissions import preflight, review_words
from portal.services.submissions.bulk_decisions import AT_MOST, ActorOn, Outcome
from portal.services.submissions.review_words import Caution


@dataclass(frozen=True, slots=True)
class Side:
    """Accept or reject of one row: open, or every sentence why it is closed."""

    open: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BulkRow:
    """One submission; texts are ready. `caution` is there where a first export must be ticked."""

    submission_id: int
    content_hash: str
    project_id: int
    number: int
    name: str
    job: str
    what: str
    sender: str
    total: str
    change: str
    change_css: str
    effect: str
    caution: Caution | None
    accept: Side
    reject: Side
    others: str

    @property
    def can_tick(self) -> bool:
        """Whether anything can be decided on this row."""
        return self.accept.open or self.reject.open


@dataclass(frozen=True, slots=True)
class BulkPage:
    """The ticked rows; `is_cut` when more were named than can be decided at once."""

    rows: tuple[BulkRow, ...]
    may_accept: bool
    may_reject: bool
    is_cut: bool
    how_many: str


def read(session: Session, actor_on: ActorOn, submission_ids: Iterable[int]) -> BulkPage:
    """Read the rows in the order in which they were ticked; unknown ones are left out."""
    wanted = list(dict.fromkeys(submission_ids))
    amounts = _amounts(session, wanted[:AT_MOST])
    found = session.execute(
        select(Submission, Budget, Project, ErpConnection)
        .join(Budget, Budget.id == Submission.budget_id)
        .join(Project, Project.id == Budget.project_id)
        .join(ErpConnection, ErpConnection.id == Project.connection_id)
        .where(Submission.id.in_(wanted[:AT_MOST]))
    ).all()
    by_id = {row.Submission.id: row for row in found}
    rows = tuple(
        _row(session, actor_on, *by_id[key], amounts.get(key, 0)) for key in wanted[:AT_MOST] if key in by_id
    )
    return BulkPage(
        rows,
        any(row.accept.open for row in rows),
        any(row.reject.open for row in rows),
        len(wanted) > AT_MOST,
        "1 budget" if len(rows) == 1 else f"{len(rows)} budgets",
    )


def left_out(
    session: Session, actor_on: ActorOn, action: Action, submission_ids: Iterable[int]
) -> tuple[Outcome, ...]:
    """Rows that were ticked and not offered for `action`, with what keeps each closed; nothing is tried on them."""
    return tuple(
        Outcome(
            row.submission_id,
            row.project_id,
            row.number,
            row.name,
            "idle",
            "Left out",
            " ".join((row.accept if action is Action.ACCEPT else row.reject).why)
            or "It was closed when you looked. It can be decided now.",
            open=row.can_tick,
        )
        for row in read(session, actor_on, submission_ids).rows
    )


def _row(
    session: Session,
    actor_on: ActorOn,
    submission: Submission,
    budget: Budget,
    project: Project,
    connection: ErpConnection,
    amounts: int,
) -> BulkRow:
    connector = connector_for(connection.connector)
    accept, reject, facts = _sides(session, actor_on, submission, budget)
    total = submission.original_cents + submission.modification_cents
    change = submission.change_cents
    return BulkRow(
        submission_id=submission.id,
        content_hash=submission.content_hash,
        project_id=project.id,
        number=submission.number,
        name=project.name,
        job=f"{project.erp_job_name or f'Job {project.number}'}, {connector.label}",
        what=f"Submission {submission.number}, {'first export' if submission.is_first else 'an update'}",
        sender=review_words.sent(session, submission),
        total=format_money(total),
        change="all new" if submission.is_first else format_difference(change),
        change_css="quiet-cell"
        if submission.is_first
        else "neg"
        if change < 0
        else "zero"
        if change == 0
        else "",
        effect=review_words.effect(amounts, connector.label, project, facts),
        caution=review_words.caution(facts, connector.short_label)
        if submission.is_first and accept.open
        else None,
        accept=accept,
        reject=reject,
        others=f"If {connector.short_label} has something on this job already, nothing is written and you are told."
        if submission.is_first and accept.open
        else "",
    )


def _sides(
    session: Session, actor_on: ActorOn, submission: Submission, budget: Budget
) -> tuple[Side, Side, BudgetFacts]:
    """What the rule table says now; nothing about a submission that was decided or replaced."""
    over = _over(session, submission, budget)
    facts = read_facts(session, budget, () if over else preflight.limit_problems(session, budget))
    if over:
        return Side(open=False, why=over), Side(open=False, why=over), facts
    actor = actor_on(budget.project_id)
    accept, reject = (decide(action, actor, facts) for action in (Action.ACCEPT, Action.REJECT))
    return _side(accept.denials), _side(reject.denials), facts


def _side(denials: Sequence[Denial]) -> Side:
    return Side(not denials, tuple(denial.sentence for denial in denials))


def _over(session: Session, submission: Submission, budget: Budget) -> tuple[str, ...]:
    if submission.decision != Decision.NONE.value:
        return (review_words.became(session, submission),)
    if budget.submission_id != submission.id:
        return ("A later submission is the current one. Look at that one.",)
    return ()


def _amounts(session: Session, submission_ids: Sequence[int]) -> dict[int, int]:
    """How many amounts each of them would write."""
    rows = session.execute(
        select(BudgetTransaction.submission_id, func.count())
        .where(BudgetTransaction.submission_id.in_(submission_ids))
        .group_by(BudgetTransaction.submission_id)
    )
    return {key: number for key, number in rows}  # noqa: C416 - typed rows are no pairs to dict()

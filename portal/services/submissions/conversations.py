"""The conversation about a submission as it is read: by approvers, by the project's people and by auditors.

Open while the submission is the budget's current one; earlier ones can be read for ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.submissions import Submission, SubmissionComment
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company

_CLOSED = "It was replaced by a later submission, so nothing can be added here."


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `text` is plain text with the writer's own line ends."""

    id: int
    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The messages about one submission. `may_write`: this person may add one now; `closed` says why nobody may."""

    project_id: int
    number: int
    is_current: bool
    messages: tuple[Message, ...]
    may_write: bool
    closed: str
    how_many: str


def read(session: Session, actor: Actor, budget: Budget, submission_id: int, number: int) -> Conversation:
    """The conversation about one submission, oldest message first."""
    return _conversation(
        actor, budget, submission_id, number, _messages(session, (submission_id,)).get(submission_id, ())
    )


def of_budget(session: Session, actor: Actor, project_id: int) -> tuple[Conversation, ...]:
    """The conversation about the current submission, then earlier ones in which anything was written, newest first."""
    budget = session.scalars(select(Budget).where(Budget.project_id == project_id)).one()
    wrote = Submission.id.in_(select(SubmissionComment.submission_id))
    rows = session.execute(
        select(Submission.id, Submission.number)
        .where(Submission.budget_id == budget.id, or_(Submission.id == budget.submission_id, wrote))
        .order_by(Submission.number.desc())
    ).all()
    messages = _messages(session, [row.id for row in rows])
    return tuple(_conversation(actor, budget, row.id, row.number, messages.get(row.id, ())) for row in rows)


def last_words(session: Session, budget: Budget) -> tuple[int, str]:
    """The newest message about the current submission, worded for the budget's page, and its row number.

    0 and nothing while nobody has written.
    """
    if budget.submission_id is None:
        return 0, ""
    found = session.execute(
        select(SubmissionComment.id, SubmissionComment.text, SubmissionComment.at, Person.name)
        .join(Person, Person.id == SubmissionComment.by_id)
        .where(SubmissionComment.submission_id == budget.submission_id)
        .order_by(SubmissionComment.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return 0, ""
    when = clock.say_when(found.at, company(session).timezone)
    return found.id, f"{found.name} wrote {when}: “{found.text}” Read and answer under Conversation."


def _conversation(
    actor: Actor, budget: Budget, submission_id: int, number: int, messages: tuple[Message, ...]
) -> Conversation:
    is_current = budget.submission_id == submission_id
    return Conversation(
        project_id=budget.project_id,
        number=number,
        is_current=is_current,
        messages=messages,
        may_write=is_current and holds(Action.COMMENT, actor),
        closed="" if is_current else _CLOSED,
        how_many=_how_many(len(messages)),
    )


def _messages(session: Session, submission_ids: Iterable[int]) -> Mapping[int, tuple[Message, ...]]:
    """By submission, its messages in the order they were written."""
    zone = company(session).timezone
    rows = session.execute(
        select(
            SubmissionComment.id,
            SubmissionComment.submission_id,
            SubmissionComment.at,
            SubmissionComment.text,
            Person.name,
        )
        .join(Person, Person.id == SubmissionComment.by_id)
        .where(SubmissionComment.submission_id.in_(submission_ids))
        .order_by(SubmissionComment.id)
    )
    found: dict[int, tuple[Message, ...]] = {}
    for row in rows:
        message = Message(row.id, row.name, clock.say_moment(row.at, zone), row.text)
        found[row.submission_id] = (*found.get(row.submission_id, ()), message)
    return found


def _how_many(count: int) -> str:
    return "nothing written yet" if count == 0 else "1 message" if count == 1 else f"{count:,} messages"

"""Who is told of a message in the conversation about a submission: at once, in the transaction that keeps it.

Told are the sender and the budget's keeper, who wrote in it before, and those who decide as long as none of them has
written; never the writer, and nobody who may no longer see the budget.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.submissions import Submission, SubmissionComment
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import actor_for, approvers
from portal.services.budget_facts import read_facts
from portal.services.mails import comment_texts
from portal.services.mails.notices import post
from portal.services.submissions.next_persons import may_decide

KIND = "comment"


def tell(
    session: Session, actor: Actor, budget: Budget, submission: Submission, comment: SubmissionComment
) -> None:
    """One mail to each person concerned by `comment`, which `actor` wrote."""
    before = _earlier(session, submission, comment)
    concerned = {submission.sent_by, budget.keeper_id, *before}
    if not holds(Action.ACCEPT, actor):
        concerned |= _deciders(session, budget, submission, before)
    for person, there in _able(session, budget, concerned - {actor.id, None}):
        values = comment_texts.comment(
            session,
            budget,
            submission,
            comment,
            opens_review=holds(Action.VIEW_ERP, there),
            is_sender=person.id == submission.sent_by,
        )
        post(session, KIND, person, submission, values)


def _earlier(session: Session, submission: Submission, comment: SubmissionComment) -> set[int]:
    """Who wrote before."""
    return set(
        session.scalars(
            select(SubmissionComment.by_id).where(
                SubmissionComment.submission_id == submission.id, SubmissionComment.id < comment.id
            )
        )
    )


def _deciders(session: Session, budget: Budget, submission: Submission, before: set[int]) -> set[int]:
    """Whom a word from the project's side concerns while no approver has written: who decided it, or who may."""
    if any(person.id in before for person in approvers(session)):
        return set()
    if submission.decided_by is not None:
        return {submission.decided_by}
    return {person.id for person in may_decide(session, budget, read_facts(session, budget))}


def _able(session: Session, budget: Budget, ids: Iterable[int | None]) -> list[tuple[Person, Actor]]:
    """Those who may see the budget today, each with what they may there."""
    people = session.scalars(select(Person).where(Person.id.in_(ids), Person.active).order_by(Person.id))
    able = [(person, actor_for(session, person, budget.project_id)) for person in people]
    return [(person, there) for person, there in able if holds(Action.VIEW_BUDGET, there)]

"""Whose turn it is, by name: what the next step of a budget asks of whom."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.facts import BudgetFacts
from portal.domain.guards import is_not_the_sender
from portal.domain.next_steps import Turn
from portal.services.actors import actor_for, approvers


def names_of(session: Session, budget: Budget, facts: BudgetFacts, turn: Turn) -> tuple[str, ...]:
    """Who can do the next step, by name; empty where nobody has to act, or where nobody may."""
    if turn is Turn.NOBODY:
        return ()
    if turn is Turn.APPROVERS:
        return tuple(person.name for person in may_decide(session, budget, facts))
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if turn is Turn.ACCEPTER:
        return _accepter(session, submission)
    known = (
        submission.sent_by if submission else None,
        budget.locked_by,
        session.get_one(Project, budget.project_id).created_by,
    )
    return _first(session, known)


def may_decide(session: Session, budget: Budget, facts: BudgetFacts) -> list[Person]:
    """Approvers who may accept this budget: under four eyes none who had a hand in the revision."""
    return [
        person
        for person in approvers(session)
        if not tuple(is_not_the_sender(actor_for(session, person, budget.project_id), facts))
    ]


def in_words(names: Iterable[str]) -> str:
    """`A`, `A or B`, `A, B or C`."""
    every = list(names)
    if len(every) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(every)
    return f"{', '.join(every[:-1])} or {every[-1]}"


def _accepter(session: Session, submission: Submission | None) -> tuple[str, ...]:
    """Who accepted it and still may; otherwise every approver."""
    able = approvers(session)
    mine = [person.name for person in able if submission is not None and person.id == submission.decided_by]
    return tuple(mine or (person.name for person in able))


def _first(session: Session, person_ids: Iterable[int | None]) -> tuple[str, ...]:
    for person_id in person_ids:
        person = session.get(Person, person_id) if person_id is not None else None
        if person is not None and person.active:
            return (person.name,)
    return ()

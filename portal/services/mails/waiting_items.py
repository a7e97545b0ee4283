"""What waits for accounting, and for each approver what of it: the rows of the daily summary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.facts import BudgetFacts, has_failed
from portal.domain.next_steps import Turn, next_step
from portal.domain.vocabulary import Phase
from portal.services.actors import approvers
from portal.services.budget_facts import company, touched_by
from portal.services.people.absences import away_now
from portal.services.submissions.next_persons import Asked, asked, asked_after


@dataclass(frozen=True, slots=True)
class Item:
    """One budget that waits for the reader. `place`: in whose place, or empty; `others`: who else is asked, by name."""

    project_id: int
    project_name: str
    number: int
    is_first: bool
    has_failed: bool
    revised_cents: int
    change_cents: int
    since: datetime
    place: str
    others: tuple[str, ...]


def by_person(session: Session) -> list[tuple[Person, list[Item]]]:
    """On whom something waits, and what, the longest waiting first. The absent are not asked, their substitutes are."""
    able, away = approvers(session), away_now(session)
    people: dict[int, Person] = {}
    items: dict[int, list[Item]] = {}
    for row in _rows(session):
        if next_step(_facts(row)).turn is Turn.APPROVERS:
            turns = asked(_free(session, row.Budget, able), away)
        else:
            turns = asked_after(able, row.decided_by, away)
        for turn in turns:
            people[turn.person.id] = turn.person
            items.setdefault(turn.person.id, []).append(_item(row, turn, turns))
    return [(people[key], items[key]) for key in sorted(people)]


def _rows(session: Session) -> Sequence[Any]:
    """Sent budgets and failed exports; without the frozen copies, which may hold ten thousand lines each."""
    return session.execute(
        select(
            Budget,
            Project.id.label("project_id"),
            Project.name,
            Submission.number,
            Submission.is_first,
            Submission.decided_by,
            (Submission.original_cents + Submission.modification_cents).label("revised"),
            Submission.change_cents,
        )
        .join(Project, Project.id == Budget.project_id)
        .join(Submission, Submission.id == Budget.submission_id)
        .where(Budget.phase.in_((Phase.SENT.value, Phase.EXPORT_FAILED.value)))
        .order_by(Budget.phase_at, Budget.id)
    ).all()


def _facts(row: Any) -> BudgetFacts:
    """Enough to know whose turn it is."""
    return BudgetFacts(phase=Phase(row.Budget.phase))


def _free(session: Session, budget: Budget, able: Sequence[Person]) -> list[Person]:
    """Approvers who may accept it: under four eyes none who had a hand in the revision."""
    touched = touched_by(session, budget) if company(session).four_eyes else frozenset()
    return [person for person in able if person.id not in touched]


def _item(row: Any, turn: Asked, turns: Sequence[Asked]) -> Item:
    return Item(
        project_id=row.project_id,
        project_name=row.name,
        number=row.number,
        is_first=row.is_first,
        has_failed=has_failed(_facts(row)),
        revised_cents=row.revised,
        change_cents=row.change_cents,
        since=row.Budget.phase_at,
        place=turn.place,
        others=tuple(each.name for each in turns if each is not turn),
    )

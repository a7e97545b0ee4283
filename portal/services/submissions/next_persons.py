"""Whose turn it is, by name: what the next step of a budget asks of whom, and who stands in for the absent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.facts import BudgetFacts
from portal.domain.guards import is_not_the_sender
from portal.domain.next_steps import Turn
from portal.domain.people import Actor
from portal.services.actors import actor_for, approvers
from portal.services.people.absences import Absence, away_now


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who is asked to act; `instead_of`: the absent ones in whose place."""

    person: Person
    instead_of: tuple[Absence, ...] = ()

    @property
    def place(self) -> str:
        """`in place of Karen Boyle until Fri 27 Nov`; empty for who is asked for himself alone."""
        told = in_words((f"{each.person.name} until {each.until}" for each in self.instead_of), "and")
        return f"in place of {told}" if told else ""

    @property
    def name(self) -> str:
        """The name, with the place in brackets."""
        return f"{self.person.name} ({self.place})" if self.instead_of else self.person.name


def names_of(session: Session, budget: Budget, facts: BudgetFacts, turn: Turn) -> tuple[str, ...]:
    """Who can do the next step, by name; empty where nobody has to act, or where nobody may."""
    if turn is Turn.NOBODY:
        return ()
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if turn is Turn.APPROVERS:
        able = may_decide(session, budget, facts)
        return tuple(each.name for each in asked(able, away_now(session)))
    if turn is Turn.ACCEPTER:
        decided_by = submission.decided_by if submission else None
        accepters = asked_after(approvers(session), decided_by, away_now(session))
        return tuple(each.name for each in accepters)
    known = (
        submission.sent_by if submission else None,
        budget.keeper_id,
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


def asked(able: Sequence[Person], away: Mapping[int, Absence]) -> list[Asked]:
    """On whom a decision waits: those who may take it and are there.

    Absent ones are named beside who stands in for them. Where everybody who may decide is away, they are asked
    themselves: no substitute could do it for them.
    """
    present = [person for person in able if person.id not in away]
    gone = [away[person.id] for person in able if person.id in away]
    if not present:
        return [Asked(person) for person in able]
    return [
        Asked(person, tuple(each for each in gone if each.substitute.id == person.id)) for person in present
    ]


def asked_after(able: Sequence[Person], accepter_id: int | None, away: Mapping[int, Absence]) -> list[Asked]:
    """After a decision: who took it or stands in for them, as long as they may; otherwise every approver."""
    mine = next((person for person in able if person.id == accepter_id), None)
    if mine is None:
        return asked(able, away)
    absence = away.get(mine.id)
    return [Asked(absence.substitute, (absence,)) if absence is not None else Asked(mine)]


def is_you(name: str, actor: Actor) -> bool:
    """Whether a name of `names_of` is the actor's own, in whosever place."""
    return name == actor.name or name.startswith(f"{actor.name} (")


def in_words(names: Iterable[str], joint: str = "or") -> str:
    """`A`, `A or B`, `A, B or C`."""
    every = list(names)
    if len(every) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(every)
    return f"{', '.join(every[:-1])} {joint} {every[-1]}"


def _first(session: Session, person_ids: Iterable[int | None]) -> tuple[str, ...]:
    for person_id in person_ids:
        person = session.get(Person, person_id) if person_id is not None else None
        if person is not None and person.active:
            return (person.name,)
    return ()

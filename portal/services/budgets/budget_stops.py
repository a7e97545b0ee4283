"""The five stops of a budget with when and who: done ones from the rows, the present one with who has it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.submissions import Submission
from portal.domain.facts import BudgetFacts
from portal.domain.next_steps import Turn, next_step
from portal.domain.timelines import Place, Stop, places
from portal.services.budget_facts import company
from portal.services.submissions.next_persons import in_words, names_of


@dataclass(frozen=True, slots=True)
class StopWords:
    """One stop as it is drawn; `state` is done, now or todo."""

    title: str
    when: str
    who: str
    state: str


def read(session: Session, budget: Budget, facts: BudgetFacts) -> tuple[StopWords, ...]:
    """The stops of the round that is under way."""
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    return tuple(_words(session, budget, facts, submission, place) for place in places(facts))


def _words(
    session: Session, budget: Budget, facts: BudgetFacts, submission: Submission | None, place: Place
) -> StopWords:
    if place.progress == "todo":
        return StopWords(place.title, "", "", "todo")
    if place.progress == "now":
        since = _since(budget, submission, place.stop)
        waiting = f"Waiting {clock.say_age(since)}" if since else "Next step"
        who = in_words(names_of(session, budget, facts, next_step(facts).turn)) or _nobody(facts)
        return StopWords(place.title, waiting.replace("Waiting just now", "Just begun"), who, "now")
    moments, person_id = _done(budget, submission, place.stop)
    return StopWords(place.title, _times(session, moments), _name(session, person_id), "done")


def _nobody(facts: BudgetFacts) -> str:
    """Nobody has to act, or nobody is known by name."""
    return "A Budget Admin" if next_step(facts).turn is Turn.BUDGET else "Nobody has to act"


def _since(budget: Budget, submission: Submission | None, stop: Stop) -> datetime | None:
    """When the present stop began to wait."""
    if stop is Stop.SENT:
        return budget.locked_at
    return budget.phase_at if submission is not None and stop is not Stop.LOCKED else None


def _done(
    budget: Budget, submission: Submission | None, stop: Stop
) -> tuple[tuple[datetime | None, ...], int | None]:
    """When a stop was passed, and by whom."""
    if stop is Stop.LOCKED:
        return (budget.locked_at,), budget.locked_by
    if submission is None:
        return (), None
    return {
        Stop.SENT: ((submission.sent_at,), submission.sent_by),
        Stop.ACCEPTED: ((submission.decided_at,), submission.decided_by),
        Stop.EXPORTED: ((submission.exported_at,), None),
        Stop.ACCEPTED_EXPORTED: ((submission.decided_at, submission.exported_at), submission.decided_by),
        Stop.POSTED: ((submission.synced_at or budget.phase_at,), None),
        Stop.SYNCED: ((submission.synced_at,), None),
    }[stop]


def _times(session: Session, moments: tuple[datetime | None, ...]) -> str:
    """`Wed 10 Jun 09:24, 09:31`: a second time of the same day without its day."""
    zone = company(session).timezone
    told = [clock.say_moment(moment, zone) for moment in moments if moment is not None]
    days = {text.rpartition(" ")[0] for text in told}
    if len(told) > 1 and len(days) == 1:
        return ", ".join([told[0], *(text.rpartition(" ")[2] for text in told[1:])])
    return ", ".join(told)


def _name(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.name if person is not None else ""

"""What stands in the way of a decision after a send: nobody may take it, or nobody is told.

The send itself stays possible: a warning, said before it. Source: portal decision (May the accepting approver's own
mail be off?).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.domain.facts import BudgetFacts
from portal.domain.people import Actor
from portal.services.actors import approvers
from portal.services.people.absences import Absence, away_now
from portal.services.submissions.next_persons import in_words, may_decide

OFF, DAILY = "off", "daily"


@dataclass(frozen=True, slots=True)
class SendWarning:
    """`lead` is what is the matter, in a sentence; `text` why, and what to do."""

    lead: str
    text: str


def able_after(session: Session, budget: Budget, facts: BudgetFacts, actor: Actor) -> list[Person]:
    """Who may decide once `actor` has sent it: under four eyes not the sender either."""
    able = may_decide(session, budget, facts)
    return [person for person in able if not (facts.four_eyes and person.id == actor.id)]


def warning(session: Session, budget: Budget, facts: BudgetFacts, actor: Actor) -> SendWarning | None:
    """What to read before sending; None where somebody may decide and is told."""
    every = approvers(session)
    if not every:
        return _nobody(f"Nobody can push to accounting. {_ask('somebody')}")
    able = able_after(session, budget, facts, actor)
    if not able:
        return _nobody(_all_touched(every, actor))
    away = away_now(session)
    present = [person for person in able if person.id not in away]
    if not present:
        return SendWarning(
            "Only somebody who is away could accept it.", _all_away([away[p.id] for p in able])
        )
    return _untold(present)


def _nobody(text: str) -> SendWarning:
    return SendWarning("Nobody could accept it.", text)


def _all_touched(every: Sequence[Person], actor: Actor) -> str:
    """Four eyes leave nobody."""
    if [person.id for person in every] == [actor.id]:
        who = "Only you can push to accounting, and whoever sends a budget cannot accept it"
    else:
        names = in_words(("you" if each.id == actor.id else each.name for each in every), "and")
        who = f"Whoever can push to accounting had a hand in this revision ({names}) and cannot accept it"
    return f"{who}. {_ask('somebody who did not work on it')}"


def _all_away(absences: Sequence[Absence]) -> str:
    """Only absent ones may decide: who stands in for them had a hand in the revision."""
    told = in_words((f"{each.person.name} (away until {each.until})" for each in absences), "and")
    return (
        f"That is {told}; who stands in had a hand in this revision. Wait, or ask a directory admin to grant Can Push "
        "to Accounting to somebody who did not work on it."
    )


def _untold(present: Sequence[Person]) -> SendWarning | None:
    """No mail reaches anybody who is there."""
    silent = [(person.name, _why_silent(person)) for person in present]
    if not all(why for _, why in silent):
        return None
    told = in_words((f"{name} {why}" for name, why in silent), "and")
    return SendWarning(
        "No mail will tell of it.",
        f"{told}. Tell {'them' if len(silent) > 1 else 'this person'} yourself, or ask a directory admin to mend it.",
    )


def _why_silent(person: Person) -> str:
    if person.mail_refused:
        return "has an address that the mail server refused"
    if person.approval_mail == OFF:
        return "has switched approval mail off"
    if person.approval_mail == DAILY and not person.erp_digest:
        return "wants one mail a day and has the daily summary off"
    return ""


def _ask(whom: str) -> str:
    return f"Ask a directory admin to grant Can Push to Accounting to {whom}."

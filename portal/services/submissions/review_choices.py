"""What a person may do with a submission under review: accept, reject, or retry its export."""

from dataclasses import dataclass

from portal.domain.decisions import Verdict, decide
from portal.domain.facts import BudgetFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action


@dataclass(frozen=True, slots=True)
class Choices:
    """What this person may do now; `offered` when there is anything to draw."""

    accept: Verdict
    reject: Verdict
    retry: Verdict
    offered: bool


def choices_of(actor: Actor, facts: BudgetFacts, *, is_current: bool) -> Choices:
    """The table's verdicts; a submission that was replaced cannot be decided any more."""
    if not is_current:
        gone = Verdict(Action.ACCEPT, "", shown=False)
        return Choices(gone, gone, gone, offered=False)
    accept, reject, retry = (
        decide(action, actor, facts) for action in (Action.ACCEPT, Action.REJECT, Action.RETRY)
    )
    return Choices(accept, reject, retry, offered=accept.shown or reject.shown or retry.shown)

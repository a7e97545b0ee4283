"""What one act needs while it runs inside the one door: session, row, actor, facts and the person's input."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.domain.facts import BudgetFacts
from portal.domain.people import Actor


class ChangedMeanwhileError(Exception):
    """Somebody changed the budget after this page was drawn; nothing was written. `str` is the sentence."""


class NotFoundError(LookupError):
    """There is no such row, or this person may not know of it."""


class InputError(ValueError):
    """What was typed cannot be taken. `field` names where; `str` is the sentence."""

    def __init__(self, field_name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field_name


@dataclass(frozen=True, slots=True)
class Intention:
    """One act under way. `notes` collects what the audit row should say beside before and after."""

    session: Session
    budget: Budget
    actor: Actor
    facts: BudgetFacts
    given: Any
    reason: str = ""
    notes: dict[str, Any] = field(default_factory=dict)


def _no_more(_session: Session, _budget: Budget, _given: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """How an action is done. `look` adds facts that depend on the input, before the rules are asked.

    `brief`: a machine's act without guards, for which the state and the ERP are facts enough.
    """

    do: Callable[[Intention], Any]
    look: Callable[[Session, Budget, Any], Mapping[str, Any]] = _no_more
    touches: bool = False
    needs_limits: bool = False
    brief: bool = False

"""The shape of one row of the rule table: who may do what, when, provided that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.domain import closures
from portal.domain.columns import Cell
from portal.domain.facts import BudgetFacts
from portal.domain.guards import Guard
from portal.domain.permissions import Permission
from portal.domain.vocabulary import Action, State


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `states` is None for actions that concern no budget.

    `provided` are the guards that grey the action; `exists` is a guard that hides it, where the ERP lacks the thing
    altogether. `again` words the label of a repetition ("Re-send to ERP"). `fresh`: the person must have proved a short
    while ago who they are (a company setting, 15 minutes).
    """

    action: Action
    label: str
    who: Permission
    states: Mapping[State, Cell] | None = None
    provided: tuple[Guard, ...] = ()
    exists: Guard | None = None
    again: Callable[[BudgetFacts], str] | None = None
    page_comes_later: bool = False
    fresh: bool = False


ERP_OWNS_IT: Mapping[str, Cell] = {
    "imported": closures.erp_owns_originals,
    "imported_locked": closures.erp_owns_originals,
}
"""The last two cells of every row that changes amounts: the ERP is their system of record."""

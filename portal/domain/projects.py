"""Which settings of a project are closed now, and why.

Source: Things to Know (each connector); Configure Settings: Budget. A job is created in one system and then added to
the other: two independent ones are never linked, so a link is for good.
"""

from collections.abc import Iterable

from portal.domain import closures
from portal.domain.denials import Denial
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.vocabulary import OUTSTANDING


def connection_is_free(facts: BudgetFacts) -> Iterable[Denial]:
    """Another ERP company is possible only while this one does not know the project."""
    if state_of(facts) in OUTSTANDING:
        yield closures.outstanding(facts)
    elif facts.project_linked or facts.exported_before:
        yield Denial(
            "connection_is_used",
            f"The project is synced with {facts.erp_label}, so it stays there. "
            "Create another project for another company file.",
            anchor="connection",
        )


def tool_can_be_switched_off(facts: BudgetFacts) -> Iterable[Denial]:
    """Nothing that is under way loses its page."""
    if state_of(facts) in OUTSTANDING:
        yield closures.outstanding(facts)

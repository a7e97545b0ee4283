"""What must happen next to a budget, and whose turn it is: one answer per state, for every page that tells it.

Source: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks, Steps.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.facts import BudgetFacts, state_of
from portal.domain.vocabulary import Decision, State


class Turn(StrEnum):
    """Whose turn it is: people of the budget, any approver, the approver who accepted, or nobody here."""

    BUDGET = "budget"
    APPROVERS = "approvers"
    ACCEPTER = "accepter"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class NextStep:
    """`act` completes "Aki Sato must act: …"; `opens` is a whole sentence on what follows, or empty."""

    turn: Turn
    act: str
    opens: str = ""


def next_step(facts: BudgetFacts) -> NextStep:
    """The one step that moves this budget on."""
    return _STEPS[state_of(facts)](facts)


def _draft(facts: BudgetFacts) -> NextStep:
    if facts.line_count == 0:
        return NextStep(Turn.BUDGET, "add lines or import a file, then lock the budget.")
    if facts.last_decision is Decision.REJECTED:
        return NextStep(Turn.BUDGET, "correct the lines, then lock the budget and send it again.")
    return NextStep(Turn.BUDGET, "lock the budget when its lines are complete, then send it to accounting.")


def _locked(facts: BudgetFacts) -> NextStep:
    if facts.last_decision is Decision.NONE:
        return NextStep(Turn.BUDGET, "send the budget to accounting.")
    return NextStep(Turn.BUDGET, "correct the budget, then send it to accounting again.")


def _sent(_facts: BudgetFacts) -> NextStep:
    return NextStep(
        Turn.APPROVERS, "accept or reject it.", "Until then nothing in this budget can be changed."
    )


def _exporting(facts: BudgetFacts) -> NextStep:
    return NextStep(Turn.NOBODY, f"the export is on its way to {facts.erp_label}.")


def _export_failed(_facts: BudgetFacts) -> NextStep:
    return NextStep(Turn.ACCEPTER, "retry the export or reject it under ERP Integrations.")


def _awaiting_posting(facts: BudgetFacts) -> NextStep:
    if facts.withdrawal_under_way:
        return NextStep(
            Turn.NOBODY, "the sheet is being withdrawn.", "The budget is reset when that is done."
        )
    steps = f" ({facts.erp.posting_steps[0]})" if facts.erp and facts.erp.posting_steps else ""
    return NextStep(
        Turn.ACCEPTER,
        f"post the entries in {facts.erp_label}{steps}. ERP Integrations, To post, shows the sheet.",
        "The budget opens when the exported amounts show in the Job Costs Report.",
    )


def _awaiting_sync(facts: BudgetFacts) -> NextStep:
    if facts.has_mismatch:
        told = facts.mismatch_sentence or f"The amounts in {facts.erp_label} differ from what was exported."
        return NextStep(Turn.ACCEPTER, "look at the differences.", told)
    return NextStep(
        Turn.NOBODY,
        f"{facts.erp_label} holds it.",
        "The budget opens when the exported amounts show in the Job Costs Report.",
    )


def _synced(facts: BudgetFacts) -> NextStep:
    return NextStep(Turn.NOBODY, f"{facts.erp_label} holds every amount of this budget.")


def _pending(_facts: BudgetFacts) -> NextStep:
    return NextStep(Turn.BUDGET, "send the changes to accounting.")


def _unlocked(_facts: BudgetFacts) -> NextStep:
    return NextStep(Turn.BUDGET, "lock the budget when the changes are complete, then send it again.")


def _imported(facts: BudgetFacts) -> NextStep:
    return NextStep(
        Turn.NOBODY, f"this budget was set up in {facts.erp_label}; change it there and import it again."
    )


_STEPS: Mapping[State, Callable[[BudgetFacts], NextStep]] = {
    State.DRAFT: _draft,
    State.LOCKED: _locked,
    State.SENT: _sent,
    State.EXPORTING: _exporting,
    State.EXPORT_FAILED: _export_failed,
    State.AWAITING_POSTING: _awaiting_posting,
    State.AWAITING_SYNC: _awaiting_sync,
    State.SYNCED: _synced,
    State.SYNCED_UNLOCKED: _unlocked,
    State.CHANGES_PENDING: _pending,
    State.IMPORTED: _imported,
    State.IMPORTED_LOCKED: _imported,
}

MOVES_BY_ITSELF = frozenset({State.EXPORTING, State.AWAITING_POSTING, State.AWAITING_SYNC})
"""States that the ERP ends."""
MOVES_ELSEWHERE = MOVES_BY_ITSELF | {State.SENT}
"""States that the ERP or an approver ends: a page that shows one asks again by itself."""

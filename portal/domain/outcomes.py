"""What state follows an act: the arrows of the life cycle, beside the rules that open them.

Source: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks; for Reject also Accept or Reject a Budget
for Export to Sage 300 CRE (it unlocks).
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.domain.facts import BudgetFacts
from portal.domain.vocabulary import Action, Decision, Phase, SystemOfRecord


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the one door writes; None leaves a column as it is."""

    locked: bool | None = None
    phase: Phase | None = None
    decision: Decision | None = None
    system_of_record: SystemOfRecord | None = None
    import_disabled: bool | None = None


def outcome(action: Action, facts: BudgetFacts) -> Outcome:
    """The columns that change when `action` succeeds in a budget with these facts; an empty Outcome for most."""
    follows = _FOLLOWS.get(action)
    return follows(facts) if follows else Outcome()


def _accepted(_facts: BudgetFacts) -> Outcome:
    return Outcome(
        phase=Phase.EXPORTING,
        decision=Decision.ACCEPTED,
        system_of_record=SystemOfRecord.PORTAL,
        import_disabled=True,
    )


def _rejected(facts: BudgetFacts) -> Outcome:
    """A first export without modifications goes back unlocked; anything else stays locked, its changes editable.

    Only what the ERP never held may be imported again (it gave a definite no, or was never asked).
    """
    first = not facts.exported_before
    return Outcome(
        locked=not first or facts.has_modifications,
        phase=Phase.NONE,
        decision=Decision.REJECTED,
        system_of_record=SystemOfRecord.UNDECIDED if first and facts.import_disabled else None,
        import_disabled=False if first else None,
    )


def _reset(facts: BudgetFacts) -> Outcome:
    """As a rejection, but it stays locked: nobody asked for other amounts. The ERP holds nothing of it (any more)."""
    first = facts.first_export or not facts.exported_before
    return Outcome(
        phase=Phase.NONE,
        decision=Decision.RESET,
        system_of_record=SystemOfRecord.UNDECIDED if first else None,
        import_disabled=False if first else None,
    )


def _finished(facts: BudgetFacts) -> Outcome:
    by_hand = facts.erp is not None and facts.erp.posts_by_hand
    return Outcome(phase=Phase.AWAITING_POSTING if by_hand else Phase.AWAITING_SYNC)


_FOLLOWS: dict[Action, Callable[[BudgetFacts], Outcome]] = {
    Action.LOCK: lambda _facts: Outcome(locked=True),
    Action.UNLOCK: lambda _facts: Outcome(locked=False),
    Action.SEND: lambda _facts: Outcome(phase=Phase.SENT, decision=Decision.NONE),
    Action.RETRIEVE: lambda _facts: Outcome(phase=Phase.NONE, decision=Decision.RETRIEVED),
    Action.ACCEPT: _accepted,
    Action.REJECT: _rejected,
    Action.RETRY: lambda _facts: Outcome(phase=Phase.EXPORTING),
    Action.RESET_EXPORT: _reset,
    Action.FINISH_WITHDRAWAL: _reset,
    Action.FINISH_EXPORT: _finished,
    Action.FAIL_EXPORT: lambda _facts: Outcome(phase=Phase.EXPORT_FAILED),
    Action.SEE_POSTED: lambda _facts: Outcome(phase=Phase.AWAITING_SYNC),
    Action.CONFIRM_SYNC: lambda _facts: Outcome(phase=Phase.NONE),
    Action.IMPORT_FROM_ERP: lambda _facts: Outcome(system_of_record=SystemOfRecord.ERP),
    Action.MOVE_TO_PORTAL: lambda _facts: Outcome(system_of_record=SystemOfRecord.PORTAL),
}

"""Why a state closes an action: each function words one reason from the facts.

Source: Export a Procore Budget to Sage 100 and Export a Budget to QuickBooks, Restrictions.
"""

from portal.domain.denials import Denial
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.vocabulary import State


def _at(when: str) -> str:
    """A space and the worded time, or nothing where the time is not known: no sentence has a hole."""
    return f" {when}" if when else ""


def outstanding(facts: BudgetFacts) -> Denial:
    """The reason that belongs to the phase a submission is in."""
    return _OUTSTANDING[state_of(facts)](facts)


def _sent(facts: BudgetFacts) -> Denial:
    return Denial(
        "waiting_for_accounting",
        f"Waiting for accounting to accept or reject: {_sender(facts)} sent it{_at(facts.sent_when)}. "
        "Retrieve it to make changes.",
    )


def _sender(facts: BudgetFacts) -> str:
    return facts.sent_by or "a colleague"


def _exporting(facts: BudgetFacts) -> Denial:
    return Denial(
        "export_in_progress",
        f"The export to {facts.erp_label} was started{_at(facts.phase_since)} and is in progress. "
        "Wait until it has finished.",
    )


def _export_failed(facts: BudgetFacts) -> Denial:
    return Denial(
        "export_failed",
        f"The export to {facts.erp_label} failed{_at(facts.phase_since)}. "
        "Accounting must retry or reject it first.",
    )


def _awaiting_posting(facts: BudgetFacts) -> Denial:
    steps = f" ({facts.erp.posting_steps[0]})" if facts.erp and facts.erp.posting_steps else ""
    return Denial(
        "awaiting_posting",
        f"Exported to {facts.erp_label}{_at(facts.exported_when)}. Post the entries there{steps}; "
        "it opens when the amounts show in the Job Costs Report. "
        f"Last sync: {facts.last_sync or 'none yet'}.",
    )


def _awaiting_sync(facts: BudgetFacts) -> Denial:
    return Denial(
        "awaiting_sync",
        f"Exported to {facts.erp_label}{_at(facts.exported_when)}. It opens when the amounts show in the "
        f"Job Costs Report. Last sync: {facts.last_sync or 'none yet'}.",
    )


_OUTSTANDING = {
    State.SENT: _sent,
    State.EXPORTING: _exporting,
    State.EXPORT_FAILED: _export_failed,
    State.AWAITING_POSTING: _awaiting_posting,
    State.AWAITING_SYNC: _awaiting_sync,
}


def locked(_facts: BudgetFacts) -> Denial:
    """Originals are frozen by the lock. Source: Lock a Budget."""
    return Denial("budget_locked", "The budget is locked. Unlock it, or create a budget modification.")


def unlocked(_facts: BudgetFacts) -> Denial:
    """Send needs the lock. Source: Send a Budget to ERP Integrations for Accounting Acceptance."""
    return Denial("budget_unlocked", "The budget is unlocked. Lock it first.")


def retrieve_first(facts: BudgetFacts) -> Denial:
    """Unlock waits for a retrieve. Source: Unlock a Budget."""
    return Denial(
        "retrieve_first",
        f"It was sent to accounting{_at(facts.sent_when)} by {_sender(facts)}. "
        "Retrieve it first, then unlock it.",
    )


def nothing_to_send(facts: BudgetFacts) -> Denial:
    """A re-send carries only what is new. Source: Things to Know (QuickBooks Desktop)."""
    return Denial(
        "nothing_to_send",
        f"Nothing to send: {facts.erp_label} already holds every amount. Create a modification or change a line first.",
    )


def too_late_to_retrieve(facts: BudgetFacts) -> Denial:
    """Retrieve ends with the decision. Source: Retrieve a Budget from ERP Before Acceptance."""
    return Denial(
        "too_late_to_retrieve",
        f"Accounting has accepted it and it is on its way to {facts.erp_label}. It can no longer be retrieved.",
    )


def erp_holds_it(facts: BudgetFacts) -> Denial:
    """After the export there is nothing to retrieve. Source: Retrieve a Budget from ERP Before Acceptance."""
    return Denial(
        "too_late_to_retrieve",
        f"Too late to retrieve: accounting has accepted it and {facts.erp_label} holds it. "
        "Wait until it is synced, then unlock it or create a modification.",
    )


def erp_owns_originals(facts: BudgetFacts) -> Denial:
    """One system of record. Source: Export a Procore Budget to Sage 100, Workflows."""
    return Denial(
        "erp_owns_budget",
        f"This budget was set up in {facts.erp_label} and is updated there. Change it there and import it again.",
    )


def unlock_first(_facts: BudgetFacts) -> Denial:
    """Importing needs an unlocked budget. Source: Import a Budget from Sage 100."""
    return Denial("unlock_first", "The budget is locked. Unlock it first.")


def import_over(facts: BudgetFacts) -> Denial:
    """Import ends with the first accepted export. Source: Export a Procore Budget to Sage 100, Restrictions."""
    return Denial(
        "import_disabled",
        f"Off for good: this budget was exported to {facts.erp_label}{_at(facts.exported_when)}. "
        "Make its changes here.",
    )


def import_waits(facts: BudgetFacts) -> Denial:
    """While a sync is outstanding: off for good once accepted, until then closed like everything else."""
    return import_over(facts) if facts.import_disabled else outstanding(facts)


def retry_or_reject(_facts: BudgetFacts) -> Denial:
    """A failed export is decided by accounting, not reset. Reset is for exports that are stuck."""
    return Denial("retry_or_reject", "The export has failed. Retry or reject it instead.")


def reject_or_retry_first(facts: BudgetFacts) -> Denial:
    """Nothing is sent beside a failed export."""
    return Denial(
        "export_failed",
        f"The last export to {facts.erp_label} failed. Accounting must retry or reject it first.",
    )

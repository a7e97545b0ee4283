"""The lists of budgets in the ERP Integrations tool, and which phases stand in each.

Source: Accept or Reject a Budget for Export to QuickBooks; … to Sage 100 Contractor (the filters of the Budgets tab).
"""

from collections.abc import Mapping
from enum import StrEnum

from portal.domain.vocabulary import Phase


class BudgetList(StrEnum):
    """One list; the value is the word in the address."""

    IMPORT = "ready-to-import"
    READY = "ready-to-export"
    FAILED = "failed-to-export"
    ON_THE_WAY = "on-the-way"
    SYNCED = "synced"


LIST_WORDS: Mapping[BudgetList, str] = {
    BudgetList.IMPORT: "Ready to Import",
    BudgetList.READY: "Ready to Export",
    BudgetList.FAILED: "Failed to Export",
    BudgetList.ON_THE_WAY: "On the way",
    BudgetList.SYNCED: "Synced",
}

LIST_PHASES: Mapping[BudgetList, tuple[Phase, ...]] = {
    BudgetList.IMPORT: (),
    BudgetList.READY: (Phase.SENT,),
    BudgetList.FAILED: (Phase.EXPORT_FAILED,),
    BudgetList.ON_THE_WAY: (Phase.EXPORTING, Phase.AWAITING_POSTING, Phase.AWAITING_SYNC),
    BudgetList.SYNCED: (Phase.NONE,),
}
"""Budgets in no phase stand under Synced once the ERP holds them, and before that at most under Ready to Import."""


def list_of(phase: Phase) -> BudgetList:
    """The list that shows a budget which is in `phase`."""
    return next(name for name, phases in LIST_PHASES.items() if phase in phases)

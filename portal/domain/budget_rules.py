"""Rows of the rule table for a project's budget: lines, lock, modifications, reading.

Source: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks; Lock a Budget; Unlock a Budget; Create a
Budget Modification; Add, Delete a Budget Line Item.
"""

from portal.domain import closures, guards
from portal.domain import permissions as may
from portal.domain.columns import ABSENT, OPEN, by_state, everywhere, only
from portal.domain.rows import ERP_OWNS_IT, Rule
from portal.domain.vocabulary import Action, State

BUDGET_ROWS = (
    Rule(Action.VIEW_BUDGET, "View budget", may.BUDGET_READER, everywhere(OPEN)),
    Rule(
        Action.EDIT_ORIGINAL,
        "Edit original amounts",
        may.EDITS_ORIGINALS,
        by_state(
            draft=OPEN,
            locked=closures.locked,
            synced=closures.locked,
            synced_unlocked=OPEN,
            changes_pending=closures.locked,
            **ERP_OWNS_IT,
        ),
    ),
    Rule(
        Action.ADD_LINE,
        "Add line",
        may.ADDS_LINES,
        by_state(
            draft=OPEN, locked=OPEN, synced=OPEN, synced_unlocked=OPEN, changes_pending=OPEN, **ERP_OWNS_IT
        ),
        (guards.may_set_the_amount, guards.starts_at_zero_when_locked),
    ),
    Rule(
        Action.DELETE_LINE,
        "Delete line",
        may.DELETES_LINES,
        by_state(
            draft=OPEN, locked=OPEN, synced=OPEN, synced_unlocked=OPEN, changes_pending=OPEN, **ERP_OWNS_IT
        ),
        (guards.is_unused_zero_line, guards.has_no_modification),
    ),
    Rule(
        Action.IMPORT_FILE,
        "Import a file",
        may.IMPORTS_LINES,
        by_state(
            draft=OPEN,
            locked=closures.locked,
            synced=closures.locked,
            synced_unlocked=OPEN,
            changes_pending=closures.locked,
            **ERP_OWNS_IT,
        ),
        (guards.may_modify_originals,),
    ),
    Rule(
        Action.LOCK,
        "Lock budget",
        may.LOCKS,
        only(State.DRAFT, State.SYNCED_UNLOCKED, State.IMPORTED),
        (guards.has_lines,),
    ),
    Rule(
        Action.UNLOCK,
        "Unlock budget",
        may.BUDGET_ADMIN,
        by_state(
            draft=ABSENT,
            locked=OPEN,
            sent=closures.retrieve_first,
            synced=OPEN,
            synced_unlocked=ABSENT,
            changes_pending=OPEN,
            imported=ABSENT,
            imported_locked=OPEN,
        ),
    ),
    Rule(
        Action.CREATE_MODIFICATION,
        "Create modification",
        may.MAKES_CHANGES,
        by_state(
            draft=ABSENT,
            locked=OPEN,
            synced=OPEN,
            synced_unlocked=ABSENT,
            changes_pending=OPEN,
            imported=ABSENT,
            imported_locked=closures.erp_owns_originals,
        ),
    ),
    Rule(
        Action.CHANGE_MODIFICATION,
        "Edit or delete modification",
        may.MAKES_CHANGES,
        by_state(
            draft=ABSENT,
            locked=OPEN,
            synced=ABSENT,
            synced_unlocked=ABSENT,
            changes_pending=OPEN,
            imported=ABSENT,
            imported_locked=ABSENT,
        ),
        (guards.has_unsent_modification, guards.is_owner_or_admin),
    ),
    Rule(
        Action.APPROVE_MODIFICATION,
        "Approve modification",
        may.APPROVES_CHANGES,
        by_state(
            draft=ABSENT,
            locked=OPEN,
            synced=OPEN,
            synced_unlocked=ABSENT,
            changes_pending=OPEN,
            imported=ABSENT,
            imported_locked=ABSENT,
        ),
        page_comes_later=True,
    ),
    Rule(Action.EXPORT_FILE, "Export CSV", may.BUDGET_READER, everywhere(OPEN)),
    Rule(Action.CREATE_SNAPSHOT, "Snapshot", may.BUDGET_STANDARD, everywhere(OPEN), page_comes_later=True),
    Rule(Action.CONFIGURE_BUDGET, "Budget settings", may.BUDGET_ADMIN, everywhere(OPEN)),
    Rule(Action.VIEW_JOB_COSTS, "Job Costs Report", may.JOB_COST_READER, everywhere(OPEN)),
    Rule(
        Action.VIEW_DIRECT_COSTS,
        "Direct cost details",
        may.DIRECT_COST_READER,
        everywhere(OPEN),
        page_comes_later=True,
    ),
)

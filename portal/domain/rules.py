"""Table 1: who may do what, when, provided that. The only place where role, state and condition meet.

One row per action. Pages, machine doors, jobs, the command line and the README's table all read these rows through
`decisions`. Source of the budget rows: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks; the rows
for people: Grant Accounting Approver Privileges.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.domain import closures, guards
from portal.domain import permissions as may
from portal.domain.columns import ABSENT, OPEN, Cell, by_state, everywhere, only
from portal.domain.facts import BudgetFacts
from portal.domain.permissions import Permission
from portal.domain.vocabulary import Action, State


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `states` is None for actions that concern no budget; `exists` hides a row where the ERP lacks it."""

    action: Action
    label: str
    who: Permission
    states: Mapping[State, Cell] | None = None
    provided: tuple[guards.Guard, ...] = ()
    exists: Callable[[BudgetFacts], bool] | None = None
    page_comes_later: bool = False


def _offers_import(facts: BudgetFacts) -> bool:
    return facts.erp is not None and facts.erp.imports_budgets


def _has_mismatch(facts: BudgetFacts) -> bool:
    return facts.has_mismatch


SEND_GUARDS: tuple[guards.Guard, ...] = (
    guards.is_integrated,
    guards.is_linked,
    guards.has_lines,
    guards.has_synced_codes,
    guards.has_no_foreign_sub_jobs,
    guards.has_something_to_send,
    guards.belongs_to_the_portal,
    guards.fits_the_erp,
)
"""G1 to G9 without G2 and G7, which are columns of the state table. Checked at Send and again at Accept."""

_IMPORTED_SHUT = {"imported": closures.erp_owns_originals, "imported_locked": closures.erp_owns_originals}

_BUDGET_ROWS = (
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
            **_IMPORTED_SHUT,
        ),
    ),
    Rule(
        Action.ADD_LINE,
        "Add line",
        may.ADDS_LINES,
        by_state(
            draft=OPEN, locked=OPEN, synced=OPEN, synced_unlocked=OPEN, changes_pending=OPEN, **_IMPORTED_SHUT
        ),
        (guards.may_set_the_amount, guards.starts_at_zero_when_locked),
    ),
    Rule(
        Action.DELETE_LINE,
        "Delete line",
        may.DELETES_LINES,
        by_state(
            draft=OPEN, locked=OPEN, synced=OPEN, synced_unlocked=OPEN, changes_pending=OPEN, **_IMPORTED_SHUT
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
            **_IMPORTED_SHUT,
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
        Action.SEND,
        "Send to ERP",
        may.SENDS,
        by_state(
            draft=closures.unlocked,
            locked=OPEN,
            sent=ABSENT,
            export_failed=closures.reject_or_retry_first,
            synced=closures.nothing_to_send,
            synced_unlocked=closures.unlocked,
            changes_pending=OPEN,
            **_IMPORTED_SHUT,
        ),
        SEND_GUARDS,
    ),
    Rule(
        Action.RETRIEVE,
        "Retrieve from ERP",
        may.SENDS,
        by_state(
            sent=OPEN,
            exporting=closures.too_late_to_retrieve,
            export_failed=closures.reject_or_retry_first,
            awaiting_posting=closures.too_late_to_retrieve,
            awaiting_sync=closures.too_late_to_retrieve,
            otherwise=ABSENT,
        ),
    ),
    Rule(
        Action.ACCEPT,
        "Accept and export",
        may.APPROVER,
        only(State.SENT),
        (*SEND_GUARDS, guards.is_not_the_sender),
    ),
    Rule(Action.REJECT, "Reject", may.APPROVER, only(State.SENT, State.EXPORT_FAILED)),
    Rule(Action.RETRY, "Retry export", may.APPROVER, only(State.EXPORT_FAILED)),
    Rule(
        Action.IMPORT_FROM_ERP,
        "Import from ERP",
        may.IMPORTS_FROM_ERP,
        by_state(
            draft=OPEN,
            locked=closures.unlock_first,
            synced=closures.import_over,
            synced_unlocked=closures.import_over,
            changes_pending=closures.import_over,
            imported=OPEN,
            imported_locked=closures.unlock_first,
        ),
        (guards.import_is_open,),
        exists=_offers_import,
        page_comes_later=True,
    ),
    Rule(
        Action.ACKNOWLEDGE_DIFFERENCE,
        "Acknowledge a difference",
        may.APPROVER,
        only(State.AWAITING_POSTING, State.AWAITING_SYNC),
        (guards.has_mismatch,),
        exists=_has_mismatch,
        page_comes_later=True,
    ),
    Rule(
        Action.RESET_EXPORT,
        "Reset a stuck export",
        may.APPROVER_ADMIN,
        by_state(
            exporting=OPEN,
            export_failed=closures.retry_or_reject,
            awaiting_posting=OPEN,
            awaiting_sync=OPEN,
            otherwise=ABSENT,
        ),
        (guards.was_never_handed_out,),
        page_comes_later=True,
    ),
    Rule(
        Action.MOVE_TO_PORTAL,
        "Move budget to portal",
        may.ADMIN_AND_APPROVER,
        by_state(imported=OPEN, imported_locked=closures.unlock_first, otherwise=ABSENT),
        page_comes_later=True,
    ),
    Rule(
        Action.CHECK_NOW,
        "Check now",
        may.CHECKER,
        only(
            State.AWAITING_POSTING,
            State.AWAITING_SYNC,
            State.SYNCED,
            State.SYNCED_UNLOCKED,
            State.CHANGES_PENDING,
        ),
    ),
    Rule(Action.EXPORT_FILE, "Export CSV", may.BUDGET_READER, everywhere(OPEN)),
    Rule(Action.CREATE_SNAPSHOT, "Snapshot", may.BUDGET_STANDARD, everywhere(OPEN), page_comes_later=True),
    Rule(Action.CONFIGURE_BUDGET, "Budget settings", may.BUDGET_ADMIN, everywhere(OPEN)),
    Rule(Action.VIEW_JOB_COSTS, "Job Costs Report", may.JOB_COST_READER, everywhere(OPEN)),
)

_MACHINE_ROWS = (
    Rule(Action.FINISH_EXPORT, "Export succeeded", may.CONNECTOR, only(State.EXPORTING)),
    Rule(Action.FAIL_EXPORT, "Export failed", may.CONNECTOR, only(State.EXPORTING)),
    Rule(Action.SEE_POSTED, "Entries posted", may.CONNECTOR, only(State.AWAITING_POSTING)),
    Rule(
        Action.CONFIRM_SYNC,
        "Amounts visible",
        may.CONNECTOR,
        only(State.AWAITING_POSTING, State.AWAITING_SYNC),
    ),
    Rule(
        Action.REPORT_MISMATCH,
        "Amounts differ",
        may.CONNECTOR,
        only(State.AWAITING_POSTING, State.AWAITING_SYNC),
    ),
)

_COMPANY_ROWS = (
    Rule(Action.VIEW_HOME, "Home", may.ANYONE_SIGNED_IN),
    Rule(Action.VIEW_PROJECTS, "Projects", may.ANYONE_SIGNED_IN),
    Rule(Action.CREATE_PROJECT, "Create project", may.PROJECT_MAKER),
    Rule(Action.MANAGE_COST_CODES, "Cost codes and types", may.PROJECT_MAKER),
    Rule(Action.VIEW_ERP, "ERP Integrations", may.ERP_READER),
    Rule(Action.LINK_PROJECT, "Accept project", may.APPROVER),
    Rule(Action.ACCEPT_COST_CODES, "Accept cost codes", may.APPROVER),
    Rule(Action.REFRESH_ERP_LISTS, "Refresh lists", may.ERP_STANDARD),
    Rule(Action.VIEW_COMPANY_JOB_COSTS, "Job costs, all projects", may.ERP_ADMIN_READER),
    Rule(Action.VIEW_SYNC_SCHEDULE, "Sync schedule", may.ERP_ADMIN_READER, page_comes_later=True),
    Rule(Action.CHANGE_SYNC_SCHEDULE, "Change sync schedule", may.ERP_ADMIN, page_comes_later=True),
    Rule(Action.VIEW_ACCOUNTANT_REPORT, "Accountant report", may.ERP_ADMIN_READER, page_comes_later=True),
    Rule(Action.VIEW_DIRECTORY, "Directory", may.DIRECTORY_READER),
    Rule(Action.CHANGE_LEVELS, "Change permission levels", may.DIRECTORY_ADMIN),
    Rule(
        Action.GRANT_PUSH,
        "Grant Can Push to Accounting",
        may.also_console(may.DIRECTORY_ADMIN),
        provided=(guards.is_active_person, guards.is_somebody_else, guards.can_hold_the_privilege),
    ),
    Rule(Action.REVOKE_PUSH, "Take away Can Push to Accounting", may.also_console(may.SUSPENDER)),
    Rule(Action.VIEW_SETTINGS, "Settings", may.SETTINGS_READER),
    Rule(Action.CONFIGURE_CONNECTION, "ERP connections", may.ERP_ADMIN),
    Rule(Action.MANAGE_OWN_SESSIONS, "Your account", may.ANYONE_SIGNED_IN),
)

RULES: Mapping[Action, Rule] = {row.action: row for row in (*_BUDGET_ROWS, *_MACHINE_ROWS, *_COMPANY_ROWS)}
"""The whole table, by action."""

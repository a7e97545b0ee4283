"""The words of the trade, each spelled once: states, phases, levels, actions.

Source of the life cycle: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks.
"""

from enum import StrEnum


class Phase(StrEnum):
    """Where a submission stands on its way to the ERP; stored beside `locked`."""

    NONE = "none"
    SENT = "sent"
    EXPORTING = "exporting"
    EXPORT_FAILED = "export_failed"
    AWAITING_POSTING = "awaiting_posting"
    AWAITING_SYNC = "awaiting_sync"


class State(StrEnum):
    """The twelve names people see; derived by `facts.state_of`, never stored."""

    DRAFT = "draft"
    LOCKED = "locked"
    SENT = "sent"
    EXPORTING = "exporting"
    EXPORT_FAILED = "export_failed"
    AWAITING_POSTING = "awaiting_posting"
    AWAITING_SYNC = "awaiting_sync"
    SYNCED = "synced"
    SYNCED_UNLOCKED = "synced_unlocked"
    CHANGES_PENDING = "changes_pending"
    IMPORTED = "imported"
    IMPORTED_LOCKED = "imported_locked"


OUTSTANDING = frozenset(
    {State.SENT, State.EXPORTING, State.EXPORT_FAILED, State.AWAITING_POSTING, State.AWAITING_SYNC}
)
"""States in which a sync is outstanding: nothing about the budget may change."""


class SystemOfRecord(StrEnum):
    """Where the budget was set up; its updates stay there for good."""

    UNDECIDED = "undecided"
    PORTAL = "portal"
    ERP = "erp"


class Level(StrEnum):
    """Permission level of a person on one tool."""

    NONE = "none"
    READ_ONLY = "read_only"
    STANDARD = "standard"
    ADMIN = "admin"


LEVEL_ORDER = {Level.NONE: 0, Level.READ_ONLY: 1, Level.STANDARD: 2, Level.ADMIN: 3}
LEVEL_WORDS = {
    Level.NONE: "None",
    Level.READ_ONLY: "Read only",
    Level.STANDARD: "Standard",
    Level.ADMIN: "Admin",
}


class Granular(StrEnum):
    """Single permissions on one project's budget for people below Admin.

    Source: What granular permissions are available for the project's Budget tool?
    """

    CHANGES = "budget_changes"
    DELETE_LINES = "delete_lines"
    IMPORT_LINES = "import_lines"
    LOCK = "lock_budget"
    MODIFY_ORIGINAL = "modify_original"
    SEND = "send_and_retrieve"
    VIEW_DIRECT_COSTS = "view_direct_costs"


class Decision(StrEnum):
    """How the last submission of a budget ended, shown as a yellow flag until the next send."""

    NONE = "none"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETRIEVED = "retrieved"
    RESET = "reset"


class TransactionType(StrEnum):
    """Why an amount travels; the unit of sync. Source: ERP Events Dictionary (budget events)."""

    ORIGINAL_ESTIMATE = "original_estimate"
    REVISED_ESTIMATE = "revised_estimate"
    BUDGET_MODIFICATION = "budget_modification"


class RequestState(StrEnum):
    """One vocabulary for every ERP request and each of its steps."""

    QUEUED = "queued"
    HANDED_OUT = "handed_out"
    IN_DOUBT = "in_doubt"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    NEEDS_PERSON = "needs_person"


class Action(StrEnum):
    """Everything anyone may do; each has exactly one row in `rules.RULES`."""

    VIEW_BUDGET = "view_budget"
    EDIT_ORIGINAL = "edit_original"
    ADD_LINE = "add_line"
    DELETE_LINE = "delete_line"
    IMPORT_FILE = "import_file"
    LOCK = "lock"
    UNLOCK = "unlock"
    CREATE_MODIFICATION = "create_modification"
    CHANGE_MODIFICATION = "change_modification"
    APPROVE_MODIFICATION = "approve_modification"
    SEND = "send"
    RETRIEVE = "retrieve"
    ACCEPT = "accept"
    REJECT = "reject"
    RETRY = "retry"
    IMPORT_FROM_ERP = "import_from_erp"
    ACKNOWLEDGE_DIFFERENCE = "acknowledge_difference"
    CONFIRM_DIFFERENCE = "confirm_difference"
    NOTE_POSTING = "note_posting"
    WITHDRAW_EXPORT = "withdraw_export"
    RESET_EXPORT = "reset_export"
    MOVE_TO_PORTAL = "move_to_portal"
    CHECK_NOW = "check_now"
    EXPORT_FILE = "export_file"
    CREATE_SNAPSHOT = "create_snapshot"
    CONFIGURE_BUDGET = "configure_budget"
    VIEW_JOB_COSTS = "view_job_costs"
    VIEW_DIRECT_COSTS = "view_direct_costs"

    FINISH_EXPORT = "finish_export"
    FAIL_EXPORT = "fail_export"
    SEE_POSTED = "see_posted"
    CONFIRM_SYNC = "confirm_sync"
    REPORT_MISMATCH = "report_mismatch"
    FINISH_WITHDRAWAL = "finish_withdrawal"

    VIEW_HOME = "view_home"
    VIEW_PROJECTS = "view_projects"
    CREATE_PROJECT = "create_project"
    MANAGE_COST_CODES = "manage_cost_codes"
    VIEW_ERP = "view_erp"
    LINK_PROJECT = "link_project"
    ADD_ERP_JOB = "add_erp_job"
    ACCEPT_COST_CODES = "accept_cost_codes"
    REFRESH_ERP_LISTS = "refresh_erp_lists"
    VIEW_COMPANY_JOB_COSTS = "view_company_job_costs"
    START_ERP_SYNC = "start_erp_sync"
    VIEW_SYNC_SCHEDULE = "view_sync_schedule"
    CHANGE_SYNC_SCHEDULE = "change_sync_schedule"
    VIEW_ACCOUNTANT_REPORT = "view_accountant_report"
    VIEW_DIRECTORY = "view_directory"
    CHANGE_LEVELS = "change_levels"
    GRANT_PUSH = "grant_push"
    REVOKE_PUSH = "revoke_push"
    VIEW_SETTINGS = "view_settings"
    CHANGE_COMPANY = "change_company"
    CONFIGURE_CONNECTION = "configure_connection"
    SHOW_SECRET = "show_secret"  # noqa: S105 - a word, no secret
    HAND_OUT_LINK = "hand_out_link"
    CONFIGURE_MAIL = "configure_mail"
    CONFIGURE_SIGN_IN = "configure_sign_in"
    CONFIGURE_BUDGETS = "configure_budgets"
    VIEW_AUDIT = "view_audit"
    TAKE_OVER = "take_over"
    DELEGATE = "delegate"
    COMMENT = "comment"
    MANAGE_OWN_SESSIONS = "manage_own_sessions"

"""Rows of the rule table for a submission: send, decide, export, import, confirm.

Source: Export a Procore Budget to Sage 100; Export a Budget to QuickBooks; Send a Budget to ERP Integrations for
Accounting Acceptance; Accept or Reject a Budget for Export.
"""

from portal.domain import closures, guards
from portal.domain import permissions as may
from portal.domain.columns import ABSENT, OPEN, by_state, only
from portal.domain.facts import BudgetFacts
from portal.domain.rows import ERP_OWNS_IT, Rule
from portal.domain.vocabulary import OUTSTANDING, Action, Decision, State, SystemOfRecord

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


def _send_or_resend(facts: BudgetFacts) -> str:
    again = facts.exported_before or facts.last_decision is not Decision.NONE
    return "Re-send to ERP" if again else "Send to ERP"


def _import_or_reimport(facts: BudgetFacts) -> str:
    return "Re-import from ERP" if facts.system_of_record is SystemOfRecord.ERP else "Import from ERP"


SUBMISSION_ROWS = (
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
            **ERP_OWNS_IT,
        ),
        SEND_GUARDS,
        again=_send_or_resend,
    ),
    Rule(
        Action.RETRIEVE,
        "Retrieve from ERP",
        may.SENDS,
        by_state(
            sent=OPEN,
            exporting=closures.too_late_to_retrieve,
            export_failed=closures.reject_or_retry_first,
            awaiting_posting=closures.erp_holds_it,
            awaiting_sync=closures.erp_holds_it,
            otherwise=ABSENT,
        ),
    ),
    Rule(
        Action.ACCEPT,
        "Accept and export",
        may.APPROVER,
        only(State.SENT),
        (*SEND_GUARDS, guards.is_not_the_sender),
        fresh=True,
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
            **dict.fromkeys(OUTSTANDING, closures.import_waits),
            synced=closures.import_over,
            synced_unlocked=closures.import_over,
            changes_pending=closures.import_over,
            imported=OPEN,
            imported_locked=closures.unlock_first,
        ),
        (guards.is_integrated, guards.is_linked, guards.import_is_open),
        exists=guards.erp_offers_import,
        again=_import_or_reimport,
    ),
    Rule(
        Action.ACKNOWLEDGE_DIFFERENCE,
        "Acknowledge a difference",
        may.APPROVER,
        only(State.AWAITING_POSTING, State.AWAITING_SYNC),
        exists=guards.has_mismatch,
    ),
    Rule(
        Action.CONFIRM_DIFFERENCE,
        "Confirm an acknowledged difference",
        may.SECOND_PERSON,
        only(State.AWAITING_POSTING, State.AWAITING_SYNC),
        (guards.is_the_second_person,),
        exists=guards.has_acknowledgement,
    ),
    Rule(
        Action.NOTE_POSTING,
        "Note that it was posted",
        may.ERP_STANDARD,
        only(State.AWAITING_POSTING, State.AWAITING_SYNC),
        exists=guards.erp_posts_by_hand,
    ),
    Rule(
        Action.WITHDRAW_EXPORT,
        "Withdraw the sheet",
        may.APPROVER_ADMIN,
        only(State.AWAITING_POSTING),
        (guards.is_not_being_withdrawn,),
        exists=guards.erp_withdraws,
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
    ),
    Rule(
        Action.MOVE_TO_PORTAL,
        "Move budget to portal",
        may.ADMIN_AND_APPROVER,
        by_state(imported=OPEN, imported_locked=closures.unlock_first, otherwise=ABSENT),
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
)

MACHINE_ROWS = (
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
    Rule(Action.FINISH_WITHDRAWAL, "Sheet withdrawn", may.CONNECTOR, only(State.AWAITING_POSTING)),
)

"""How each action of the rule table is done: the table beside the table."""

from collections.abc import Mapping

from portal.domain.vocabulary import Action
from portal.services.budgets import lines, locks, modifications, portal_moves
from portal.services.exchange import export_results
from portal.services.imports import erp_imports, line_imports
from portal.services.intentions import Act
from portal.services.submissions import acknowledgements, approvals, posting_notes, resets, submissions

ACTS: Mapping[Action, Act] = {
    Action.ADD_LINE: lines.ADD,
    Action.EDIT_ORIGINAL: lines.EDIT,
    Action.DELETE_LINE: lines.DELETE,
    Action.IMPORT_FILE: line_imports.IMPORT,
    Action.IMPORT_FROM_ERP: erp_imports.IMPORT,
    Action.MOVE_TO_PORTAL: portal_moves.MOVE,
    Action.LOCK: locks.LOCK,
    Action.UNLOCK: locks.UNLOCK,
    Action.CREATE_MODIFICATION: modifications.CREATE,
    Action.CHANGE_MODIFICATION: modifications.CHANGE,
    Action.SEND: submissions.SEND,
    Action.RETRIEVE: submissions.RETRIEVE,
    Action.ACCEPT: approvals.ACCEPT,
    Action.REJECT: approvals.REJECT,
    Action.RETRY: approvals.RETRY,
    Action.ACKNOWLEDGE_DIFFERENCE: acknowledgements.ACKNOWLEDGE,
    Action.CONFIRM_DIFFERENCE: acknowledgements.CONFIRM,
    Action.NOTE_POSTING: posting_notes.NOTE,
    Action.WITHDRAW_EXPORT: resets.WITHDRAW,
    Action.RESET_EXPORT: resets.RESET,
    Action.FINISH_WITHDRAWAL: resets.FINISH_WITHDRAWAL,
    Action.FINISH_EXPORT: export_results.FINISH,
    Action.FAIL_EXPORT: export_results.FAIL,
    Action.SEE_POSTED: export_results.POSTED,
    Action.CONFIRM_SYNC: export_results.CONFIRM,
    Action.REPORT_MISMATCH: export_results.MISMATCH,
}

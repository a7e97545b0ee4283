"""What changed since the last export becomes further lines of our estimate; every line it has is kept.

Read it, add our lines behind all that stands there, believe only what came back. Lines of this submission that stand
there already came from an answer that was lost: they are not added again.
"""

from portal.domain.money import format_money
from portal.erp.connectors.quickbooks_desktop import estimates
from portal.erp.connectors.quickbooks_desktop.answers import Answer, Response
from portal.erp.connectors.quickbooks_desktop.budget_lines import (
    amounts_by_item,
    holds_lines,
    lines_of,
    named_in,
)
from portal.erp.connectors.quickbooks_desktop.connection_settings import tax_code
from portal.erp.connectors.quickbooks_desktop.first_exports import memo_of
from portal.erp.connectors.quickbooks_desktop.replies import messages_of, refusal, warnings_of
from portal.erp.connectors.quickbooks_desktop.rooms import Room, ask, write
from portal.erp.connectors.quickbooks_desktop.statuses import Outcome, advise
from portal.erp.connectors.quickbooks_desktop.stored_estimates import StoredEstimate, read_estimates
from portal.erp.contract import ExportBudget, Exported, Finished, Memory, Refused, Turn

READ = "read"
CHANGE = "change"
_NOT_FOUND = frozenset({1, 500, 3000, 3120})
_MOST_READS = 3


def _start(task: ExportBudget, memory: Memory) -> Turn:
    return ask(READ, memory, estimates.find_estimate(task.origin_id))


def _read(task: ExportBudget, memory: Memory, answer: Answer) -> Turn:
    response = answer.responses[0]
    stored = read_estimates(response)
    if response.status_code in _NOT_FOUND or (not stored and refusal(response) is None):
        return _deleted(task, response)
    refused = refusal(response)
    if refused is not None:
        return refused
    lines = lines_of(task)
    if holds_lines(stored[0], lines) or _says_this_submission(stored[0], task):
        return Finished(Exported(stored[0].txn_id, _differences(task, stored[0], lines_included=True)))
    after = stored[0].subtotal_cents + sum(line.cents for line in lines)
    warnings = _differences(task, stored[0], lines_included=False)
    change = estimates.extend_estimate(stored[0], lines, memo=memo_of(task), tax_code=tax_code(task.settings))
    return write(CHANGE, {**memory, "after": after, "warnings": list(warnings)}, change)


def _read_change(task: ExportBudget, memory: Memory, answer: Answer) -> Turn:
    response = answer.responses[0]
    if advise(response.status_code).outcome is Outcome.REQUERY:
        return _again(task, memory, response)
    refused = refusal(response, about=named_in(response.message, task))
    if refused is not None:
        return refused
    stored = read_estimates(response)
    if not stored:
        return _start(task, memory)
    return Finished(
        Exported(
            stored[0].txn_id,
            (
                *memory.get("warnings", ()),
                *_unexpected_sum(stored[0], memory["after"]),
                *warnings_of(response),
            ),
        )
    )


def _unexpected_sum(stored: StoredEstimate, expected: int) -> tuple[str, ...]:
    """Our lines are on it, so this is no refusal: the proof that follows names each line, and keeps the budget shut."""
    if stored.subtotal_cents == expected:
        return ()
    return (
        (
            f"After the change QuickBooks shows {format_money(stored.subtotal_cents)} on the estimate "
            f"{stored.ref_number}, and {format_money(expected)} was expected. Compare its lines with the budget."
        ),
    )


def _again(task: ExportBudget, memory: Memory, response: Response) -> Turn:
    """Somebody saved the estimate between our reading and our change (3200) or moved its lines (3290)."""
    reads = int(memory.get("reads", 1)) + 1
    if reads > _MOST_READS:
        return Refused(
            (*messages_of(response), "Close the estimate on every QuickBooks computer, then retry.")
        )
    return _start(task, {**memory, "reads": reads})


def _deleted(task: ExportBudget, response: Response) -> Turn:
    number = estimates.estimate_ref_number(task.budget_id)
    return Refused(
        (
            f"QuickBooks: {response.message} (status {response.status_code})",
            (
                f"The estimate {number} of this budget is no longer in QuickBooks: somebody deleted it. "
                "Nothing was sent. Restore it from a backup of the company file, then retry; "
                "or reject the update and talk to whoever deleted it."
            ),
        )
    )


def _says_this_submission(stored: StoredEstimate, task: ExportBudget) -> bool:
    """Our memo is written with our lines: where it stands, they were added, whatever became of them since."""
    return f"submission {task.submission}, revision {task.revision}, " in stored.memo


def _differences(task: ExportBudget, stored: StoredEstimate, *, lines_included: bool) -> tuple[str, ...]:
    """Items that do not hold what we exported earlier: told, never corrected, never blocking."""
    expected: dict[str, int] = {}
    for amount in (*task.held, *(task.amounts if lines_included else ())):
        expected[amount.code.erp_id] = expected.get(amount.code.erp_id, 0) + amount.cents
    found = amounts_by_item(stored.plain_lines())
    names = {amount.code.erp_id: amount.code.code for amount in (*task.held, *task.amounts)}
    names |= {
        line.item_list_id: line.item_full_name
        for line in stored.plain_lines()
        if line.item_list_id not in names
    }
    return tuple(
        f"In QuickBooks {names.get(item) or 'a line without an item'} stands at {format_money(found.get(item, 0))} "
        f"on the estimate, and the portal exported {format_money(expected.get(item, 0))}: somebody changed it there."
        for item in sorted(expected.keys() | found.keys())
        if expected.get(item, 0) != found.get(item, 0)
    )


ROOM = Room(_start, {READ: _read, CHANGE: _read_change})

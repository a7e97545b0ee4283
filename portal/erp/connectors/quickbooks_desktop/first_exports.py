"""A budget becomes an estimate: look for our number on the job, add it, and believe only what came back.

An estimate that stands there already is ours from an answer that was lost: it is compared and taken over, never
doubled. Other estimates of the job are named in a warning and never touched. Source: Export a Budget to QuickBooks.
"""

import datetime as dt
import uuid

from portal.domain.money import format_money
from portal.erp.connectors.quickbooks_desktop import estimates
from portal.erp.connectors.quickbooks_desktop.answers import Answer
from portal.erp.connectors.quickbooks_desktop.budget_lines import amounts_by_item, lines_of, named_in
from portal.erp.connectors.quickbooks_desktop.connection_settings import tax_code
from portal.erp.connectors.quickbooks_desktop.replies import refusal, warnings_of
from portal.erp.connectors.quickbooks_desktop.rooms import Room, ask, write
from portal.erp.connectors.quickbooks_desktop.stored_estimates import (
    StoredEstimate,
    own_estimates,
    read_estimates,
)
from portal.erp.contract import ExportBudget, Exported, Finished, Memory, Refused, Turn

LOOK = "look"
ADD = "add"
_NAMED_AT_MOST = 5
_NAMESPACE = uuid.UUID("c2f5f3e2-6f3b-5d0e-9a43-0c8a8a3a6e11")


def _start(task: ExportBudget, memory: Memory) -> Turn:
    number = estimates.estimate_ref_number(task.budget_id)
    # The numbered query comes last: where it finds nothing QuickBooks warns, and nothing may follow a warning.
    return ask(
        LOOK,
        memory,
        estimates.list_estimates_of_job(task.job.erp_id),
        estimates.find_estimates_by_ref_number(number),
    )


def _read_look(task: ExportBudget, memory: Memory, answer: Answer) -> Turn:
    for response in answer.responses:
        refused = refusal(response)
        if refused is not None:
            return refused
    found = read_estimates(answer.responses[-1])
    mine = own_estimates(
        found, ref_number=estimates.estimate_ref_number(task.budget_id), customer_list_id=task.job.erp_id
    )
    if len(mine) > 1:
        return Refused(
            (
                (
                    f"QuickBooks holds {len(mine)} estimates with the number {mine[0].ref_number} on this job. "
                    "Delete all but the right one there, then retry."
                ),
            )
        )
    others = _other_estimates(task, read_estimates(answer.responses[0]))
    if mine:
        return _compare(task, mine[0], others)
    if others and not task.beside_others:
        return _ask_the_approver(task, read_estimates(answer.responses[0]))
    return write(
        ADD, {**memory, "warnings": list(others)}, estimates.add_estimate(_header(task), lines_of(task))
    )


def _read_add(task: ExportBudget, memory: Memory, answer: Answer) -> Turn:
    response = answer.responses[0]
    refused = refusal(response, about=named_in(response.message, task))
    if refused is not None:
        return refused
    stored = read_estimates(response)
    if not stored:
        return _start(task, memory)
    return _compare(task, stored[0], (*memory.get("warnings", ()), *warnings_of(response)))


def _compare(task: ExportBudget, stored: StoredEstimate, warnings: tuple[str, ...]) -> Turn:
    """Ours only if it adds up to ours: per item, and by the subtotal, never by the total, which may hold tax."""
    lines = lines_of(task)
    sent = sum(line.cents for line in lines)
    if stored.subtotal_cents == sent and amounts_by_item(stored.plain_lines()) == amounts_by_item(lines):
        return Finished(Exported(stored.txn_id, warnings))
    return Refused(
        (
            (
                f"QuickBooks holds the estimate {stored.ref_number} over {format_money(stored.subtotal_cents)} on this "
                f"job, and the accepted budget is {format_money(sent)}: their lines differ. "
                f"Delete the estimate {stored.ref_number} in QuickBooks, then retry."
            ),
        )
    )


def _other_estimates(task: ExportBudget, listed: tuple[StoredEstimate, ...]) -> tuple[str, ...]:
    """The warning of an export that was put beside others; nothing where there are none."""
    names = _names_of_others(task, listed)
    if not names:
        return ()
    return (
        (
            f"QuickBooks has other estimates on this job: {names}. "
            "The budget was put beside them; QuickBooks' own reports add them up."
        ),
    )


def _ask_the_approver(task: ExportBudget, listed: tuple[StoredEstimate, ...]) -> Refused:
    """Nothing is written before a person has seen what stands there."""
    return Refused(
        (
            f"QuickBooks has other estimates on this job: {_names_of_others(task, listed)}.",
            "Nothing was written. Look at them in QuickBooks; if they may stay, tick “put ours beside them” and retry.",
        )
    )


def _names_of_others(task: ExportBudget, listed: tuple[StoredEstimate, ...]) -> str:
    number = estimates.estimate_ref_number(task.budget_id)
    others = [estimate for estimate in listed if estimate.ref_number != number]
    names = ", ".join(
        f"{estimate.ref_number or 'without a number'} over {format_money(estimate.total_cents)}"
        for estimate in others[:_NAMED_AT_MOST]
    )
    return f"{names} and {len(others) - _NAMED_AT_MOST} more" if len(others) > _NAMED_AT_MOST else names


def _header(task: ExportBudget) -> estimates.EstimateHeader:
    return estimates.EstimateHeader(
        customer_list_id=task.job.erp_id,
        txn_date=dt.date.fromisoformat(task.accepted_on),
        ref_number=estimates.estimate_ref_number(task.budget_id),
        memo=memo_of(task),
        tax_code=tax_code(task.settings),
        external_guid="{" + str(uuid.uuid5(_NAMESPACE, f"{task.job.erp_id}/{task.budget_id}")) + "}",
    )


def memo_of(task: ExportBudget) -> str:
    """The memo that says what the estimate is, and up to which submission."""
    return estimates.estimate_memo(
        submission=task.submission, revision=task.revision, accepted_by=task.accepted_by
    )


ROOM = Room(_start, {LOOK: _read_look, ADD: _read_add})

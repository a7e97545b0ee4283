"""One job read back: our estimate's lines as the budget, cost transactions as actuals, the job report as witness.

All in one message set, so that the figures belong together. Costs without one of our items are listed beside, so that
the report adds up to QuickBooks' own total. Source: View an ERP Job Costs Report; QuickBooks Desktop Data Mapping.
"""

from portal.erp.connectors.quickbooks_desktop.answers import Answer
from portal.erp.connectors.quickbooks_desktop.budget_lines import is_change
from portal.erp.connectors.quickbooks_desktop.estimates import find_estimate
from portal.erp.connectors.quickbooks_desktop.items import match_item
from portal.erp.connectors.quickbooks_desktop.job_costs import (
    CostTransaction,
    read_cost_transactions,
    read_estimates_against_actuals,
)
from portal.erp.connectors.quickbooks_desktop.replies import refusal
from portal.erp.connectors.quickbooks_desktop.reports import (
    COST_ACCOUNT_TYPES,
    ask_for_costs,
    ask_for_estimates_against_actuals,
    read_report,
)
from portal.erp.connectors.quickbooks_desktop.rooms import Room, ask
from portal.erp.connectors.quickbooks_desktop.stored_estimates import StoredEstimate, read_estimates
from portal.erp.contract import (
    CostRow,
    Finished,
    JobCostsRead,
    Memory,
    ReadJobCosts,
    Turn,
    UncodedCost,
)

READ = "read"


def _start(task: ReadJobCosts, memory: Memory) -> Turn:
    job = task.job.erp_id
    # The estimate comes last: where it is gone QuickBooks warns, and nothing may follow a warning.
    return ask(
        READ,
        memory,
        *(ask_for_costs(job, account_type) for account_type in COST_ACCOUNT_TYPES),
        ask_for_estimates_against_actuals(job),
        *([find_estimate(task.origin_id)] if task.origin_id else []),
    )


def _read(task: ReadJobCosts, _memory: Memory, answer: Answer) -> Turn:
    reports = len(COST_ACCOUNT_TYPES) + 1
    for response in answer.responses:
        refused = refusal(response)
        if refused is not None:
            return refused
    *cost_reports, job_report = (read_report(response) for response in answer.responses[:reports])
    estimate = _estimate(answer, reports)
    costs = [cost for report in cost_reports for cost in read_cost_transactions(report)]
    names = _item_names(task, estimate)
    coded: dict[str, int] = {}
    uncoded: list[UncodedCost] = []
    for cost in costs:
        item = names.get(match_item(cost.item, frozenset(names)) or "")
        if item is None:
            uncoded.append(_uncoded(cost))
        else:
            coded[item] = coded.get(item, 0) + cost.cents
    against = read_estimates_against_actuals(job_report)
    total = next((row for row in against if row.is_total), None)
    witness = {
        "report": job_report.title,
        "estimated_cents": (total.estimated_revenue_cents if total else None) or 0,
        "actual_cents": (total.actual_cost_cents if total else None) or 0,
        "estimate_missing": bool(task.origin_id) and estimate is None,
    }
    return Finished(
        JobCostsRead(
            rows=_rows(names, estimate, coded),
            uncoded=tuple(uncoded),
            erp_total_cents=sum(cost.cents for cost in costs),
            witness=witness,
        )
    )


def _estimate(answer: Answer, place: int) -> StoredEstimate | None:
    found = read_estimates(answer.responses[place]) if len(answer.responses) > place else ()
    return found[0] if found else None


def _item_names(task: ReadJobCosts, estimate: StoredEstimate | None) -> dict[str, str]:
    """ListIDs by full name: the linked items, and those that stand on our estimate under today's name."""
    names = {code.erp_name: code.erp_id for code in task.codes if code.erp_name and code.erp_id}
    lines = estimate.plain_lines() if estimate else ()
    return names | {line.item_full_name: line.item_list_id for line in lines if line.item_full_name}


def _rows(
    names: dict[str, str], estimate: StoredEstimate | None, coded: dict[str, int]
) -> tuple[CostRow, ...]:
    originals: dict[str, int] = {}
    changes: dict[str, int] = {}
    for line in estimate.plain_lines() if estimate else ():
        side = changes if is_change(line) else originals
        side[line.item_list_id] = side.get(line.item_list_id, 0) + line.cents
    titles = {list_id: name for name, list_id in names.items()}
    items = sorted(originals.keys() | changes.keys() | coded.keys(), key=lambda item: titles.get(item, ""))
    return tuple(
        CostRow(
            erp_id=item,
            erp_name=titles.get(item, ""),
            original_cents=originals.get(item, 0),
            change_cents=changes.get(item, 0),
            cost_cents=coded.get(item, 0),
        )
        for item in items
        if item
    )


def _uncoded(cost: CostTransaction) -> UncodedCost:
    what = " · ".join(part for part in (cost.item, cost.account, cost.memo) if part)
    return UncodedCost(
        date=cost.date,
        type=cost.txn_type,
        number=cost.ref_number,
        party=cost.source_name or cost.name,
        memo=what,
        cents=cost.cents,
    )


ROOM = Room(_start, {READ: _read})

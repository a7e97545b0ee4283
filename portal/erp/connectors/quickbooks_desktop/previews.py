"""How the estimate will stand in QuickBooks after the export, for the reviewer."""

from collections.abc import Iterable

from portal.domain.money import format_money
from portal.erp.connectors.quickbooks_desktop.budget_lines import description_of
from portal.erp.connectors.quickbooks_desktop.estimates import estimate_ref_number
from portal.erp.contract import Amount, ExportBudget, PreviewTable

COLUMNS = ("Item", "Description", "Amount")
_AMOUNT = 2


def estimate_after(task: ExportBudget) -> PreviewTable:
    """Lines that are there already, then ours, marked as changed; the total is what the estimate will show."""
    held = _sum_by_item(task.held) if task.origin_id else ()
    new = tuple(
        (amount.code.erp_name or amount.code.code, description_of(task, amount), amount.cents)
        for amount in task.amounts
    )
    rows = (*held, *new)
    total = sum(cents for _, _, cents in rows)
    return PreviewTable(
        title=f"Estimate {estimate_ref_number(task.budget_id)} in QuickBooks",
        note=_note(task, len(new)),
        columns=COLUMNS,
        rows=rows,
        changed=frozenset((place, _AMOUNT) for place in range(len(held), len(rows))),
        totals=("Subtotal", "", total),
    )


def _sum_by_item(amounts: Iterable[Amount]) -> tuple[tuple[str, str, int], ...]:
    sums: dict[str, int] = {}
    for amount in amounts:
        name = amount.code.erp_name or amount.code.code
        sums[name] = sums.get(name, 0) + amount.cents
    return tuple((name, "already in QuickBooks", cents) for name, cents in sorted(sums.items()))


def _note(task: ExportBudget, count: int) -> str:
    lines = "1 line" if count == 1 else f"{count:,} lines"
    moved = format_money(sum(amount.cents for amount in task.amounts))
    if task.origin_id:
        return f"Adds {lines} over {moved} behind the lines that are there; nothing else on it is touched."
    return (
        f"A new estimate of {lines} over {moved} on {task.job.full_name or task.job.name}: not taxable, no markup, "
        "not e-mailed; its memo says that it is an internal cost budget."
    )

"""How the portal's transactions read on the estimate: one line each, in words that an accountant can follow.

Lines of an update begin with "Change" and the submission's number, so that a person sees what came later, and so
that we recognise our own lines when an answer was lost.
"""

import re
from collections import Counter
from collections.abc import Iterable

from portal.erp.connectors.quickbooks_desktop.estimates import LONGEST_TEXT, EstimateLine
from portal.erp.connectors.quickbooks_desktop.stored_estimates import StoredEstimate, StoredLine
from portal.erp.connectors.quickbooks_desktop.texts import clip
from portal.erp.contract import Amount, ExportBudget

_CHANGE = re.compile(r"Change [0-9]+: ", re.ASCII)
LineKey = tuple[str, int, str]


def lines_of(task: ExportBudget) -> tuple[EstimateLine, ...]:
    """Every transaction of the task as a line."""
    return tuple(
        EstimateLine(amount.code.erp_id, description_of(task, amount), amount.cents)
        for amount in task.amounts
    )


def description_of(task: ExportBudget, amount: Amount) -> str:
    """The words on the line as QuickBooks can hold them."""
    return clip(words_of(task, amount), LONGEST_TEXT)


def words_of(task: ExportBudget, amount: Amount) -> str:
    """`Labor: Footings`, and on an update `Change 2: Labor: Footings; notes`; whole, however long."""
    words = f"{amount.cost_type_name}: {amount.description or amount.code.name}"
    notes = f"; {amount.notes}" if amount.notes else ""
    change = f"Change {task.submission}: " if task.origin_id else ""
    return f"{change}{words}{notes}"


def is_change(line: StoredLine) -> bool:
    """Whether a line came with an update."""
    return _CHANGE.match(line.description) is not None


def holds_lines(estimate: StoredEstimate, lines: Iterable[EstimateLine]) -> bool:
    """Whether every one of our lines stands on the estimate, with its item, words and amount."""
    stored = Counter(_key(line.item_list_id, line.cents, line.description) for line in estimate.plain_lines())
    wanted = Counter(_key(line.item_list_id, line.cents, line.description) for line in lines)
    return wanted <= stored


def amounts_by_item(lines: Iterable[EstimateLine | StoredLine]) -> dict[str, int]:
    """Cents by the item's ListID; items that add up to nothing are left out."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.item_list_id] = sums.get(line.item_list_id, 0) + line.cents
    return {item: cents for item, cents in sums.items() if cents}


def named_in(message: str, task: ExportBudget) -> str:
    """A sentence that names the cost codes whose item QuickBooks complains about; "" when it names none."""
    codes = {
        amount.code.code: amount.code
        for amount in task.amounts
        if f'"{amount.code.erp_id}"' in message
        or (amount.code.erp_name and f'"{amount.code.erp_name}"' in message)
    }
    if not codes:
        return ""
    names = ", ".join(f"{code.code} {code.name}" for code in codes.values())
    return f"This concerns the cost code {names}." if len(codes) == 1 else f"This concerns: {names}."


def _key(item: str, cents: int, description: str) -> LineKey:
    return item, cents, " ".join(description.split())

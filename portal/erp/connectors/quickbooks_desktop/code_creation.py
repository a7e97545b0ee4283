"""Cost codes become service items, one after another: all are looked up first, and only what is missing is added.

An item that stands there under the name is taken over where it is two-sided and active; anything else is left to a
person, who may still map it. Source: Export Cost Codes to QuickBooks.
"""

from collections.abc import Mapping
from typing import Any

from portal.erp.connectors.quickbooks_desktop.answers import Answer
from portal.erp.connectors.quickbooks_desktop.connection_settings import chosen, name_of, tax_code
from portal.erp.connectors.quickbooks_desktop.items import Item, add_service_item, find_items, read_items
from portal.erp.connectors.quickbooks_desktop.replies import messages_of, refusal
from portal.erp.connectors.quickbooks_desktop.rooms import Room, ask, write
from portal.erp.connectors.quickbooks_desktop.statuses import Outcome, advise
from portal.erp.connectors.quickbooks_desktop.texts import fold
from portal.erp.contract import Code, CodesCreated, CreateCodes, Finished, Memory, Record, Refused, Turn

LOOK = "look"
ADD = "add"
PER_LOOK = 100
_DONE = "done"
_SEEN = "seen"
_TAKEN = "taken"


def _start(task: CreateCodes, memory: Memory) -> Turn:
    return _next(task, memory)


def _next(task: CreateCodes, memory: Memory) -> Turn:
    """Look up what was not looked for, then add what was not found, then finish."""
    done, seen = memory.get(_DONE, {}), memory.get(_SEEN, [])
    unseen = [code for code in task.codes if code.id not in seen][:PER_LOOK]
    if unseen:
        asked = {**memory, "asked": [code.id for code in unseen]}
        return ask(LOOK, asked, find_items(*(full_name_of(task, code) for code in unseen)))
    missing = next((code for code in task.codes if str(code.id) not in done), None)
    if missing is None:
        return Finished(CodesCreated({int(key): _recalled(row) for key, row in done.items()}))
    return write(ADD, {**memory, "adding": missing.id}, _addition(task, missing))


def _read_look(task: CreateCodes, memory: Memory, answer: Answer) -> Turn:
    response = answer.responses[0]
    refused = refusal(response)
    if refused is not None:
        return refused
    found = {item.full_name.casefold(): item for item in read_items(response)}
    done = dict(memory.get(_DONE, {}))
    for code in task.codes:
        item = found.get(full_name_of(task, code).casefold()) if code.id in memory["asked"] else None
        if item is not None:
            unfit = _unfit(code, item)
            if unfit:
                return Refused((unfit,))
            done[str(code.id)] = _kept(record_of(item))
        elif memory.get(_TAKEN) and code.id == memory.get("adding"):
            return Refused(tuple(memory[_TAKEN]))
    return _next(task, {**memory, _DONE: done, _SEEN: [*memory.get(_SEEN, []), *memory["asked"]]})


def _read_add(task: CreateCodes, memory: Memory, answer: Answer) -> Turn:
    response = answer.responses[0]
    code = next(each for each in task.codes if each.id == memory["adding"])
    about = f"This concerns the cost code {code.code} {code.name}."
    unseen = [each for each in memory[_SEEN] if each != code.id]
    if advise(response.status_code).outcome is Outcome.ADOPT:
        return _next(task, {**memory, _SEEN: unseen, _TAKEN: list(messages_of(response, about=about))})
    refused = refusal(response, about=about)
    if refused is not None:
        return refused
    stored = read_items(response)
    if not stored:
        return _next(task, {**memory, _SEEN: unseen})
    done = {**memory.get(_DONE, {}), str(code.id): _kept(record_of(stored[0]))}
    return _next(task, {**memory, _DONE: done, _TAKEN: []})


def full_name_of(task: CreateCodes, code: Code) -> str:
    """`Parent:03-100` as QuickBooks writes it."""
    parent = name_of(task.settings, "parent_item")
    return f"{parent}:{fold(code.code)}" if parent else fold(code.code)


def record_of(item: Item) -> Record:
    """An item as the portal lists it."""
    detail = {"type": item.item_type, "two_sided": item.is_two_sided, "parent_erp_id": item.parent_list_id}
    return Record("item", item.list_id, item.name, item.full_name, item.is_active, detail)


def _addition(task: CreateCodes, code: Code) -> Any:
    return add_service_item(
        fold(code.code),
        description=code.name,
        income_account=chosen(task.settings, "income_account"),
        expense_account=chosen(task.settings, "expense_account"),
        parent_list_id=chosen(task.settings, "parent_item") or None,
        tax_code=tax_code(task.settings),
    )


def _unfit(code: Code, item: Item) -> str:
    if not item.is_active:
        return f"The item {item.full_name} of the cost code {code.code} is inactive in QuickBooks. Activate it there."
    if not item.is_two_sided:
        return (
            f"QuickBooks has an item {item.full_name} that has no expense account of its own, so job reports could not "
            f"tell its costs from its revenue. In QuickBooks tick “This service is used in assemblies or is performed "
            f"by a subcontractor or partner” on it, or map the cost code {code.code} to another item."
        )
    return ""


def _kept(record: Record) -> dict[str, Any]:
    return {
        "erp_id": record.erp_id,
        "name": record.name,
        "full_name": record.full_name,
        "detail": dict(record.detail),
    }


def _recalled(row: Mapping[str, Any]) -> Record:
    return Record("item", row["erp_id"], row["name"], row["full_name"], detail=row["detail"])


ROOM = Room(_start, {LOOK: _read_look, ADD: _read_add})

"""QuickBooks' own lists, whole: customers and jobs, service items, accounts.

Long lists come in portions that die with the Web Connector's session; a portion that QuickBooks no longer knows
begins the reading anew.
"""

from typing import Any

from portal.erp.connectors.quickbooks_desktop import code_creation, job_creation
from portal.erp.connectors.quickbooks_desktop.accounts import Account, list_accounts, read_accounts
from portal.erp.connectors.quickbooks_desktop.answers import Answer, Response
from portal.erp.connectors.quickbooks_desktop.customers import list_customers, read_customers
from portal.erp.connectors.quickbooks_desktop.items import list_service_items, read_items
from portal.erp.connectors.quickbooks_desktop.message_sets import Request
from portal.erp.connectors.quickbooks_desktop.replies import messages_of, refusal
from portal.erp.connectors.quickbooks_desktop.rooms import Room, ask
from portal.erp.contract import Finished, ListsRead, Memory, ReadLists, Record, TryLater, Turn

BEGIN = "begin"
GO_ON = "go_on"
_MOST_BEGINNINGS = 3
_ROWS = "rows"
_PLACES = "places"


def _start(_task: ReadLists, memory: Memory) -> Turn:
    kept = {**memory, "beginnings": int(memory.get("beginnings", 0)) + 1, _ROWS: []}
    return ask(BEGIN, kept, list_customers(), list_service_items(), list_accounts())


def _read(task: ReadLists, memory: Memory, answer: Answer) -> Turn:
    """Keep what came, and ask for the rest of each list that has one."""
    rows, places = list(memory[_ROWS]), {}
    for response in answer.responses:
        refused = refusal(response)
        if refused is not None:
            return _begin_anew(task, memory, response) if memory.get(_PLACES) else refused
        rows += [_kept(record) for record in _records(response)]
        if response.iterator_remaining:
            places[response.kind] = response.iterator_id
    if not places:
        return Finished(ListsRead(tuple(_recalled(row) for row in rows)))
    requests = [_portion(kind, place) for kind, place in places.items()]
    return ask(GO_ON, {**memory, _ROWS: rows, _PLACES: places}, *requests)


def _begin_anew(task: ReadLists, memory: Memory, response: Response) -> Turn:
    if int(memory["beginnings"]) >= _MOST_BEGINNINGS:
        return TryLater(messages_of(response))
    return _start(task, {**memory, _PLACES: {}})


def _portion(kind: str, iterator_id: str) -> Request:
    listing = list_customers if kind == "CustomerQuery" else list_service_items
    return listing(iterator_id=iterator_id)


def _records(response: Response) -> list[Record]:
    if response.kind == "CustomerQuery":
        return [job_creation.record_of(customer) for customer in read_customers(response)]
    if response.kind == "AccountQuery":
        return [_account(account) for account in read_accounts(response)]
    return [code_creation.record_of(item) for item in read_items(response)]


def _account(account: Account) -> Record:
    detail = {
        "type": account.account_type,
        "number": account.number,
        "takes_income": account.takes_income,
        "takes_costs": account.takes_costs,
    }
    name = account.full_name.rpartition(":")[2]
    return Record("account", account.list_id, name, account.full_name, account.is_active, detail)


def _kept(record: Record) -> list[Any]:
    return [record.kind, record.erp_id, record.name, record.full_name, record.active, dict(record.detail)]


def _recalled(row: list[Any]) -> Record:
    return Record(*row)


ROOM = Room(_start, {BEGIN: _read, GO_ON: _read})

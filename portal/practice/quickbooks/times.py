"""Hours worked. A time activity posts nothing; the pay for it does, as a paycheck that only reports show."""

from lxml import etree

from portal.practice.quickbooks import references, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.choices import chosen
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, value, values, write
from portal.practice.quickbooks.transaction_queries import Kind, answer_query
from portal.practice.quickbooks.transactions import Transaction


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """TimeTrackingAddRq."""
    element = request[0]
    worker = references.refer(company, element, "EntityRef", "TimeTracking")
    body = references.with_references(company, element, fields(element), "TimeTracking")
    worker_id = worker.list_id if worker else None
    time = transactions.insert(company, "TimeTracking", body, [], entity_id=worker_id)
    ret = write(answer, "TimeTrackingRet", references.shown(company, render(company, time)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """TimeTrackingQueryRq."""
    wanted = chosen(company, request.find("TimeTrackingEntityFilter"), "Name")
    status = answer_query(company, request, answer, Kind("TimeTracking", render))
    for ret in list(answer) if wanted is not None else []:
        if value(ret, "EntityRef/ListID") not in (wanted or set()):
            answer.remove(ret)
    return status


def render(_company: Company, time: Transaction, _with_lines: bool = True) -> Fields:  # noqa: FBT001, FBT002 - called by position from the query
    """A TimeTrackingRet's fields."""
    content = {**time.body, **transactions.head(time)}
    content.pop("RefNumber")
    return content

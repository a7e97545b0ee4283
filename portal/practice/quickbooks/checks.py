"""Checks written from a bank account."""

from lxml import etree

from portal.practice.quickbooks import references, statuses, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, values, write
from portal.practice.quickbooks.money import show
from portal.practice.quickbooks.purchase_lines import balancing, read_lines, total
from portal.practice.quickbooks.transaction_queries import Kind, answer_query
from portal.practice.quickbooks.transactions import Transaction

_NOT_KEPT = {"ExpenseLineAdd", "ItemLineAdd", "ApplyCheckToTxnAdd", "ExchangeRate"}


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """CheckAddRq."""
    element = request[0]
    if element.find("ApplyCheckToTxnAdd") is not None:
        raise statuses.unsupported("Checks are not applied to other transactions here.")
    bank = references.refer(company, element, "AccountRef", "Check")
    if bank is None:
        raise statuses.no_posting_account()
    payee = references.refer(company, element, "PayeeEntityRef", "Check")
    lines, postings = read_lines(company, element, "Check", payee)
    body = {key: part for key, part in fields(element).items() if key not in _NOT_KEPT}
    body = references.with_references(company, element, body, "Check")
    body["Amount"] = show(total(lines))
    postings.append(balancing(bank, postings, payee))
    payee_id = payee.list_id if payee else None
    check = transactions.insert(company, "Check", body, lines, postings, payee_id)
    ret = write(answer, "CheckRet", references.shown(company, render(company, check)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """CheckQueryRq."""
    return answer_query(company, request, answer, Kind("Check", render))


def render(company: Company, check: Transaction, with_lines: bool = True) -> Fields:  # noqa: FBT001, FBT002 - called by position from the query
    """A CheckRet's fields."""
    content = {**check.body, **transactions.head(check)}
    for line in transactions.lines(company, check.txn_id) if with_lines else []:
        content.setdefault(line.kind, []).append(
            references.shown(company, {"TxnLineID": line.line_id, **line.body})
        )
    return content

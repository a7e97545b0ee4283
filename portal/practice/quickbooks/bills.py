"""Bills from vendors."""

from decimal import Decimal

from lxml import etree

from portal.practice.quickbooks import records, references, statuses, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, values, write
from portal.practice.quickbooks.money import show
from portal.practice.quickbooks.purchase_lines import balancing, read_lines, total
from portal.practice.quickbooks.transaction_queries import Kind, answer_query
from portal.practice.quickbooks.transactions import Transaction

_NOT_KEPT = {"VendorRef", "ExpenseLineAdd", "ItemLineAdd", "LinkToTxnID", "ExchangeRate"}


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """BillAddRq."""
    element = request[0]
    vendor = references.refer(company, element, "VendorRef", "Bill")
    if vendor is None:
        raise statuses.missing("VendorRef")
    lines, postings = read_lines(company, element, "Bill", vendor)
    body = {key: part for key, part in fields(element).items() if key not in _NOT_KEPT}
    body = references.with_references(company, element, body, "Bill")
    payable = _payables(company, body)
    body["APAccountRef"] = {"ListID": payable.list_id}
    body["AmountDue"] = show(total(lines))
    postings.append(balancing(payable, postings, vendor))
    bill = transactions.insert(company, "Bill", body, lines, postings, vendor.list_id)
    ret = write(answer, "BillRet", references.shown(company, render(company, bill)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """BillQueryRq. Nothing is paid here, so PaidOnly finds nothing."""
    return answer_query(company, request, answer, Kind("Bill", render))


def render(company: Company, bill: Transaction, with_lines: bool = True) -> Fields:  # noqa: FBT001, FBT002 - called by position from the query
    """A BillRet's fields."""
    content = {
        "DueDate": bill.txn_date,
        "IsPaid": "false",
        "OpenAmount": show(Decimal(bill.body["AmountDue"])),
        **bill.body,
        **transactions.head(bill),
        "VendorRef": {"ListID": bill.entity_id},
    }
    for line in transactions.lines(company, bill.txn_id) if with_lines else []:
        content.setdefault(line.kind, []).append(
            references.shown(company, {"TxnLineID": line.line_id, **line.body})
        )
    return content


def _payables(company: Company, body: Fields) -> records.Record:
    reference = body.get("APAccountRef")
    if reference:
        found = records.get(company, reference["ListID"])
        if found:
            return found
    for account in records.listing(company, "Account"):
        if account.body.get("AccountType") == "AccountsPayable" and account.is_active:
            return account
    raise statuses.no_posting_account()

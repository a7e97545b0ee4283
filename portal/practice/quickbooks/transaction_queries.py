"""Queries of transactions: by TxnID, by number, or by the filters that all of them share."""

from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from portal.practice.quickbooks import iterators, references, statuses, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.choices import chosen
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.dates import is_day_within, is_within
from portal.practice.quickbooks.documents import Fields, keep_only, value, values, write
from portal.practice.quickbooks.list_queries import matches_text


class Kind(NamedTuple):
    """A kind of transaction and how it is shown, with or without its lines."""

    name: str
    render: Callable[[Company, transactions.Transaction, bool], Fields]
    always_with_lines: bool = False


def answer_query(
    company: Company, request: etree._Element, answer: etree._Element, kind: Kind
) -> Status | None:
    """Answer a transaction query with `<kind>Ret` records."""
    named = [
        name for name in ("TxnID", "RefNumber", "RefNumberCaseSensitive") if request.find(name) is not None
    ]
    missing = ""
    if named:
        found, missing = _by_name(company, request, kind.name, named[0])
        taken = found
    else:
        found = [] if iterators.is_continuing(request) else _by_filter(company, request, kind.name)
        taken = iterators.take(company, request, answer, found)
    with_lines = kind.always_with_lines or value(request, "IncludeLineItems") in {"true", "1"}
    for txn_id in taken:
        transaction = transactions.get(company, txn_id, kind.name)
        if transaction:
            content = references.shown(company, kind.render(company, transaction, with_lines))
            keep_only(write(answer, kind.name + "Ret", content), values(request, "IncludeRetElement"))
    if missing:
        return Status(statuses.NOT_FOUND_IN_QUERY, statuses.not_found_in_query(missing))
    if not found and not iterators.is_continuing(request):
        return Status(statuses.NO_MATCH, statuses.NO_MATCHING)
    return None


def _by_name(company: Company, request: etree._Element, kind: str, field: str) -> tuple[list[str], str]:
    found: list[str] = []
    missing = ""
    for name in values(request, field):
        hits = [one.txn_id for one in transactions.listing(company, kind) if _is_named(one, field, name)]
        found += hits
        missing = missing or ("" if hits else name)
    return found, missing


def _is_named(transaction: transactions.Transaction, field: str, name: str) -> bool:
    if field == "TxnID":
        return transaction.txn_id == name
    if field == "RefNumber":
        return transaction.ref_number.casefold() == name.casefold()
    return transaction.ref_number == name


def _by_filter(company: Company, request: etree._Element, kind: str) -> list[str]:
    if request.find("CurrencyFilter") is not None:
        raise statuses.unsupported("There is one currency.")
    entities = chosen(company, request.find("EntityFilter"), "Name")
    accounts = chosen(company, request.find("AccountFilter"), "Account")
    return [
        one.txn_id
        for one in transactions.listing(company, kind)
        if _is_in_time(one, request)
        and (entities is None or one.entity_id in entities)
        and (accounts is None or _touches(company, one.txn_id, accounts))
        and matches_text(one.ref_number, request.find("RefNumberFilter"), "RefNumber")
        and _is_in_range(one.ref_number, request.find("RefNumberRangeFilter"))
    ]


def _is_in_time(transaction: transactions.Transaction, request: etree._Element) -> bool:
    modified = request.find("ModifiedDateRangeFilter")
    if modified is not None:
        return is_within(transaction.modified, modified, "FromModifiedDate", "ToModifiedDate")
    days = request.find("TxnDateRangeFilter")
    if days is None or value(days, "DateMacro") == "All":
        return True
    if value(days, "DateMacro"):
        raise statuses.unsupported("Of the date macros only All is kept here.")
    return is_day_within(transaction.txn_date, value(days, "FromTxnDate"), value(days, "ToTxnDate"))


def _touches(company: Company, txn_id: str, accounts: set[str]) -> bool:
    rows = company.rows("SELECT account_id FROM postings WHERE txn_id = ?", txn_id)
    return any(row["account_id"] in accounts for row in rows)


def _is_in_range(number: str, wanted: etree._Element | None) -> bool:
    if wanted is None:
        return True
    return is_day_within(number, value(wanted, "FromRefNumber"), value(wanted, "ToRefNumber"))

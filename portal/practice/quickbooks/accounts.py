"""The chart of accounts."""

from lxml import etree

from portal.practice.quickbooks import records, references
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, value, values, write
from portal.practice.quickbooks.list_queries import answer_query


def render(company: Company, record: records.Record) -> Fields:
    """An AccountRet's fields; the balance is the sum of what was posted to it."""
    found = company.row(
        "SELECT COALESCE(SUM(cents), 0) AS cents FROM postings WHERE account_id = ?", record.list_id
    )
    cents = int(found["cents"]) if found else 0
    balance = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
    return {"Balance": balance, "TotalBalance": balance, **record.body, **records.head(record)}


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """AccountAddRq."""
    element = request[0]
    above = references.parent(company, element, "Account")
    content = fields(element)
    for name in ("ParentRef", "OpenBalance", "OpenBalanceDate", "TaxLineID"):
        content.pop(name, None)
    content = references.with_references(company, element, content, "Account")
    record = records.insert(company, "Account", value(element, "Name"), above, content)
    ret = write(answer, "AccountRet", references.shown(company, render(company, record)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """AccountQueryRq."""
    return answer_query(company, request, answer, "Account", render)

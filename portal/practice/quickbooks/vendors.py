"""Vendors: the people and firms that bills come from."""

from lxml import etree

from portal.practice.quickbooks import records, references
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, value, values, write
from portal.practice.quickbooks.list_queries import answer_query

_NOT_KEPT = ("OpenBalance", "OpenBalanceDate", "AdditionalNotes", "Contacts")


def render(company: Company, record: records.Record) -> Fields:
    """A VendorRet's fields; the balance is what open bills add up to."""
    found = company.row(
        "SELECT COALESCE(SUM(p.cents), 0) AS cents FROM postings p JOIN transactions t USING (txn_id)"
        " WHERE t.kind = 'Bill' AND t.entity_id = ? AND p.cents > 0",
        record.list_id,
    )
    cents = int(found["cents"]) if found else 0
    head = records.head(record)
    for name in ("FullName", "ParentRef", "Sublevel"):
        head.pop(name)
    return {"Balance": f"{cents // 100}.{cents % 100:02}", **record.body, **head}


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """VendorAddRq."""
    element = request[0]
    content = {key: part for key, part in fields(element).items() if key not in _NOT_KEPT}
    content = references.with_references(company, element, content, "Vendor")
    record = records.insert(company, "Vendor", value(element, "Name"), None, content)
    ret = write(answer, "VendorRet", references.shown(company, render(company, record)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """VendorQueryRq."""
    return answer_query(company, request, answer, "Vendor", render)

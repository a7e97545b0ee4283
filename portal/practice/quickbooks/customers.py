"""Customers and jobs: a job is a customer below another one."""

from lxml import etree

from portal.practice.quickbooks import records, references
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, value, values, write
from portal.practice.quickbooks.list_queries import answer_query


def render(company: Company, record: records.Record) -> Fields:
    """A CustomerRet's fields. Nothing is ever invoiced here, so balances are zero."""
    tax_code = records.find(company, "SalesTaxCode", "Tax")
    defaults: Fields = {
        "Balance": "0.00",
        "TotalBalance": "0.00",
        "JobStatus": "None",
        "SalesTaxCodeRef": {"ListID": tax_code.list_id} if tax_code and record.parent_id is None else "",
    }
    return {**defaults, **record.body, **records.head(record)}


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """CustomerAddRq."""
    element = request[0]
    above = references.parent(company, element, "Customer")
    name = value(element, "Name")
    content = references.with_references(company, element, _without_parent(element), "Customer")
    record = records.insert(company, "Customer", name, above, content)
    ret = write(answer, "CustomerRet", references.shown(company, render(company, record)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """CustomerQueryRq."""
    return answer_query(company, request, answer, "Customer", render)


def _without_parent(element: etree._Element) -> Fields:
    content = fields(element)
    for name in (
        "ParentRef",
        "OpenBalance",
        "OpenBalanceDate",
        "AdditionalNotes",
        "CreditCardInfo",
        "Contacts",
    ):
        content.pop(name, None)
    return content

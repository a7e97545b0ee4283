"""Classes, which some builders use for cost types. Needs class tracking to be on."""

from lxml import etree

from portal.practice.quickbooks import records, references, statuses
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, value, values, write
from portal.practice.quickbooks.list_queries import answer_query


def render(_company: Company, record: records.Record) -> Fields:
    """A ClassRet's fields."""
    return records.head(record)


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """ClassAddRq."""
    if not company.is_on("IsUsingClassTracking"):
        raise statuses.feature_off()
    element = request[0]
    above = references.parent(company, element, "Class")
    record = records.insert(company, "Class", value(element, "Name"), above, fields(element))
    ret = write(answer, "ClassRet", references.shown(company, render(company, record)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """ClassQueryRq."""
    return answer_query(company, request, answer, "Class", render)

"""Queries of lists: by ListID, by full name, or by the filters that all lists share."""

from collections.abc import Callable

from lxml import etree

from portal.practice.quickbooks import iterators, records, references, statuses
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.dates import is_within
from portal.practice.quickbooks.documents import Fields, keep_only, value, values, write

_UNSUPPORTED = ("TotalBalanceFilter", "CurrencyFilter", "ClassFilter")


def answer_query(
    company: Company,
    request: etree._Element,
    answer: etree._Element,
    kind: str,
    render: Callable[[Company, records.Record], Fields],
) -> Status | None:
    """Answer a list query with `<kind>Ret` records: inactive ones only when asked for or named."""
    names = values(request, "ListID") or values(request, "FullName")
    if names:
        return _by_name(company, request, answer, kind, render)
    if any(request.find(name) is not None for name in _UNSUPPORTED):
        raise statuses.unsupported("Filters by balance, currency or class are not kept here.")
    found = [] if iterators.is_continuing(request) else _by_filter(company, request, kind)
    taken = iterators.take(company, request, answer, found)
    for list_id in taken:
        record = records.get(company, list_id)
        if record:
            _write(company, request, answer, record, render)
    if not found and not iterators.is_continuing(request):
        return Status(statuses.NO_MATCH, statuses.NO_MATCHING)
    return None


def _by_name(
    company: Company,
    request: etree._Element,
    answer: etree._Element,
    kind: str,
    render: Callable[[Company, records.Record], Fields],
) -> Status | None:
    missing = ""
    field = "ListID" if request.find("ListID") is not None else "FullName"
    for name in values(request, field):
        found = records.get(company, name) if field == "ListID" else records.find(company, kind, name)
        if found is None or found.kind not in records.family(kind):
            missing = missing or name
        else:
            _write(company, request, answer, found, render)
    return Status(statuses.NOT_FOUND_IN_QUERY, statuses.not_found_in_query(missing)) if missing else None


def _by_filter(company: Company, request: etree._Element, kind: str) -> list[str]:
    status = value(request, "ActiveStatus") or "ActiveOnly"
    types = values(request, "AccountType")
    return [
        record.list_id
        for record in records.listing(company, kind)
        if (status == "All" or record.is_active == (status == "ActiveOnly"))
        and is_within(record.modified, request, "FromModifiedDate", "ToModifiedDate")
        and matches_text(record.full_name, request.find("NameFilter"), "Name")
        and _in_name_range(record.full_name, request.find("NameRangeFilter"))
        and (not types or record.body.get("AccountType") in types)
    ]


def matches_text(text: str, wanted: etree._Element | None, field: str) -> bool:
    """Apply a filter of StartsWith, Contains or EndsWith; letters of either case match."""
    if wanted is None:
        return True
    part, text = value(wanted, field).casefold(), text.casefold()
    return {
        "StartsWith": text.startswith(part),
        "EndsWith": text.endswith(part),
        "Contains": part in text,
    }[value(wanted, "MatchCriterion")]


def _in_name_range(name: str, wanted: etree._Element | None) -> bool:
    if wanted is None:
        return True
    first, last = value(wanted, "FromName").casefold(), value(wanted, "ToName").casefold()
    return first <= name.casefold() and (not last or name.casefold() <= last)


def _write(
    company: Company,
    request: etree._Element,
    answer: etree._Element,
    record: records.Record,
    render: Callable[[Company, records.Record], Fields],
) -> None:
    element = write(answer, record.kind + "Ret", references.shown(company, render(company, record)))
    keep_only(element, values(request, "IncludeRetElement"))

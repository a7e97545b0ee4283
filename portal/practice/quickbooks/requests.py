"""Which room answers which request."""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from portal.practice.quickbooks import (
    accounts,
    bills,
    checks,
    classes,
    customers,
    deletions,
    detail_reports,
    estimates,
    host,
    items,
    job_reports,
    journals,
    statuses,
    times,
    vendors,
)
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company

Handler = Callable[[Company, etree._Element, etree._Element], Status | None]  # noqa: SLF001 - lxml names its type so
_REQUEST_ID_LENGTH = 50
_STALE = 3200

HANDLERS: Final[Mapping[str, Handler]] = {
    "HostQueryRq": host.host,
    "CompanyQueryRq": host.company_facts,
    "PreferencesQueryRq": host.preferences,
    "CustomerQueryRq": customers.query,
    "CustomerAddRq": customers.add,
    "AccountQueryRq": accounts.query,
    "AccountAddRq": accounts.add,
    "ItemQueryRq": items.query,
    "ItemServiceQueryRq": items.query,
    "ItemServiceAddRq": items.add,
    "ItemServiceModRq": items.modify,
    "ClassQueryRq": classes.query,
    "ClassAddRq": classes.add,
    "VendorQueryRq": vendors.query,
    "VendorAddRq": vendors.add,
    "EstimateQueryRq": estimates.query,
    "EstimateAddRq": estimates.add,
    "EstimateModRq": estimates.modify,
    "BillQueryRq": bills.query,
    "BillAddRq": bills.add,
    "CheckQueryRq": checks.query,
    "CheckAddRq": checks.add,
    "JournalEntryQueryRq": journals.query,
    "JournalEntryAddRq": journals.add,
    "TimeTrackingQueryRq": times.query,
    "TimeTrackingAddRq": times.add,
    "TxnDelRq": deletions.delete,
    "TxnDeletedQueryRq": deletions.query,
    "JobReportQueryRq": job_reports.query,
    "CustomDetailReportQueryRq": detail_reports.query,
}


def execute(
    company: Company, request: etree._Element, too_long: list[tuple[str, str]], answers: etree._Element
) -> bool:
    """Run one checked request inside the set's transaction and append its `...Rs`. True if it did not fail.

    A failing request undoes its own effects only.
    """
    answer = _answer(request, answers)
    try:
        with company.attempt():
            _check_values(request, too_long)
            status = HANDLERS[str(request.tag)](company, request, answer)
    except statuses.RefusedError as refused:
        if refused.code != _STALE:
            for part in list(answer):
                answer.remove(part)
        _set_status(answer, refused.code, refused.message)
        return False
    _set_status(answer, *(status or (statuses.OK, "Status OK")))
    return True


def skip(request: etree._Element, answers: etree._Element) -> None:
    """Answer a request that was not run because an earlier one failed (3231)."""
    _set_status(_answer(request, answers), statuses.NOT_PROCESSED, statuses.NOT_RUN)


def _check_values(request: etree._Element, too_long: list[tuple[str, str]]) -> None:
    identifier = request.get("requestID", "")
    if len(identifier) > _REQUEST_ID_LENGTH:
        raise statuses.bad_request_id(identifier)
    if too_long:
        raise statuses.too_long(*too_long[0])


def _answer(request: etree._Element, answers: etree._Element) -> etree._Element:
    name = str(request.tag).removesuffix("Rq") + "Rs"
    return etree.SubElement(answers, name, requestID=request.get("requestID", ""))


def _set_status(answer: etree._Element, code: int, message: str) -> None:
    answer.set("statusCode", str(code))
    answer.set("statusSeverity", statuses.severity(code))
    answer.set("statusMessage", message)

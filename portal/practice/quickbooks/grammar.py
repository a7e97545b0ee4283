"""The grammar check: QuickBooks refuses a whole request set for one element out of order.

Order, presence, choice, closed words and formats are checked here, before anything runs. A text that is too
long does not break the set: QuickBooks refuses that one request (3070).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from portal.practice.quickbooks import formats, models
from portal.practice.quickbooks.hresults import INVALID_XML, NotProcessedError

_ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "metaData": ("NoMetaData", "MetaDataOnly", "MetaDataAndResponseData"),
    "iterator": ("Start", "Continue", "Stop"),
    "iteratorID": (),
}
_WITHOUT_META = {
    "HostQueryRq",
    "CompanyQueryRq",
    "PreferencesQueryRq",
    "JobReportQueryRq",
    "CustomDetailReportQueryRq",
}
_WITHOUT_ITERATOR = {"AccountQueryRq", "ClassQueryRq", "TxnDeletedQueryRq"}
_MACRO_MAKERS = {
    "EstimateAdd",
    "BillAdd",
    "CheckAdd",
    "JournalEntryAdd",
    "TimeTrackingAdd",
    "ExpenseLineAdd",
    "JournalDebitLine",
    "JournalCreditLine",
}


def children(element: etree._Element) -> list[etree._Element]:
    """The child elements, without comments and processing instructions."""
    return [child for child in element if isinstance(child.tag, str)]


def check_request(request: etree._Element) -> list[tuple[str, str]]:
    """Check one `...Rq` element. Returns (field, value) of every text that is too long.

    Raises NotProcessedError (0x80040400) on any other deviation.
    """
    name = str(request.tag)
    model = models.request_model(name)
    if model is None:
        raise _invalid(f"There is no request {name}.")
    _check_request_attributes(request)
    return list(_check(request, model))


def _check(element: etree._Element, model: models.Model) -> Iterator[tuple[str, str]]:
    parts = children(element)
    if (element.text or "").strip() or any((part.tail or "").strip() for part in element):
        raise _invalid(f"{element.tag} holds text between its elements.")
    if not model.order.fullmatch("".join(f"{part.tag} " for part in parts)):
        raise _invalid(f"The elements of {element.tag} are missing, misplaced or unknown.")
    for part in parts:
        yield from _check_part(part, model.kinds[str(part.tag)])


def _check_part(part: etree._Element, kind: str) -> Iterator[tuple[str, str]]:
    name = str(part.tag)
    if any(key != "defMacro" or name not in _MACRO_MAKERS for key in part.attrib):
        raise _invalid(f"{name} has an attribute that is not allowed.")
    if kind.startswith("="):
        yield from _check(part, models.element_model(kind[1:]))
        return
    if children(part):
        raise _invalid(f"{name} must hold a value, not elements.")
    value = part.text or ""
    if not formats.is_well_formed(value, kind, name):
        raise _invalid(f'The value "{value}" in the field "{name}" has the wrong format.')
    limit = formats.longest(kind)
    if limit is not None and len(value) > limit:
        yield name, value


def _check_request_attributes(request: etree._Element) -> None:
    name = str(request.tag)
    is_query = name.endswith("QueryRq") and name not in _WITHOUT_META
    for key, value in request.attrib.items():
        if key == "requestID":
            continue
        if not is_query or key not in _ATTRIBUTES or (key != "metaData" and name in _WITHOUT_ITERATOR):
            raise _invalid(f"{name} has no attribute {key!s}.")
        allowed = _ATTRIBUTES[str(key)]
        if allowed and value not in allowed:
            raise _invalid(f'The value "{value!s}" in the attribute {key!s} is not known.')


def _invalid(detail: str) -> NotProcessedError:
    return NotProcessedError(INVALID_XML, detail)

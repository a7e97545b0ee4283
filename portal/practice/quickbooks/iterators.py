"""MaxReturned, iterators and retCount: how much of a long answer is given at a time.

Iterators live in the open company only and die with the Web Connector's session.
"""

from uuid import uuid4

from lxml import etree

from portal.practice.quickbooks import statuses
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import value


def take(company: Company, request: etree._Element, answer: etree._Element, found: list[str]) -> list[str]:
    """The identifiers to answer with now, out of all that were found; sets the answer's counting attributes."""
    if request.get("metaData", "NoMetaData") != "NoMetaData":
        answer.set("retCount", str(len(found)))
        if request.get("metaData") == "MetaDataOnly":
            return []
    most = int(value(request, "MaxReturned") or 0)
    mode = request.get("iterator")
    if mode is None:
        return found[:most] if most else found
    if mode == "Stop":
        company.iterators.pop(request.get("iteratorID", ""), None)
        return []
    if not most:
        raise statuses.missing("MaxReturned")
    return _next_part(company, request, answer, found, most)


def is_continuing(request: etree._Element) -> bool:
    """Say whether the request goes on with an iterator, so that its filters were applied before."""
    return request.get("iterator") in {"Continue", "Stop"}


def _next_part(
    company: Company, request: etree._Element, answer: etree._Element, found: list[str], most: int
) -> list[str]:
    if request.get("iterator") == "Start":
        identifier = "{" + str(uuid4()) + "}"
    else:
        identifier = request.get("iteratorID", "")
        if identifier not in company.iterators:
            raise statuses.object_not_found(identifier)
        found = company.iterators[identifier]
    company.iterators[identifier] = found[most:]
    answer.set("iteratorRemainingCount", str(len(found[most:])))
    answer.set("iteratorID", identifier)
    return found[:most]

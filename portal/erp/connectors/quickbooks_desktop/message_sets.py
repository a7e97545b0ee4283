"""The envelope of every qbXML document: version 13.0, 7-bit, stop at the first error.

Error recovery, in QuickBooks' own terms: it stores checksum and answer of a set that carries a newMessageSetID.
* the id alone: execute once, repeat the stored answer afterwards (`write_mutation`)
* the id as new and as old, nothing inside: only ask (`write_status_query`)
* the id as old, nothing inside: forget the stored answer (`write_clear_state`)
Queries carry no id. Source: QuickBooks Desktop SDK, "Error recovery".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.sax.saxutils import quoteattr

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.texts import fold

VERSION = "13.0"
PROLOG = f'<?xml version="1.0" encoding="utf-8"?>\n<?qbxml version="{VERSION}"?>\n'.encode("ascii")
LONGEST_MESSAGE_SET_ID = 23
LONGEST_REQUEST_ID = 50

Element: TypeAlias = "tuple[str, str | Sequence[Element]]"
"""An element is its name and either its text or its children, in the order of the schema."""


@dataclass(frozen=True)
class Request:
    """One request inside a message set: `kind` without the ending Rq, such as "EstimateAdd"."""

    kind: str
    content: Sequence[Element]
    attributes: Mapping[str, str] = field(default_factory=dict)


def write_requests(*requests: Request) -> bytes:
    """Write the inside of a message set; the requestIDs are "1", "2", ... in order."""
    return b"".join(_write(request, number) for number, request in enumerate(requests, start=1))


def wrap(content: bytes, *, message_set_id: str | None = None) -> bytes:
    """Put the inside of a set into its envelope, under the wire id where it changes something."""
    return _envelope(content, {"newMessageSetID": message_set_id} if message_set_id else {})


def write_queries(*requests: Request) -> bytes:
    """Write a whole set of reading requests."""
    return wrap(write_requests(*requests))


def write_mutation(request: Request, *, message_set_id: str) -> bytes:
    """Write a whole set with the one request that changes something; the id has at most 23 characters."""
    return wrap(write_requests(request), message_set_id=message_set_id)


def write_status_query(message_set_id: str) -> bytes:
    """Write the set that asks what became of an earlier one, and executes nothing."""
    return _envelope(b"", {"newMessageSetID": message_set_id, "oldMessageSetID": message_set_id})


def write_clear_state(message_set_id: str) -> bytes:
    """Write the set that lets QuickBooks forget a stored answer which we have safely kept."""
    return _envelope(b"", {"oldMessageSetID": message_set_id})


def optional(name: str, value: str | None) -> list[Element]:
    """Return the element, or nothing when there is no value: QuickBooks reads an empty one as "erase"."""
    return [(name, value)] if value and fold(value) else []


def reference(name: str, list_id: str) -> Element:
    """Return a reference by ListID, the only one that survives a rename in QuickBooks."""
    return (name, [("ListID", list_id)])


def _envelope(content: bytes, identifiers: dict[str, str]) -> bytes:
    attributes = "".join(f" {name}={quoteattr(fold(value))}" for name, value in identifiers.items())
    heading = f'<QBXML><QBXMLMsgsRq{attributes} onError="stopOnError">'
    return PROLOG + heading.encode("ascii", "xmlcharrefreplace") + content + b"</QBXMLMsgsRq></QBXML>"


def _write(request: Request, number: int) -> bytes:
    element = etree.Element(f"{request.kind}Rq", {"requestID": str(number), **request.attributes})
    _fill(element, request.content)
    # us-ascii makes lxml write every other character as a numeric reference.
    return etree.tostring(element, encoding="us-ascii", xml_declaration=False)


def _fill(parent: etree._Element, content: Sequence[Element]) -> None:
    for name, value in content:
        child = etree.SubElement(parent, name)
        if isinstance(value, str):
            child.text = fold(value)
        else:
            _fill(child, value)

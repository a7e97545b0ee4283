"""What QuickBooks answered: one `Answer` per document, one `Response` per request, read leniently.

Order and unknown elements do not matter; only that which we need must be there. Reading of the lists inside a
response belongs to its noun (`customers`, `estimates`, ...).
"""

import re
import sys
from dataclasses import dataclass, field

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.amounts import read_amount
from portal.erp.xml import WireError, local_name, read_xml, without_forbidden

_CHARACTER_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")


@dataclass(frozen=True)
class Response:
    """The answer to one request: `kind` without the ending Rs, such as "EstimateAdd"."""

    kind: str
    request_id: str
    status_code: int
    severity: str
    message: str
    iterator_id: str = ""
    iterator_remaining: int = 0
    element: etree._Element = field(repr=False, compare=False, default_factory=lambda: etree.Element("none"))


@dataclass(frozen=True)
class Answer:
    """A whole document: the state of the message set (None where no recovery was asked) and its responses."""

    message_set_id: str
    message_set_status: int | None
    responses: tuple[Response, ...]


def read_answer(document: bytes | str) -> Answer:
    """Read a response document. Raises WireError when it is none."""
    root = read_xml(_forgiving(document))
    message_set = child(root, "QBXMLMsgsRs") if local_name(root) == "QBXML" else None
    if message_set is None:
        raise WireError("QuickBooks sent no message set (QBXML/QBXMLMsgsRs) where its answer belongs.")
    status = message_set.get("messageSetStatusCode")
    return Answer(
        message_set_id=message_set.get("newMessageSetID", ""),
        message_set_status=None if status is None else _whole(status, "messageSetStatusCode"),
        responses=tuple(_response(element) for element in message_set),
    )


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """Return the first child of that name, whatever its namespace and place."""
    return next((element for element in parent if local_name(element) == name), None)


def children(parent: etree._Element, name: str) -> list[etree._Element]:
    """Return all children of that name in their order."""
    return [element for element in parent if local_name(element) == name]


def text(parent: etree._Element, *path: str) -> str:
    """Return the text found along the path of child names, or "" where it is absent."""
    element: etree._Element | None = parent
    for name in path:
        element = child(element, name) if element is not None else None
    return (element.text or "").strip() if element is not None else ""


def truth(parent: etree._Element, *path: str) -> bool | None:
    """Return a BOOLTYPE, or None where it is absent or empty."""
    return {"true": True, "1": True, "false": False, "0": False}.get(text(parent, *path).lower())


def cents(parent: etree._Element, *path: str) -> int | None:
    """Return an amount in cents, or None where it is absent or empty. Raises WireError."""
    amount = text(parent, *path)
    return read_amount(amount) if amount else None


def _response(element: etree._Element) -> Response:
    name = local_name(element)
    return Response(
        kind=name.removesuffix("Rs"),
        request_id=element.get("requestID", ""),
        status_code=_whole(element.get("statusCode", ""), f"statusCode of {name}"),
        severity=element.get("statusSeverity", ""),
        message=element.get("statusMessage", ""),
        iterator_id=element.get("iteratorID", ""),
        iterator_remaining=_whole(element.get("iteratorRemainingCount") or "0", "iteratorRemainingCount"),
        element=element,
    )


def _whole(number: str, name: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", number.strip()):
        raise WireError(f'QuickBooks sent "{number[:40]}" as {name}; a whole number belongs there.')
    return int(number)


def _forgiving(document: bytes | str) -> bytes | str:
    """Blank out references to control characters, which QuickBooks passes on from its memo fields."""
    if isinstance(document, str):
        return _CHARACTER_REFERENCE.sub(_blank_forbidden, document)
    if document.startswith((b"\xff\xfe", b"\xfe\xff")):
        return document
    return _CHARACTER_REFERENCE.sub(_blank_forbidden, document.decode("latin-1")).encode("latin-1")


def _blank_forbidden(reference: re.Match[str]) -> str:
    number = int(reference.group(1), 16) if reference.group(1) else int(reference.group(2))
    allowed = number <= sys.maxunicode and without_forbidden(chr(number)) == chr(number)
    # The character itself may stand outside Latin-1, so an allowed reference stays a reference.
    return reference.group(0) if allowed else " "

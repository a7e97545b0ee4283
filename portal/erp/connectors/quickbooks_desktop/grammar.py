"""The last look at a document before it may travel.

QuickBooks refuses a whole set for one misplaced element and tells nobody which, so every outgoing document is
checked here against the table in `outgoing` before it is stored.
"""

from collections import Counter

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.message_sets import (
    LONGEST_MESSAGE_SET_ID,
    LONGEST_REQUEST_ID,
    PROLOG,
)
from portal.erp.connectors.quickbooks_desktop.outgoing import ITERATED, MUTATIONS, QUERIES
from portal.erp.connectors.quickbooks_desktop.shapes import EXPECTATIONS, FORMATS, Child, Leaf, Shape
from portal.erp.xml import WireError, read_xml


class DocumentError(ValueError):
    """QuickBooks would refuse this document; the sentence names the element and what is wrong with it."""


def check_document(document: bytes) -> None:
    """Raise DocumentError with one sentence unless QuickBooks will be able to read every element."""
    if not document.startswith(PROLOG):
        raise DocumentError(
            "The document does not start with the qbXML 13.0 heading that QuickBooks asks for."
        )
    if not document.isascii():
        raise DocumentError("The document holds characters beyond 7 bits; write them as numeric references.")
    try:
        root = read_xml(document)
    except WireError as error:
        raise DocumentError(str(error)) from error
    if root.tag != "QBXML" or [element.tag for element in root] != ["QBXMLMsgsRq"]:
        raise DocumentError("The document is not one QBXMLMsgsRq inside QBXML.")
    _check_message_set(root[0])


def _check_message_set(message_set: etree._Element) -> None:
    attributes = message_set.attrib
    unknown = set(attributes) - {"onError", "newMessageSetID", "oldMessageSetID"}
    if unknown or attributes.get("onError") != "stopOnError":
        raise DocumentError(
            "The message set must say onError stopOnError, and nothing but message set ids beside."
        )
    new_id, old_id = attributes.get("newMessageSetID"), attributes.get("oldMessageSetID")
    for identifier in (new_id, old_id):
        if identifier is not None and not 1 <= len(identifier) <= LONGEST_MESSAGE_SET_ID:
            raise DocumentError(
                f'The message set id "{identifier}" must have 1 to {LONGEST_MESSAGE_SET_ID} characters.'
            )
    _check_recovery([str(request.tag) for request in message_set], new_id, old_id)
    _check_request_ids(message_set)
    for request in message_set:
        _check_request(request)


def _check_recovery(kinds: list[str], new_id: str | None, old_id: str | None) -> None:
    changes = [kind for kind in kinds if kind in MUTATIONS]
    if old_id is not None:
        if kinds or new_id not in {None, old_id}:
            raise DocumentError(
                "A set that asks about an earlier one, or clears it, holds no requests of its own."
            )
    elif not kinds:
        raise DocumentError("The message set holds no request.")
    elif changes and (len(kinds) > 1 or new_id is None):
        raise DocumentError(f"{changes[0]} changes QuickBooks: send it alone and under a message set id.")
    elif not changes and new_id is not None:
        raise DocumentError("A set of queries carries no message set id.")


def _check_request_ids(message_set: etree._Element) -> None:
    identifiers = [request.get("requestID", "") for request in message_set]
    if any(not 1 <= len(identifier) <= LONGEST_REQUEST_ID for identifier in identifiers):
        raise DocumentError(f"Each request needs a requestID of at most {LONGEST_REQUEST_ID} characters.")
    if len(set(identifiers)) != len(identifiers):
        raise DocumentError("Two requests of the set carry the same requestID.")


def _check_request(request: etree._Element) -> None:
    kind = str(request.tag)
    shape = MUTATIONS.get(kind) or QUERIES.get(kind)
    if shape is None:
        raise DocumentError(f"{kind} is not a request that this portal sends.")
    place = {str(key): str(value) for key, value in request.attrib.items() if key != "requestID"}
    if place and (
        kind not in ITERATED
        or place.get("iterator") not in {"Start", "Continue"}
        or (place["iterator"] == "Continue") != bool(place.get("iteratorID"))
        or set(place) - {"iterator", "iteratorID"}
        or request.find("MaxReturned") is None
    ):
        raise DocumentError(
            f"{kind} carries attributes that QuickBooks does not take there: {', '.join(place)}."
        )
    _check_shape(request, shape, kind)


def _check_shape(element: etree._Element, shape: Shape, path: str) -> None:
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        raise DocumentError(f"{path} holds text between its elements.")
    counts = Counter(str(child.tag) for child in element)
    for child in (*shape.children, *shape.mixed):
        if not child.least <= counts[child.name] <= child.most:
            need = "is missing" if counts[child.name] < child.least else "stands more often than once"
            raise DocumentError(f"{path}/{child.name} {need}.")
    groups = [group for group in shape.alternatives if group & counts.keys()]
    if shape.alternatives and len(groups) != 1:
        choices = " or ".join("/".join(sorted(group)) for group in shape.alternatives)
        raise DocumentError(f"{path} needs exactly one of {choices}.")
    _check_order(element, shape, path)


def _check_order(element: etree._Element, shape: Shape, path: str) -> None:
    ordered = {child.name: (position, child) for position, child in enumerate(shape.children)}
    mixed = {child.name: (len(shape.children), child) for child in shape.mixed}
    places = {**ordered, **mixed}
    reached, number = 0, Counter[str]()
    for child in element:
        name = str(child.tag)
        number[name] += 1
        if name not in places:
            raise DocumentError(f"{path} may not hold {name}.")
        position, rule = places[name]
        if position < reached:
            raise DocumentError(f"{path}/{name} stands too late; the order of elements is fixed.")
        reached = position
        _check_child(child, rule, f"{path}/{name}" + (f"[{number[name]}]" if rule.most > 1 else ""))


def _check_child(element: etree._Element, rule: Child, path: str) -> None:
    if element.attrib:
        raise DocumentError(f"{path} carries attributes; QuickBooks takes none there.")
    if isinstance(rule.holds, Shape):
        _check_shape(element, rule.holds, path)
    else:
        _check_leaf(element, rule.holds, path)


def _check_leaf(element: etree._Element, leaf: Leaf, path: str) -> None:
    value = element.text or ""
    if len(element):
        raise DocumentError(f"{path} holds elements where {EXPECTATIONS[leaf.form]} belongs.")
    if leaf.longest is not None and len(value) > leaf.longest:
        raise DocumentError(
            f"{path} has {len(value):,} characters; QuickBooks holds at most {leaf.longest:,}."
        )
    if not FORMATS[leaf.form].fullmatch(value) or (leaf.words and value not in leaf.words):
        raise DocumentError(f'{path} holds "{value[:60]}" where {EXPECTATIONS[leaf.form]} belongs.')

"""qbXML documents: reading a request set safely, and writing answers in QuickBooks' order of elements."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from lxml import etree

from portal.practice.quickbooks.grammar import children
from portal.practice.quickbooks.hresults import (
    INVALID_XML,
    ROLLBACK_UNSUPPORTED,
    VERSION_UNSUPPORTED,
    NotProcessedError,
)
from portal.practice.quickbooks.tables.answers import ANSWERS

VERSIONS: Final = tuple("1.0 1.1 2.0 2.1 3.0 4.0 4.1 5.0 6.0 7.0 8.0 9.0 10.0 11.0 12.0 13.0".split(" "))  # noqa: SIM905
_VERSION = re.compile(r'version\s*=\s*["\']([\d.]+)["\']')
_SET_ATTRIBUTES = {"onError", "newMessageSetID", "oldMessageSetID", "responseData"}

Fields: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MessageSet:
    """A request set that passed the outer checks."""

    requests: list[etree._Element]
    stops_on_error: bool
    new_id: str | None
    old_id: str | None
    keeps_response: bool


def read_request(text: str) -> MessageSet:
    """Read a QBXML request document. Raises NotProcessedError with QuickBooks' HRESULT."""
    root = _parse(text)
    _check_version(root)
    parts = children(root)
    if root.tag != "QBXML" or len(parts) != 1 or parts[0].tag != "QBXMLMsgsRq":
        raise NotProcessedError(INVALID_XML, "The document must hold one QBXMLMsgsRq in a QBXML element.")
    outer = parts[0]
    if set(map(str, outer.attrib)) - _SET_ATTRIBUTES or root.attrib:
        raise NotProcessedError(INVALID_XML, "QBXMLMsgsRq has an attribute that is not known.")
    on_error = outer.get("onError")
    if on_error == "rollbackOnError":
        raise NotProcessedError(ROLLBACK_UNSUPPORTED)
    data = outer.get("responseData", "includeAll")
    if on_error not in {"stopOnError", "continueOnError"} or data not in {"includeAll", "includeNone"}:
        raise NotProcessedError(INVALID_XML, "QBXMLMsgsRq has a missing or unknown attribute value.")
    return MessageSet(
        children(outer),
        on_error == "stopOnError",
        outer.get("newMessageSetID"),
        outer.get("oldMessageSetID"),
        data == "includeAll",
    )


def _parse(text: str) -> etree._Element:
    try:
        raw = text.encode("ascii")
    except UnicodeEncodeError as error:
        raise NotProcessedError(
            INVALID_XML, f"Character {error.start} is not ASCII; write it as a numeric reference."
        ) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise NotProcessedError(INVALID_XML, str(error)) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise NotProcessedError(INVALID_XML, "A document type is not allowed.")
    return root


def _check_version(root: etree._Element) -> None:
    instruction = next(
        (node for node in root.itersiblings(preceding=True) if getattr(node, "target", "") == "qbxml"), None
    )
    found = _VERSION.search(instruction.text or "") if instruction is not None else None
    if found is None:
        raise NotProcessedError(INVALID_XML, "The qbxml processing instruction is missing.")
    if found[1] not in VERSIONS:
        raise NotProcessedError(VERSION_UNSUPPORTED, f"Asked for {found[1]}, the highest is {VERSIONS[-1]}.")


def clean(text: str | None) -> str:
    """A text as the company file can hold it: trimmed, Windows-1252, a question mark for anything else."""
    return (text or "").strip().encode("cp1252", "replace").decode("cp1252")


def value(element: etree._Element, path: str) -> str:
    """The clean text at a path below an element, or an empty string."""
    return clean(element.findtext(path))


def values(element: etree._Element, path: str) -> list[str]:
    """The clean texts of all elements at a path."""
    return [clean(found.text) for found in element.findall(path)]


def fields(element: etree._Element) -> Fields:
    """An element's content as plain data: texts, dictionaries, and lists where a name comes more than once."""
    found: Fields = {}
    for part in children(element):
        name = str(part.tag)
        content: Any = fields(part) if children(part) else clean(part.text)
        if name not in found:
            found[name] = content
        elif isinstance(found[name], list):
            found[name].append(content)
        else:
            found[name] = [found[name], content]
    return found


def write(parent: etree._Element, name: str, content: Mapping[str, Any]) -> etree._Element:
    """Append a record to an answer, its elements in QuickBooks' order, leaving out what is empty."""
    element = etree.SubElement(parent, name)
    order = {key: place for place, key in enumerate(ANSWERS.get(name, "").split())}
    for key in sorted(content, key=lambda key: order.get(key, len(order))):
        for part in content[key] if isinstance(content[key], list) else [content[key]]:
            if isinstance(part, Mapping):
                write(element, key, part)
            elif part not in {"", None}:
                etree.SubElement(element, key).text = str(part)
    return element


def keep_only(record: etree._Element, names: Iterable[str]) -> None:
    """Apply IncludeRetElement: drop the children that were not asked for."""
    wanted = set(names)
    for part in list(record) if wanted else []:
        if part.tag not in wanted:
            record.remove(part)


def serialise(answer: etree._Element) -> str:
    """The answer document as QuickBooks writes it: 7-bit, without a qbxml instruction."""
    root = etree.Element("QBXML")
    root.append(answer)
    etree.indent(root)
    return '<?xml version="1.0" ?>\n' + etree.tostring(root, encoding="us-ascii").decode("ascii") + "\n"

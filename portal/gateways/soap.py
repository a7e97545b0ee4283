"""SOAP 1.1 as the QuickBooks Web Connector speaks it: calls in, results out, nothing else.

Reading is lenient (any prefix, default namespaces, unknown children); writing is exact, because the Web Connector
stops with QBWC1012 when a result element or an array member stands in another namespace.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from lxml import etree

from portal.erp.xml import WireError, local_name, read_xml, without_forbidden
from portal.gateways.soap_contract import NAMESPACE, OPERATIONS

CONTENT_TYPE = "text/xml; charset=utf-8"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_BARE = cast("dict[str, str]", {None: NAMESPACE})  # None is lxml's word for "no prefix"; its stubs miss it


@dataclass(frozen=True)
class Call:
    """One operation that the Web Connector calls, with its arguments as texts; an absent one is missing."""

    operation: str
    arguments: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return an argument, or "" where it was not sent."""
        return self.arguments.get(name, "")

    def number(self, name: str) -> int | None:
        """Return a whole number, or None where the argument is absent or holds something else."""
        value = self.text(name).strip()
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None  # noqa: PLR2004


def read_call(body: bytes) -> Call:
    """Read the body of a POST. Raises WireError for everything that is not one call of the contract."""
    root = read_xml(body)
    soap_body = next((child for child in root if local_name(child) == "Body"), None)
    if local_name(root) != "Envelope" or soap_body is None:
        raise WireError("The request is no SOAP envelope with a body.")
    calls = list(soap_body)
    if len(calls) != 1:
        raise WireError(f"The SOAP body holds {len(calls)} elements; one operation belongs there.")
    operation = local_name(calls[0])
    if operation not in OPERATIONS:
        raise WireError(f"{operation[:60]} is not an operation of the Web Connector's contract.")
    arguments: dict[str, str] = {}
    for argument in calls[0]:
        arguments.setdefault(local_name(argument), _value(argument))
    return Call(operation, arguments)


def write_result(operation: str, result: str | int | Sequence[str]) -> bytes:
    """Write the answer to an operation: a text, a number, or the array of texts of `authenticate`."""
    body = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soap": ENVELOPE})
    response = etree.SubElement(
        etree.SubElement(body, f"{{{ENVELOPE}}}Body"),
        f"{{{NAMESPACE}}}{operation}Response",
        nsmap=_BARE,
    )
    element = etree.SubElement(response, f"{{{NAMESPACE}}}{operation}Result")
    if isinstance(result, str | int):
        element.text = without_forbidden(str(result))
    else:
        for member in result:
            etree.SubElement(element, f"{{{NAMESPACE}}}string").text = without_forbidden(member)
    return etree.tostring(body, encoding="utf-8", xml_declaration=True)


def write_fault(sentence: str) -> bytes:
    """Write the answer (HTTP 500) to a body that is no call: a fault of the client, with the reason."""
    envelope = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap={"soap": ENVELOPE})
    fault = etree.SubElement(etree.SubElement(envelope, f"{{{ENVELOPE}}}Body"), f"{{{ENVELOPE}}}Fault")
    etree.SubElement(fault, "faultcode").text = "soap:Client"
    etree.SubElement(fault, "faultstring").text = without_forbidden(sentence)
    return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)


def _value(argument: etree._Element) -> str:
    """Return the text of an argument; the members of an array on lines of their own."""
    members = [member.text or "" for member in argument]
    return "\n".join(members) if members else argument.text or ""

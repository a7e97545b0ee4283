"""The Web Connector's side of the wire: SOAP 1.1, document/literal, over one kept-alive connection."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final, Self
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from lxml import etree

NAMESPACE: Final = "http://developer.intuit.com/"
_SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_USER_AGENT = "Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)"
_OPEN = (
    '<?xml version="1.0" encoding="utf-8"?>'
    f'<soap:Envelope xmlns:soap="{_SOAP}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>'
)
_CLOSE = "</soap:Body></soap:Envelope>"
_OK = 200


class SoapError(Exception):
    """The service could not be reached or did not answer in the contract's form."""


class SoapClient:
    """One service. Use as a context; `call` may be repeated on the same connection."""

    def __init__(self, url: str, timeout: float = 120.0) -> None:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname or "localhost", parts.port, timeout=timeout)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ignored: object) -> None:
        self._connection.close()

    def text(self, operation: str, **parameters: str) -> str:
        """Call an operation that answers with one value."""
        return _result(self._call(operation, parameters), operation).text or ""

    def texts(self, operation: str, **parameters: str) -> list[str]:
        """Call an operation that answers with an array of strings."""
        result = _result(self._call(operation, parameters), operation)
        return [part.text or "" for part in result.findall(f"{{{NAMESPACE}}}string")]

    def _call(self, operation: str, parameters: dict[str, str]) -> bytes:
        headers = {
            "User-Agent": _USER_AGENT,
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{NAMESPACE}{operation}"',
        }
        body = envelope(operation, parameters).encode()
        try:
            self._connection.request("POST", self._path, body, headers)
            answer = self._connection.getresponse()
            raw = answer.read()
        except (OSError, HTTPException) as error:
            self._connection.close()
            raise SoapError(f"{operation}: the service cannot be reached: {error}") from error
        if answer.status != _OK:
            raise SoapError(f"{operation}: {answer.status} {answer.reason}. {_fault(raw)}".strip())
        return raw


def envelope(operation: str, parameters: dict[str, str]) -> str:
    """The request as the Web Connector writes it: the operation in a default namespace, texts escaped."""
    parts = "".join(
        f"<{name}>{escape(value)}</{name}>" if value else f"<{name} />" for name, value in parameters.items()
    )
    if not parts:
        return f'{_OPEN}<{operation} xmlns="{NAMESPACE}" />{_CLOSE}'
    return f'{_OPEN}<{operation} xmlns="{NAMESPACE}">{parts}</{operation}>{_CLOSE}'


def _result(raw: bytes, operation: str) -> etree._Element:
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise SoapError(f"{operation}: the answer is not XML: {error}") from error
    found = root.find(f"{{{_SOAP}}}Body/{{{NAMESPACE}}}{operation}Response/{{{NAMESPACE}}}{operation}Result")
    if found is None:
        raise SoapError(f"{operation}: Object reference not set to an instance of an object.")
    return found


def _fault(raw: bytes) -> str:
    try:
        return etree.fromstring(raw).findtext(".//faultstring") or ""
    except etree.XMLSyntaxError:
        return ""

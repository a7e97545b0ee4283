"""The one place where the portal reads XML that others wrote.

Every document from a wire passes through `read_xml`: no entities, no document type, no network, a cap on size
and on depth. Whatever is wrong with a document, the answer is a `WireError` with a sentence, never another
exception. Source: OWASP ASVS 5.0, 1.5.1 (no entities) and 1.5.3 (one parser everywhere).
"""

import codecs
import re

from lxml import etree

MAXIMUM_BYTES = 64 * 1024 * 1024
MAXIMUM_DEPTH = 40

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,200}\?>")
_DECLARED_ENCODING = re.compile(
    rb"\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']"
)
_ENCODINGS = frozenset({"utf-8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "utf-16"})
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAXIMUM_DEPTH + 1) + ")")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class WireError(ValueError):
    """A document from a wire cannot be read; the text is a sentence for the log and the page."""


def read_xml(document: bytes | str, *, maximum_bytes: int = MAXIMUM_BYTES) -> etree._Element:
    """Read a document and return its root, free of comments and processing instructions.

    Raises WireError for anything that is not well-formed, is larger than `maximum_bytes`, nests deeper than
    MAXIMUM_DEPTH elements or brings a document type.
    """
    text = _as_text(document, maximum_bytes)
    if "<!DOCTYPE" in text:
        raise WireError("The document brings a document type (DOCTYPE); send it without one.")
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8"), _parser())
        too_deep = _TOO_DEEP(root)
    except (etree.Error, ValueError) as error:
        raise WireError(f"The document is not well-formed XML: {_reason(error)}.") from error
    if too_deep:
        raise WireError(f"The document nests deeper than {MAXIMUM_DEPTH} elements; that is not a message.")
    return root


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def without_forbidden(text: str) -> str:
    """Replace every character that XML 1.0 cannot hold by a space."""
    return _FORBIDDEN.sub(" ", text)


def _parser() -> etree.XMLParser:
    """Return a fresh parser; size and depth are ours to limit, so a long text inside one element may pass."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )


def _as_text(document: bytes | str, maximum_bytes: int) -> str:
    """Decode before parsing, so that no encoding can hide a document type from us."""
    if len(document) > maximum_bytes:
        raise WireError(f"The document is larger than {maximum_bytes:,} bytes; send less at a time.")
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    try:
        return document.decode(_encoding_of(document))
    except UnicodeError as error:
        raise WireError("The document is not in the encoding that it declares; send UTF-8.") from error


def _encoding_of(document: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if document.startswith(mark):
            return encoding
    declared = _DECLARED_ENCODING.match(document)
    if declared is None:
        return "utf-8"
    encoding = declared.group(1).decode("ascii").lower()
    if encoding not in _ENCODINGS:
        raise WireError(f"The document declares the encoding {encoding}; send UTF-8.")
    # Without a byte order mark the declaration itself was readable, so the text is not UTF-16.
    return "utf-8" if encoding == "utf-16" else encoding


def _reason(error: Exception) -> str:
    text = without_forbidden(str(error)).strip().rstrip(".")
    return text[:200] or "it is empty"

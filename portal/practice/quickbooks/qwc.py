"""The .qwc file: what the portal hands out, and the person at the desk adds to the Web Connector."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

_LOCAL = {"localhost", "127.0.0.1", "::1"}
_REQUIRED = ("AppName", "AppURL", "AppDescription", "AppSupport", "UserName", "OwnerID", "FileID", "QBType")


class QwcError(Exception):
    """The Web Connector will not add this file. The text says why."""


@dataclass(frozen=True, slots=True)
class Qwc:
    """An application as its .qwc file describes it. `every_seconds` is 0 where it has no schedule."""

    app_name: str
    url: str
    user_name: str
    owner_id: str
    file_id: str
    every_seconds: int
    is_read_only: bool


def read_qwc(path: Path) -> Qwc:
    """Read and check a .qwc file. Raises QwcError with the sentence to show."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise QwcError(f"QBWC1045: The file {path.name} cannot be read: {error.strerror}.") from error
    return parse_qwc(raw)


def parse_qwc(raw: bytes) -> Qwc:
    """The same from the bytes of the file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise QwcError(f"QBWC1046: The QWC file is not well-formed XML: {error}") from error
    if root.tag != "QBWCXML":
        raise QwcError("QBWC1046: The QWC file's outer element must be QBWCXML.")
    missing = [name for name in _REQUIRED if not (root.findtext(name) or "").strip()]
    if missing:
        raise QwcError(f"QBWC1046: The QWC file lacks {', '.join(missing)}.")
    _check_addresses(_text(root, "AppURL"), _text(root, "AppSupport"))
    if _text(root, "Style") not in {"", "Document"}:
        raise QwcError("QBWC1046: Only the style Document is spoken here.")
    return Qwc(
        _text(root, "AppName"),
        _text(root, "AppURL"),
        _text(root, "UserName"),
        _text(root, "OwnerID"),
        _text(root, "FileID"),
        _every_seconds(root),
        _text(root, "IsReadOnly") == "true",
    )


def _check_addresses(url: str, support: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise QwcError("QBWC1046: AppURL must be a web address.")
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise QwcError("QBWC1049: AppURL must be https unless the service runs on this machine (localhost).")
    if urlsplit(support).hostname != parts.hostname:
        raise QwcError("QBWC1050: AppSupport must be on the same host as AppURL.")


def _every_seconds(root: etree._Element) -> int:
    try:
        seconds = int(root.findtext("Scheduler/RunEveryNSeconds") or 0)
        return seconds or 60 * int(root.findtext("Scheduler/RunEveryNMinutes") or 0)
    except ValueError as error:
        raise QwcError("QBWC1046: The schedule in the QWC file is not a number.") from error


def _text(root: etree._Element, name: str) -> str:
    return (root.findtext(name) or "").strip()

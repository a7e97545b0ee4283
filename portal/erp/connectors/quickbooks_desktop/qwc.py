"""The .qwc file that a person opens in the Web Connector once; the password is typed there and never in it.

Source: Connect QuickBooks with the Web Connector; QuickBooks Web Connector Programmer's Guide.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from portal.erp.xml import without_forbidden

_GUID = re.compile(r"\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class QwcRefused(ValueError):  # noqa: N818 - a refusal with its sentence, not a defect
    """The Web Connector would not take this file; the sentence says what to change first."""


@dataclass(frozen=True)
class QwcFields:
    """What differs from connection to connection; `owner_id` is one per product, `file_id` one per connection."""

    app_name: str
    description: str
    app_url: str
    support_url: str
    user_name: str
    owner_id: str
    file_id: str
    run_every_minutes: int


def write_qwc(fields: QwcFields) -> str:
    """Return the text of the file. Raises QwcRefused where the Web Connector would refuse it.

    A loopback address is written as localhost, the only name for which plain http is taken.
    """
    app_url = _checked_url(fields.app_url)
    support_url = _loopback_as_localhost(fields.support_url)
    if urlsplit(support_url).hostname != urlsplit(app_url).hostname:
        raise QwcRefused("The support page must lie on the same host as the portal; correct the connection.")
    for identifier in (fields.owner_id, fields.file_id):
        if not _GUID.fullmatch(identifier):
            raise QwcRefused(f'"{identifier}" is no GUID in braces; make a new connection.')
    if fields.run_every_minutes < 1:
        raise QwcRefused("Let the Web Connector run every minute or less often; enter at least 1.")
    return _write(fields, app_url, support_url)


def _write(fields: QwcFields, app_url: str, support_url: str) -> str:
    root = etree.Element("QBWCXML")
    for name, value in (
        ("AppName", fields.app_name),
        ("AppID", ""),
        ("AppURL", app_url),
        ("AppDescription", fields.description),
        ("AppSupport", support_url),
        ("UserName", fields.user_name),
        ("OwnerID", fields.owner_id),
        ("FileID", fields.file_id),
        ("QBType", "QBFS"),
        ("Style", "Document"),
        ("AuthFlags", "0xF"),
        ("PersonalDataPref", "pdpNotNeeded"),
        ("UnattendedModePref", "umpOptional"),
        ("Notify", "false"),
        ("IsReadOnly", "false"),
    ):
        etree.SubElement(root, name).text = without_forbidden(value)
    scheduler = etree.SubElement(root, "Scheduler")
    etree.SubElement(scheduler, "RunEveryNMinutes").text = str(fields.run_every_minutes)
    etree.indent(root)
    return '<?xml version="1.0"?>\n' + etree.tostring(root, encoding="us-ascii").decode("ascii") + "\n"


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise QwcRefused(f'"{url[:80]}" is no web address; set the portal\'s public address first.')
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise QwcRefused(
            f"The Web Connector takes plain http only from localhost, and the portal's address is http://"
            f"{parts.hostname}. Give the portal an https address, then download the file again."
        )
    return _loopback_as_localhost(url)


def _loopback_as_localhost(url: str) -> str:
    parts = urlsplit(url)
    if parts.hostname not in _LOOPBACK:
        return url
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"localhost{port}", parts.path, parts.query, parts.fragment))

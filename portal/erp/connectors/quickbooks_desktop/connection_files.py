"""The file that a person opens once in the Web Connector: who calls, where, how often."""

import re

from portal.erp.connectors.quickbooks_desktop.connection_settings import chosen
from portal.erp.connectors.quickbooks_desktop.qwc import QwcFields, write_qwc
from portal.erp.contract import ConnectionAddress, OfferedFile

GATEWAY = "/qbwc"
"""Where the portal answers the Web Connector."""
_DEFAULT_MINUTES = 1


def connection_file(where: ConnectionAddress) -> OfferedFile:
    """The .qwc file of a connection. Raises QwcRefused (a ValueError) where the Web Connector would refuse it."""
    minutes = chosen(where.settings, "poll_minutes")
    fields = QwcFields(
        app_name=f"Budget portal, {where.company}, {where.name}",
        description="Takes accepted budgets to QuickBooks and reads job costs back.",
        app_url=f"{where.base_url}{GATEWAY}",
        support_url=f"{where.base_url}/",
        user_name=where.username,
        owner_id=where.owner_id,
        file_id=where.file_id,
        run_every_minutes=int(minutes) if minutes.isdecimal() else _DEFAULT_MINUTES,
    )
    return OfferedFile(f"{_plain(where.name)}.qwc", "application/xml", write_qwc(fields).encode("ascii"))


def _plain(name: str) -> str:
    """A file name that every computer takes."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower() or "portal"

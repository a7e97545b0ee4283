"""The demo's connection to the practice QuickBooks company, and the file that its Web Connector reads."""

import os
import secrets
import uuid
from pathlib import Path

from sqlalchemy import select

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.transactions import reader, transaction
from portal.erp.connectors.quickbooks_desktop.qwc import QwcFields, write_qwc
from portal.services.people.passwords import hash_phrase
from portal.settings import Settings

CONNECTOR = "quickbooks_desktop"
NAME = "Halden & Rowe QuickBooks"


def load(settings: Settings) -> None:
    """Make the connection. Its password is the one that the practice company was given, or a random one."""
    with transaction() as session:
        session.add(
            ErpConnection(
                connector=CONNECTOR,
                name=NAME,
                username="portal-halden-rowe",
                password_hash=hash_phrase(settings.practice_password or secrets.token_urlsafe(18)),
                owner_guid=_guid(),
                file_guid=_guid(),
                settings={},
                created_at=clock.now(),
            )
        )


def write_file(settings: Settings) -> Path:
    """Write the .qwc file for this start's address; the practice company reads it as the Web Connector would."""
    connection = reader().scalars(select(ErpConnection).where(ErpConnection.connector == CONNECTOR)).first()
    if connection is None:
        raise LookupError("The demo company has no QuickBooks connection.")
    path = settings.data_dir / "practice" / "portal.qwc"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = write_qwc(
        QwcFields(
            app_name="Budget portal",
            description="Exports accepted budgets as estimates and reads job costs back.",
            app_url=f"{settings.base_url}/qbwc",
            support_url=f"{settings.base_url}/",
            user_name=connection.username,
            owner_id=connection.owner_guid,
            file_id=connection.file_guid,
            run_every_minutes=1,
        )
    )
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    os.replace(fresh, path)  # noqa: PTH105 - atomic, the practice company may be reading
    return path


def _guid() -> str:
    return f"{{{uuid.uuid4()}}}"

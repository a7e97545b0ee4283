"""The demo's connection to the practice Sage 100 Contractor company, its first project, and its agent's settings."""

import os
import secrets
import uuid
from pathlib import Path

from sqlalchemy import select

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.transactions import reader, transaction
from portal.demo.people import ROLES
from portal.services.actors import actor_for
from portal.services.people.passwords import hash_phrase
from portal.services.projects.projects import ProjectInput, create
from portal.settings import Settings

CONNECTOR = "sage_100_contractor"
NAME = "Halden & Rowe Sage 100"
COMPANY = "Halden & Rowe Builders"
"""What the practice Sage company calls itself; the agent tells it, because the file is only called “company”."""
USERNAME = "agent-halden-rowe"
DANA = ROLES[0]


def load(settings: Settings) -> None:
    """Make the connection and the project Newtown Apartments, once."""
    if _existing() is not None:
        return
    with transaction() as session:
        connection = ErpConnection(
            connector=CONNECTOR,
            name=NAME,
            username=USERNAME,
            password_hash=hash_phrase(settings.practice_password or secrets.token_urlsafe(18)),
            owner_guid=f"{{{uuid.uuid4()}}}",
            file_guid=f"{{{uuid.uuid4()}}}",
            settings={},
            created_at=clock.now(),
        )
        session.add(connection)
    _project(connection.id)


def _project(connection_id: int) -> None:
    session = reader()
    if session.scalar(select(Project.id).where(Project.number == "2019001")) is None:
        dana = session.scalars(select(Person).where(Person.email == DANA.email)).one()
        given = ProjectInput(
            "2019001", "Newtown Apartments", "18 Newtown Rd", "Vancouver", "WA", "98660", connection_id
        )
        create(actor_for(session, dana, None), given)


def write_settings(settings: Settings) -> Path:
    """Write the agent's settings for this start's address; the key stays in the file that holds it."""
    path = settings.data_dir / "agent" / "portal-agent.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    sage = settings.data_dir / "sage"
    lines = {
        "portal_url": settings.base_url,
        "username": USERNAME,
        "key_file": str(settings.data_dir / "practice.password"),
        "company_name": COMPANY,
        "database_url": f"sqlite:///{sage / 'company.sqlite3'}",
        "drop_folder": str(sage / "drop"),
        "state_folder": str(path.parent),
    }
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(f"{name} = {_quoted(value)}\n" for name, value in lines.items()))
    os.replace(fresh, path)  # noqa: PTH105 - atomic, the agent may be reading
    return path


def _quoted(value: str) -> str:
    return "'" + value + "'"


def _existing() -> ErpConnection | None:
    return reader().scalars(select(ErpConnection).where(ErpConnection.connector == CONNECTOR)).first()

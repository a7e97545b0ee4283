"""Bring the database to the tables this code knows. Safe when several processes do it at the same moment."""

import contextlib
import fcntl
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool

from portal.resources import resource
from portal.settings import Settings

_ADVISORY_LOCK = 8_040_2026  # any number that is ours alone


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Apply every migration that is missing up to ``revision``, each in a transaction of its own."""
    with only_one(settings.database_url) as connection:
        command.upgrade(configuration(connection), revision)


@cache
def newest() -> str | None:
    """The name of the last migration that this code brings; a database behind it is not ready."""
    config = Config()
    config.set_main_option("script_location", str(resource("migrations")).replace("%", "%%"))
    return ScriptDirectory.from_config(config).get_current_head()


def write(message: str) -> None:
    """Write the migration that leads from the existing ones to the tables of the code, for a person to read."""
    with tempfile.TemporaryDirectory() as folder, only_one(f"sqlite:///{folder}/empty.sqlite3") as connection:
        config = configuration(connection)
        command.upgrade(config, "head")
        number = len(list(resource("migrations").glob("versions/[0-9]*.py"))) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for this house; ``migrations/env.py`` takes the connection from it."""
    config = Config()
    config.set_main_option("script_location", str(resource("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextlib.contextmanager
def only_one(database_url: str) -> Iterator[Connection]:
    """Give a connection for changing tables to one process at a time; the others wait.

    SQLite is guarded by a lock file beside the database, PostgreSQL by an advisory lock.
    """
    url = make_url(database_url)
    engine = create_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        _ddl_in_transactions(engine)
        path = Path(url.database or "portal.sqlite3")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(path.name + ".migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with engine.connect() as connection:
                yield connection
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY_LOCK})
        connection.commit()  # the lock belongs to the session and ends with it
        yield connection


def _ddl_in_transactions(engine: Engine) -> None:
    """Let SQLite roll half a migration back; foreign keys rest, because altering copies and drops tables."""

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA busy_timeout=10000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

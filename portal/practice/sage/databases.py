"""Where a company lives: a SQLite file attached as `dbo`, or the schema `dbo` of a PostgreSQL database.

The file is in write-ahead mode with full synchronisation: whoever reads it from outside waits for nobody, and
what was saved survives a kill at any moment.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

WRITES = "practice_writes"
_BUSY_SECONDS = 30.0


def in_file(path: Path) -> Engine:
    """The engine of a company file, which is made where there is none."""

    def connect() -> sqlite3.Connection:
        database = sqlite3.connect(
            ":memory:", timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        database.execute("ATTACH DATABASE ? AS dbo", (str(path),))
        database.execute("PRAGMA dbo.journal_mode=WAL")
        database.execute("PRAGMA dbo.synchronous=FULL")
        return database

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine


def on_server(url: str) -> Engine:
    """The engine of a company in the schema `dbo` of a database server; the schema is made where it is missing."""
    engine = create_engine(url)
    with engine.begin() as database:
        database.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS dbo")
    return engine


def _begin(database: Connection) -> None:
    """A transaction that is going to write waits for its turn at the start, never in the middle."""
    writes = database.get_execution_options().get(WRITES, False)
    database.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""Opening the company database for reading: SQL Server, PostgreSQL with a schema `dbo`, or a file attached as `dbo`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from ..failures import CompanyUnreadableError
from .tables import SCHEMA

_CONNECT_SECONDS = 15
_FILE_WAIT_SECONDS = 10.0


class Company:
    """The company database. Every reading is one short transaction that is always rolled back."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self.kind = self._engine.dialect.name
        self.name = _name(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for one short reading. Raises CompanyUnreadableError with the database's own words."""
        try:
            with self._engine.connect() as connection:
                yield connection
                connection.rollback()
        except SQLAlchemyError as error:
            raise CompanyUnreadableError(
                f"The company database {self.name} cannot be read: {_words(error)} "
                "Run portal-agent check on its computer."
            ) from error

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _file_engine(Path(parsed.database or ""))
        if parsed.drivername == "mssql+pymssql":
            wait = {"login_timeout": _CONNECT_SECONDS, "timeout": 120, "appname": "portal-agent"}
        else:
            wait = {"connect_timeout": _CONNECT_SECONDS, "application_name": "portal-agent"}
        return create_engine(url, pool_size=2, pool_pre_ping=True, pool_recycle=1800, connect_args=wait)
    except (ArgumentError, NoSuchModuleError) as error:
        raise CompanyUnreadableError("database_url is no database address: see the README.") from error
    except ModuleNotFoundError as error:
        raise CompanyUnreadableError(
            f"The driver {error.name} is not installed. Run: pip install {error.name}"
        ) from error


def _file_engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        database = sqlite3.connect(":memory:", uri=True, timeout=_FILE_WAIT_SECONDS, check_same_thread=False)
        try:
            database.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (f"{path.absolute().as_uri()}?mode=ro",))
        except sqlite3.Error:
            database.close()
            raise
        return database

    return create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)


def _name(url: str) -> str:
    parsed = make_url(url)
    name = parsed.database or ""
    return Path(name).stem if parsed.get_backend_name() == "sqlite" else name


def _words(error: SQLAlchemyError) -> str:
    """What the database said, in one line and without the statement."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())[:300]
    return said if said.endswith(".") else f"{said}."

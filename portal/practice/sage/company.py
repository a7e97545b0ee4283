"""The company: its database, one change after the other, and its settings."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select

from portal.practice.sage import databases
from portal.practice.sage.desk_tables import practice_setting
from portal.practice.sage.tables import METADATA

PRODUCT = "Sage 100 Contractor"


class Company:
    """An open company. Share one between threads: whoever changes something waits for his turn."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = threading.Lock()
        with self.writing() as database:
            METADATA.create_all(database)

    @classmethod
    def open(cls, path: Path) -> "Company":
        """Open a company file; where there is none, an empty one is made."""
        return cls(databases.in_file(path))

    @classmethod
    def on_server(cls, url: str) -> "Company":
        """Open a company in the schema `dbo` of a PostgreSQL database, making its tables where they are missing."""
        return cls(databases.on_server(url))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Everything inside happens together or not at all."""
        with self._turn, self.engine.connect() as plain:
            database = plain.execution_options(**{databases.WRITES: True})
            with database.begin():
                yield database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One look at the company, all of it from the same moment where it is a file."""
        with self.engine.connect() as database, database.begin():
            yield database


def setting(database: Connection, key: str, default: str = "") -> str:
    """A setting of the company, such as `CompanyName`."""
    found = database.scalar(select(practice_setting.c.value).where(practice_setting.c.key == key))
    return default if found is None else str(found)


def set_setting(database: Connection, key: str, value: str) -> None:
    """Write a setting."""
    database.execute(delete(practice_setting).where(practice_setting.c.key == key))
    database.execute(insert(practice_setting).values(key=key, value=value))

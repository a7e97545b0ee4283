"""The company file: opening it, one transaction at a time, its settings, identifiers and clock.

SQLite with a write-ahead log and full synchronisation: what a transaction committed survives a kill at any
moment, and an effect stands in the file together with the stored answer or not at all.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal.practice.quickbooks.schema import SCHEMA

_LIST_BIT = 0x80000000
_BUSY_SECONDS = 30.0


class Company:
    """An open company file. Share one between threads: transactions take turns.

    `overrides` hold settings for as long as this object lives, without writing them into the file;
    `iterators` are the open query iterators, which die with the Web Connector's session.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.overrides: dict[str, str] = {}
        self.iterators: dict[str, list[str]] = {}
        self._turn = threading.RLock()
        self._depth = 0
        self.database = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self.database.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self.database.execute(f"PRAGMA {pragma}")
        with self.transaction():
            for statement in SCHEMA.split(";"):
                self.database.execute(statement)

    @classmethod
    def open(cls, path: Path | str) -> "Company":
        """Open a company file, making an empty one (no accounts, no name) where there is none."""
        return cls(Path(path))

    def close(self) -> None:
        """Close the file. Using the company afterwards raises sqlite3.ProgrammingError."""
        with self._turn:
            self.database.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside happens together or not at all. Inside another one it joins that one."""
        with self._turn:
            if self._depth:
                yield self.database
                return
            self.database.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield self.database
            except BaseException:
                self.database.execute("ROLLBACK")
                raise
            else:
                self.database.execute("COMMIT")
            finally:
                self._depth = 0

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """One request inside a transaction: if it fails, only its own effects are undone."""
        self.database.execute("SAVEPOINT request")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK TO request")
            raise
        finally:
            self.database.execute("RELEASE request")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._turn:
            return self.database.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        rows = self.rows(sql, *values)
        return rows[0] if rows else None

    def setting(self, key: str, default: str = "") -> str:
        """A setting of the company, such as `CompanyName` or `IsUsingEstimates`."""
        if key in self.overrides:
            return self.overrides[key]
        found = self.row("SELECT value FROM settings WHERE key = ?", key)
        return str(found["value"]) if found else default

    def set_setting(self, key: str, value: str) -> None:
        """Write a setting into the file."""
        with self.transaction() as database:
            database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))

    def is_on(self, key: str) -> bool:
        """Say whether a true/false setting is true."""
        return self.setting(key) == "true"

    def next_list_id(self) -> str:
        """A new ListID, like `80000035-1785958998`."""
        return f"{_LIST_BIT + self._count('list'):X}-{self.epoch()}"

    def next_txn_id(self) -> str:
        """A new TxnID or TxnLineID, like `4C-1415942229`."""
        return f"{self._count('transaction'):X}-{self.epoch()}"

    def next_number(self) -> int:
        """A new TxnNumber."""
        return self._count("number")

    def next_edit_sequence(self, previous: str = "") -> str:
        """A new EditSequence: the time in seconds, always above the previous one."""
        return str(max(self.epoch(), int(previous or 0) + 1))

    def epoch(self) -> int:
        """Seconds since 1970."""
        return int(datetime.now(UTC).timestamp())

    def now(self) -> str:
        """The time as QuickBooks writes it: `2026-11-22T06:33:31+00:00`."""
        return datetime.now(UTC).isoformat(timespec="seconds")

    def today(self) -> str:
        """The date as QuickBooks writes it."""
        return datetime.now(UTC).date().isoformat()

    def _count(self, counter: str) -> int:
        key = f"counter:{counter}"
        value = int(self.setting(key, "0")) + 1
        self.database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, str(value)))
        return value

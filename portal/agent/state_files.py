"""The agent's own small databases in the state folder: written ahead, and on the disk before anything goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_WAIT_SECONDS = 30.0


class StateFile:
    """One SQLite file. Every use is one transaction that is safely stored when the block ends, or did not happen."""

    def __init__(self, path: Path, schema: str) -> None:
        self.path = path
        with closing(self._connect()) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(schema)

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that may write. Raises sqlite3.Error."""
        with closing(self._connect()) as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.rollback()
                raise
            database.commit()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A look that writes nothing."""
        with closing(self._connect()) as database:
            yield database

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
        database.execute("PRAGMA synchronous=FULL")
        return database


class Alone:
    """Holds a state folder for one agent: a second one is told so, a killed one lets go by itself."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(
            folder / "agent.lock", timeout=0.0, isolation_level=None, check_same_thread=False
        )
        try:
            self._database.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self._database.close()
            raise

    def release(self) -> None:
        """Let another agent have the folder."""
        self._database.close()

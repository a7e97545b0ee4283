"""The journal of operations: begun is stored before the effect, the outcome after it. An operation is applied once.

A redelivery of what the journal knows is answered from it. An operation that was asked about while unfinished, or
withdrawn, is barred: whatever comes later under its id is not applied any more.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .failures import JournalError
from .messages import Operation, Outcome
from .state_files import StateFile

_SCHEMA = """
CREATE TABLE IF NOT EXISTS operations (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    content TEXT NOT NULL,
    payload TEXT NOT NULL,
    outcome TEXT,
    barred TEXT NOT NULL DEFAULT '',
    begun_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    finished_at TEXT
)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal knows of an operation. `barred` is the sentence that says why it is never applied again."""

    type: str
    content: str
    payload: dict[str, Any]
    outcome: Outcome | None
    barred: str


class Journal:
    """The file `journal.sqlite3` of the state folder. Every method raises JournalError when it cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "journal.sqlite3"
        with self._told():
            self._file = StateFile(self._path, _SCHEMA)

    def begin(self, operation: Operation) -> Entry | None:
        """Note that an operation begins; None when it is new, or what is known of it from an earlier delivery."""
        known = self.entry(operation.id)
        if known is None:
            with self._told(), self._file.changing() as database:
                database.execute(
                    "INSERT INTO operations (id, type, content, payload) VALUES (?, ?, ?, ?)",
                    (operation.id, operation.type, operation.content_hash, json.dumps(operation.payload)),
                )
        return known

    def finish(self, operation_id: str, outcome: Outcome) -> None:
        """Note how an operation ended, for good."""
        with self._told(), self._file.changing() as database:
            database.execute(
                "UPDATE operations SET outcome = ?, finished_at = CURRENT_TIMESTAMP WHERE id = ?",
                (json.dumps(outcome.as_wire()), operation_id),
            )

    def forget(self, operation_id: str) -> None:
        """Nothing of a begun operation happened, and it is to be asked for again."""
        with self._told(), self._file.changing() as database:
            database.execute("DELETE FROM operations WHERE id = ? AND outcome IS NULL", (operation_id,))

    def bar(self, operation_id: str, sentence: str) -> None:
        """Never apply this operation (again), known or not."""
        with self._told(), self._file.changing() as database:
            database.execute(
                "INSERT INTO operations (id, type, content, payload, barred) VALUES (?, '', '', '{}', ?) "
                "ON CONFLICT (id) DO UPDATE SET barred = excluded.barred",
                (operation_id, sentence),
            )

    def entry(self, operation_id: str) -> Entry | None:
        """What is known of an operation."""
        with self._told(), self._file.reading() as database:
            row = database.execute(
                "SELECT type, content, payload, outcome, barred FROM operations WHERE id = ?", (operation_id,)
            ).fetchone()
        if row is None:
            return None
        outcome = Outcome.from_wire(json.loads(row[3])) if row[3] else None
        return Entry(row[0], row[1], json.loads(row[2]), outcome, row[4])

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise JournalError(
                f"The journal {self._path} cannot be used: {error}. Nothing is applied until it can: free space on "
                "the disk, or let the agent's account write there."
            ) from error


class NoJournal(Journal):
    """Remembers nothing. Only for the test that shows what the journal is good for (PORTAL_AGENT_UNSAFE=1)."""

    def __init__(self) -> None:
        """Open no file."""

    def begin(self, operation: Operation) -> Entry | None:  # noqa: ARG002  # the journal's own signature
        """Take everything for new."""
        return None

    def finish(self, operation_id: str, outcome: Outcome) -> None:
        """Note nothing."""

    def forget(self, operation_id: str) -> None:
        """Note nothing."""

    def bar(self, operation_id: str, sentence: str) -> None:
        """Note nothing."""

    def entry(self, operation_id: str) -> Entry | None:  # noqa: ARG002  # the journal's own signature
        """Know nothing."""
        return None

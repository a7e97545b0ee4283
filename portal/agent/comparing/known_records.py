"""What the portal was told: a word per record, and the batches on their way. Losing the file only sends all again."""

import json
import logging
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..messages import Record
from ..state_files import StateFile

BATCH_AT_MOST = 1000
ARCHIVED = "archived"
"""The version of a record that is gone: no digest, so that its return is a change."""
_LOG = logging.getLogger("portal_agent")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    entity TEXT NOT NULL, key TEXT NOT NULL, job TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (entity, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS records_of_job ON records (entity, job);
CREATE TABLE IF NOT EXISTS batches (
    id INTEGER PRIMARY KEY, batch_id TEXT NOT NULL, run_id TEXT NOT NULL, content TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS reached (version INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """At most 1,000 changes, stored before they are sent: a repeat carries the same id and the same content."""

    id: str
    run_id: str
    records: list[dict[str, Any]]

    def as_wire(self) -> dict[str, Any]:
        """The body of `changes`."""
        run_id: Any = int(self.run_id) if self.run_id.isdigit() else self.run_id
        return {"BatchId": self.id, "RunId": run_id, "Records": self.records}


class KnownRecords:
    """The file `records.sqlite3` of the state folder; a damaged one is put aside and begun anew."""

    def __init__(self, folder: Path) -> None:
        path = folder / "records.sqlite3"
        try:
            self._file = StateFile(path, _SCHEMA)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            _LOG.warning("%s is damaged (%s); it is put aside, and every record is sent again.", path, error)
            for each in (path, *(path.with_name(path.name + tail) for tail in ("-wal", "-shm"))):
                if each.exists():
                    each.replace(each.with_name(each.name + ".damaged"))
            self._file = StateFile(path, _SCHEMA)

    def versions(self, entity: str, job: str = "") -> dict[str, tuple[str, str]]:
        """(version, job) by key: of one kind, of one job or all."""
        statement = "SELECT key, version, job FROM records WHERE entity = ?"
        with self._file.reading() as database:
            rows = (
                database.execute(f"{statement} AND job = ?", (entity, job))
                if job
                else database.execute(statement, (entity,))
            )
            return {key: (version, owner) for key, version, owner in rows}

    def store(self, run_id: str, records: Sequence[dict[str, Any]]) -> None:
        """Put a batch on its way."""
        with self._file.changing() as database:
            database.execute(
                "INSERT INTO batches (batch_id, run_id, content) VALUES (?, ?, ?)",
                (secrets.token_hex(16), run_id, json.dumps(list(records))),
            )

    def next_batch(self) -> Batch | None:
        """The oldest batch that has no answer yet."""
        with self._file.reading() as database:
            row = database.execute(
                "SELECT batch_id, run_id, content FROM batches ORDER BY id LIMIT 1"
            ).fetchone()
        return Batch(row[0], row[1], json.loads(row[2])) if row else None

    def settle(self, batch: Batch, version: int) -> None:
        """The portal has taken a batch and reached `version` with it: it is known from now on."""
        with self._file.changing() as database:
            database.executemany(
                "INSERT OR REPLACE INTO records (entity, key, job, version) VALUES (?, ?, ?, ?)",
                [
                    (each["Entity"], each["ErpKey"], each["Job"], each["ErpVersion"])
                    for each in batch.records
                    if not each["IsArchived"]
                ],
            )
            database.executemany(
                "DELETE FROM records WHERE entity = ? AND key = ?",
                [(each["Entity"], each["ErpKey"]) for each in batch.records if each["IsArchived"]],
            )
            database.execute("DELETE FROM batches WHERE batch_id = ?", (batch.id,))
            if version:
                database.execute("DELETE FROM reached")
                database.execute("INSERT INTO reached (version) VALUES (?)", (version,))

    def version(self) -> int:
        """The highest Version that the portal said it reached; 0 before the first."""
        with self._file.reading() as database:
            return int(database.execute("SELECT COALESCE(MAX(version), 0) FROM reached").fetchone()[0])

    def forget(self) -> None:
        """The portal does not have what it was told: tell everything again."""
        with self._file.changing() as database:
            database.execute("DELETE FROM records")
            database.execute("DELETE FROM batches")
            database.execute("DELETE FROM reached")

    def drop_batches(self) -> None:
        """Take back what is on its way: the records count as untold and are compared again."""
        with self._file.changing() as database:
            database.execute("DELETE FROM batches")


def archived(entity: str, key: str, job: str) -> dict[str, Any]:
    """The word that a record is gone."""
    gone = Record(entity, key, job, {}).as_wire()
    return {**gone, "ErpVersion": ARCHIVED, "IsArchived": True}

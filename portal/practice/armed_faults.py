"""Faults that can be armed at a desk: what goes wrong on real ones, on purpose and a set number of times.

Armed faults stand in their own small file, and a fault is counted down before it strikes, so that a kill
cannot make a one-shot fault strike twice.
"""

import os
import signal
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

UNTIL_CLEARED: Final = -1


@dataclass(frozen=True, slots=True)
class Fault:
    """An armed fault: how many more times (-1: until cleared), its value, and a text a request must hold."""

    name: str
    times: int
    value: str
    match: str


class ArmedFaults:
    """The armed faults of one desk, kept in a file. `known` names the faults there are, each with its sentence."""

    def __init__(self, path: Path, known: Mapping[str, str]) -> None:
        self.known = known
        self._path = path
        with self._connect() as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute(
                "CREATE TABLE IF NOT EXISTS faults (name TEXT PRIMARY KEY, times INTEGER NOT NULL,"
                " value TEXT NOT NULL, match TEXT NOT NULL)"
            )

    def arm(self, name: str, times: int = 1, value: str = "", match: str = "") -> None:
        """Arm a fault; 0 times disarms it. Raises ValueError with a sentence for a name that is not known."""
        if name not in self.known:
            raise ValueError(f'There is no fault "{name}". There are: {", ".join(self.known)}.')
        if times < UNTIL_CLEARED:
            raise ValueError("Say how many times: 1 or more, 0 for never, -1 until cleared.")
        if name == "slow" and not value.replace(".", "", 1).isdecimal():
            raise ValueError("Say as value how many seconds an answer takes longer.")
        with self._connect() as database:
            if times:
                database.execute(
                    "INSERT OR REPLACE INTO faults VALUES (?, ?, ?, ?)", (name, times, value, match)
                )
            else:
                database.execute("DELETE FROM faults WHERE name = ?", (name,))

    def clear(self) -> None:
        """Disarm all."""
        with self._connect() as database:
            database.execute("DELETE FROM faults")

    def armed(self) -> list[Fault]:
        """The armed faults, by name."""
        with self._connect() as database:
            rows = database.execute("SELECT name, times, value, match FROM faults ORDER BY name").fetchall()
        return [Fault(*row) for row in rows]

    def strikes(self, name: str, text: str = "") -> Fault | None:
        """Count a fault down and return it if it strikes now; `text` is the request it would strike."""
        with self._connect() as database:
            database.execute("BEGIN IMMEDIATE")
            row = database.execute(
                "SELECT name, times, value, match FROM faults WHERE name = ?", (name,)
            ).fetchone()
            if row is None or (row[3] and row[3] not in text):
                return None
            if row[1] == 1:
                database.execute("DELETE FROM faults WHERE name = ?", (name,))
            elif row[1] > 1:
                database.execute("UPDATE faults SET times = times - 1 WHERE name = ?", (name,))
        return Fault(*row)

    def _connect(self) -> "_Desk":
        return _Desk(self._path)


class _Desk:
    """A connection that commits and closes at the end of its block."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._database.execute("PRAGMA synchronous=FULL")

    def __enter__(self) -> sqlite3.Connection:
        return self._database

    def __exit__(self, kind: object, *_rest: object) -> None:
        if self._database.in_transaction:
            self._database.execute("ROLLBACK" if kind else "COMMIT")
        self._database.close()


def arm_from_text(faults: ArmedFaults, text: str) -> None:
    """Arm faults written as `name[:times[:value]]`, separated by commas, as in the environment."""
    for part in filter(None, (word.strip() for word in text.split(","))):
        name, _, rest = part.partition(":")
        times, _, value = rest.partition(":")
        faults.arm(name, int(times or 1), value)


def kill_yourself() -> None:
    """End this process at once, as a crash does: nothing is flushed, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


def wait(fault: Fault) -> None:
    """Sleep as long as a `slow` fault says."""
    time.sleep(float(fault.value))

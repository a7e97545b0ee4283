"""The folders: sheets can be laid down and renamed, the journal can be kept."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from ..state_files import StateFile
from .findings import Finding, failed, ok

_NAME = "~portal-agent check"


def drop_folder(folder: Path) -> Finding:
    """Write a file there as a sheet is written, and take it away."""
    first, second = folder / f"{_NAME}.half", folder / _NAME
    try:
        with first.open("wb") as file:
            file.write(b"check")
            file.flush()
            os.fsync(file.fileno())
        first.replace(second)
        second.unlink()
    except OSError as error:
        return failed(
            "drop folder",
            f"{folder} cannot be written ({error.strerror}). Give the agent's account the right to.",
        )
    finally:
        with suppress(OSError):
            first.unlink(missing_ok=True)
    return ok("drop folder", f"{folder} takes sheets.")


def state_folder(folder: Path) -> Finding:
    """Store a line as the journal does."""
    path = folder / "check.sqlite3"
    try:
        file = StateFile(path, "CREATE TABLE IF NOT EXISTS checked (at TEXT)")
        with file.changing() as database:
            database.execute("INSERT INTO checked VALUES (CURRENT_TIMESTAMP)")
    except sqlite3.Error as error:
        return failed(
            "journal",
            f"{folder} cannot be written ({error}). Give the agent's account the right to write there.",
        )
    finally:
        for each in folder.glob("check.sqlite3*"):
            with suppress(OSError):
                each.unlink()
    return ok("journal", f"{folder} keeps it.")

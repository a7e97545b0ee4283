"""Consistent copies of the database while others write to it."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import URL


class CopyError(RuntimeError):
    """No copy was made; the text says why and what to do."""


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy the file with SQLite's own backup: writers go on meanwhile, and the copy is of one moment.

    Copying the file by other means would lose what still stands in its log. Raises CopyError.
    """
    part = target.with_name(target.name + ".part")
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as live,
            contextlib.closing(sqlite3.connect(part)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        part.chmod(0o600)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise CopyError(f"{source} could not be copied: {error}.") from error


def dump_postgres(url: URL, target: Path) -> None:
    """Let pg_dump write a copy in its custom format. The password travels in the environment. Raises CopyError."""
    program = shutil.which("pg_dump")
    if program is None:
        raise CopyError(
            "pg_dump was not found. Install PostgreSQL's client programs, or run on the database server:\n"
            f"  pg_dump --format=custom --file={target.name} {url.database}\n"
            "and keep that file beside the manifest."
        )
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    command = [program, "--format=custom", f"--file={target}", f"--dbname={plain}"]
    environment = {**os.environ, "PGPASSWORD": str(url.password or "")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        target.unlink(missing_ok=True)
        raise CopyError(f"pg_dump made no copy: {done.stderr.strip()}")
    target.chmod(0o600)

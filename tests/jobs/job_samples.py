"""Jobs for the worker's tests; a real worker in another process imports them by name."""

import os
import time
from pathlib import Path

from portal.db.base import database
from portal.db.transactions import reader


def write_pids(path: str) -> None:
    Path(path).write_text(f"{os.getpid()} {os.getppid()}")


def stay(path: str) -> None:
    write_pids(path)
    time.sleep(600)


def count_people(path: str) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - in the fork

    answer = reader().execute(text("SELECT count(*) FROM people")).scalar_one()
    Path(path).write_text(f"{answer} {database.engine.pool.status()}")

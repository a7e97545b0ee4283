"""Jobs (3-5) and their phases."""

import re
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, RowMapping, insert, select

from portal.practice.sage.refusals import NotOnFileError, SageError
from portal.practice.sage.tables import actrec, jobphs

STATUSES: Final[Mapping[int, str]] = {
    1: "Bid",
    2: "Refused",
    3: "Contract",
    4: "Current",
    5: "Complete",
    6: "Closed",
}
CURRENT: Final = 4
_NUMBER = re.compile(r"[1-9]\d{0,9}", re.ASCII)
_WIDTHS: Final[Mapping[str, tuple[str, int]]] = {
    "name": ("jobnme", 75),
    "short_name": ("shtnme", 30),
    "address": ("addrs1", 50),
    "address2": ("addrs2", 50),
    "city": ("ctynme", 50),
    "state": ("state_", 2),
    "zip_code": ("zipcde", 10),
}


def number_of(text: object) -> int:
    """A job number as typed. Raises SageError for anything but one to ten digits."""
    if not _NUMBER.fullmatch(str(text)):
        raise SageError(f'"{text}" is no job number: one to ten digits, no letters, not beginning with zero.')
    return int(str(text))


def on_file(database: Connection, number: int) -> RowMapping:
    """The job's record. Raises NotOnFileError; a closed job is as good as any other, as in Sage."""
    found = database.execute(select(actrec).where(actrec.c.recnum == number)).mappings().first()
    if found is None:
        raise NotOnFileError(f"Job {number} is not on file. Enter it in 3-5 Jobs first.")
    return found


def phase_on_file(database: Connection, job: int, phase: int) -> None:
    """Refuse a phase that the job has not; phase 0 means none and is always there."""
    wanted = select(jobphs.c.phsnum).where(jobphs.c.recnum == job, jobphs.c.phsnum == phase)
    if phase and database.scalar(wanted) is None:
        raise NotOnFileError(f"Phase {phase} has not been set up for job {job}. Enter it in 3-5 Jobs first.")


def phase_of(text: object) -> int:
    """A phase number as typed; nothing is phase 0, which means none."""
    written = str(text).strip() or "0"
    if not re.fullmatch(r"\d{1,5}", written, re.ASCII):
        raise SageError(f'"{text}" is no phase: write its number, or 0 for none.')
    return int(written)


def enter(database: Connection, number: str, name: str, status: str = "", **more: str) -> int:
    """Enter a job; its number is typed. Returns the number, refuses one that is in use.

    `more` are short_name, address, address2, city, state and zip_code.
    """
    job = number_of(number)
    if database.scalar(select(actrec.c.recnum).where(actrec.c.recnum == job)) is not None:
        raise SageError(f"Job number {job} is already in use.")
    if not name:
        raise SageError("A job needs a name.")
    state = status or str(CURRENT)
    if state not in {str(key) for key in STATUSES}:
        raise SageError(f'"{status}" is no job status: 1 Bid to 6 Closed.')
    database.execute(insert(actrec).values(recnum=job, status=int(state), **_texts({**more, "name": name})))
    return job


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    for key, text in given.items():
        if key not in _WIDTHS:
            raise SageError(f"A job has no field {key}.")
        if len(text) > _WIDTHS[key][1]:
            raise SageError(f"{key.replace('_', ' ').capitalize()} holds at most {_WIDTHS[key][1]} letters.")
    columns = {_WIDTHS[key][0]: text for key, text in given.items()}
    return {"shtnme": columns["jobnme"][:30], **{key: text for key, text in columns.items() if text}}


def enter_phase(database: Connection, job: str, phase: str, name: str) -> None:
    """Set up a phase of a job: a number from 1 up and a name."""
    number, wanted = number_of(job), phase_of(phase)
    on_file(database, number)
    taken = select(jobphs.c.phsnum).where(jobphs.c.recnum == number, jobphs.c.phsnum == wanted)
    if not wanted or not name:
        raise SageError("A phase needs a number from 1 up and a name. Phase 0 means none.")
    if database.scalar(taken) is not None:
        raise SageError(f"Phase {wanted} of job {number} is already in use.")
    database.execute(insert(jobphs).values(recnum=number, phsnum=wanted, phsnme=name[:50]))

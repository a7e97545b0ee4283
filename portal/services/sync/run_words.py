"""A run of a sync in words: what began it, how it went, what it did, how long it took.

Source: Perform an On-Demand Sync with Sage 100 Contractor (event log).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.db.sync import SyncRun
from portal.services.sync import runs

TRIGGERS = {
    "marker": "A change was seen",
    "full": "Full comparison",
    "on_arrival": "On arrival",
    "schedule": "Schedule",
    "on_demand": "On demand",
}
RANGES = {
    "today": "Today",
    "week": "Past week",
    "month": "Past month",
    "year": "Past year",
    "all": "All changes",
}
DEPTHS = {"shallow": "Shallow", "deep": "Deep"}
_STATES = {
    runs.WAITING: ("wait", "Waiting"),
    runs.RUNNING: ("idle", "Running"),
    runs.FINISHED: ("ok", "Finished"),
    runs.FAILED: ("bad", "Failed"),
}
_COUNTS = (
    ("read", "read"),
    ("created", "new"),
    ("changed", "changed"),
    ("archived", "archived"),
    ("unchanged", "unchanged"),
)


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of a log. `wish` says what was asked for, `did` what it did; `messages` are its own log."""

    id: int
    when: str
    by: str
    wish: str
    kind: str
    word: str
    did: str
    took: str
    messages: tuple[str, ...]


def rows(
    session: Session, found: Sequence[SyncRun], items: Mapping[str, str], zone: str
) -> tuple[RunRow, ...]:
    """The runs as lines of a log; `items` are the labels of the connection's parts by slug."""
    names = _names(session, found)
    return tuple(_row(run, names, items, zone) for run in found)


def say_state(run: SyncRun) -> tuple[str, str]:
    """Colour and word: `ok`, `Finished`."""
    if run.state == runs.FINISHED and run.counts.get("failed"):
        return "warn", f"Finished, {run.counts['failed']:,} failed"
    return _STATES[run.state]


def say_counts(counts: Mapping[str, Any]) -> str:
    """`1,200 read, 3 new, 2 changed`; zeros are left out. What failed is told by the state."""
    told = [f"{int(counts[name]):,} {word}" for name, word in _COUNTS if counts.get(name)]
    return ", ".join(told) or ("" if counts.get("failed") else "nothing new")


def say_at(moment: datetime | None, zone: str) -> str:
    """`today 14:02`, `Tue 9 Jun 14:02`, `never`."""
    return clock.say_when(moment, zone).removeprefix("on ") if moment else "never"


def say_span(begin: datetime | None, end: datetime | None) -> str:
    """`under 1 s`, `12 s`, `3 min 5 s`; empty while it runs."""
    if begin is None or end is None:
        return ""
    seconds = int((end - begin).total_seconds())
    if seconds < 1:
        return "under 1 s"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:,} min {rest} s" if minutes else f"{rest} s"


def say_wish(wish: Mapping[str, Any], items: Mapping[str, str]) -> str:
    """`Past week, Deep`, `Job list and phases`, `one job`: what a run was asked for."""
    told = [
        RANGES.get(str(wish.get("date_range")), ""),
        DEPTHS.get(str(wish.get("depth")), ""),
        ", ".join(items.get(str(slug), "") for slug in wish.get("items", []) if slug in items),
        f"job {wish['job']} only" if wish.get("job") else "",
    ]
    return ", ".join(text for text in told if text)


def _row(run: SyncRun, names: Mapping[int, str], items: Mapping[str, str], zone: str) -> RunRow:
    kind, word = say_state(run)
    by = TRIGGERS.get(run.trigger, run.trigger)
    person = names.get(run.requested_by or 0)
    return RunRow(
        id=run.id,
        when=_capital(say_at(run.started_at or run.created_at, zone)),
        by=f"{by}, {person}" if person else by,
        wish=say_wish(run.wish, items),
        kind=kind,
        word=word,
        did=say_counts(run.counts) if run.state in {runs.FINISHED, runs.RUNNING} else "",
        took=say_span(run.started_at, run.finished_at),
        messages=tuple(str(message) for message in run.messages),
    )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _names(session: Session, found: Sequence[SyncRun]) -> dict[int, str]:
    ids = {run.requested_by for run in found if run.requested_by}
    return {row.id: row.name for row in session.scalars(select(Person).where(Person.id.in_(ids)))}

"""Programs at the ERP's side that have stopped calling: who, since when, and what to do about it.

A sync agent calls all day, so its silence counts by itself. A program that is opened by hand is missed only when
something waits for it. Source: QuickBooks Web Connector Best Practices; Install the hh2 synchronization client.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest
from portal.domain.vocabulary import RequestState
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.sync.scheduled_runs import is_staged


@dataclass(frozen=True, slots=True)
class Silence:
    """One connection whose other side has been silent since `since`; `waiting` requests are due."""

    connection_id: int
    title: str
    sentence: str
    since: datetime
    waiting: int


def silences(session: Session, connections: Iterable[ErpConnection], after: timedelta) -> list[Silence]:
    """Those of `connections` that have been silent for longer than `after`."""
    found = (silence_of(session, connection, after) for connection in connections)
    return [each for each in found if each is not None]


def silence_of(session: Session, connection: ErpConnection, after: timedelta) -> Silence | None:
    """The silence of one connection; None while it calls, is paused, or nobody needs it to call."""
    since = connection.last_contact_at or connection.created_at
    limit = clock.now() - after
    if connection.paused or since > limit:
        return None
    waiting = _waiting(session, connection.id, limit)
    if not waiting and (connection.last_contact_at is None or not is_staged(connection)):
        return None
    return Silence(
        connection_id=connection.id,
        title=f"The {_transport(connection)} of {connection.name} has been silent for {clock.say_age(since)}",
        sentence=_sentence(session, connection, waiting),
        since=since,
        waiting=waiting,
    )


def advice(connection: ErpConnection) -> str:
    """Where to look first."""
    where = "the company database" if is_staged(connection) else "the company file"
    by_whom = "" if is_staged(connection) else " and that somebody is logged in there"
    return f"Check that it runs on the computer with {where}{by_whom}."


def first_aid(connection: ErpConnection) -> str:
    """What to do when it does not run."""
    if is_staged(connection):
        return "Start its service or its scheduled task there; its log says why it ended."
    return connector_for(connection.connector).hurry or "Start it there."


def _sentence(session: Session, connection: ErpConnection, waiting: int) -> str:
    called = connection.last_contact_at
    last = (
        f"last called {clock.say_when(called, company(session).timezone)}" if called else "has never called"
    )
    queued = {0: "", 1: "1 request waits for it."}.get(waiting, f"{waiting:,} requests wait for it.")
    return " ".join(f"The {_transport(connection)} {last}. {queued} {advice(connection)}".split())


def _transport(connection: ErpConnection) -> str:
    return connector_for(connection.connector).transport


def _waiting(session: Session, connection_id: int, limit: datetime) -> int:
    due = select(func.count()).where(
        ErpRequest.connection_id == connection_id,
        ErpRequest.state == RequestState.QUEUED.value,
        ErpRequest.not_before < limit,
    )
    return session.scalar(due) or 0

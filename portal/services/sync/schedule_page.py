"""What the Sync schedule page shows: each connection's parts, how often they run, when they did and who decided it.

Source: View the Sync Schedule Page for Sage 100; Configure the Sync Schedule for QuickBooks.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.sync import ON_ARRIVAL, SyncSchedule
from portal.domain.decisions import decide
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import SyncItem
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.erp_lists.connection_heads import connections
from portal.services.intentions import NotFoundError
from portal.services.sync import run_words, runs, schedules
from portal.services.sync.interval_words import say_interval
from portal.services.sync.scheduled_runs import is_staged


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One part of a connection's sync; `choices` are (minutes, words)."""

    connection_id: int
    item: str
    label: str
    minutes: str
    interval: str
    choices: tuple[tuple[str, str], ...]
    last: str
    next: str
    changed: str


@dataclass(frozen=True, slots=True)
class ConnectionSchedule:
    """One connection. `first` says how step 1 goes, which nobody schedules, and when it last did."""

    id: int
    name: str
    label: str
    first: tuple[str, ...]
    rows: tuple[ScheduleRow, ...]


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """Every connection by name. Who may not change it reads words instead of selects."""

    connections: tuple[ConnectionSchedule, ...]
    may_change: bool


def read(session: Session, actor: Actor) -> SchedulePage:
    """Read the page."""
    return SchedulePage(
        connections=tuple(_connection(session, row) for row in connections(session)),
        may_change=may_change(actor),
    )


def may_change(actor: Actor) -> bool:
    """Whether the reader may choose intervals."""
    return decide(Action.CHANGE_SYNC_SCHEDULE, actor, CompanyFacts()).open


def read_row(session: Session, connection_id: int, item: str) -> ScheduleRow:
    """One row, after it was changed. Raises NotFoundError."""
    connection = session.get(ErpConnection, connection_id)
    found = schedules.shown(session, connection) if connection is not None else []
    for declared, row in found:
        if connection is not None and declared.slug == item:
            return _row(session, connection, declared, row)
    raise NotFoundError("There is no such part of a sync.")


def _connection(session: Session, connection: ErpConnection) -> ConnectionSchedule:
    return ConnectionSchedule(
        id=connection.id,
        name=connection.name,
        label=connector_for(connection.connector).label,
        first=_first(session, connection),
        rows=tuple(
            _row(session, connection, item, row) for item, row in schedules.shown(session, connection)
        ),
    )


def _first(session: Session, connection: ErpConnection) -> tuple[str, ...]:
    connector = connector_for(connection.connector)
    if not is_staged(connection):
        together = (
            f"Both steps go together here: the {connector.transport} comes for what is due, and what it brings is "
            "stored as it arrives. The times below say when something becomes due."
        )
        return (together,)
    last = runs.covering_run(session, connection.id)
    told = "It has not finished a run yet."
    if last is not None:
        when = clock.say_when(last.finished_at, company(session).timezone)
        told = f"Last run {when}: {run_words.say_counts(last.counts)}."
    how = (
        f"Step 1, {connector.label} to the sync service: the {connector.transport} looks for changes every few "
        "seconds and compares everything every 5 minutes. That cannot be changed here."
    )
    return how, told


def _row(session: Session, connection: ErpConnection, item: SyncItem, row: SyncSchedule) -> ScheduleRow:
    zone = company(session).timezone
    return ScheduleRow(
        connection_id=connection.id,
        item=item.slug,
        label=item.label,
        minutes=str(row.minutes),
        interval=say_interval(row.minutes),
        choices=tuple((str(minutes), say_interval(minutes)) for minutes in item.choices),
        last=run_words.say_at(row.last_run_at, zone),
        next=_next(connection, row, zone),
        changed=_changed(session, row, zone),
    )


def _next(connection: ErpConnection, row: SyncSchedule, zone: str) -> str:
    if row.minutes == 0:
        return "never"
    if connection.paused:
        return "when the connection is resumed"
    if row.minutes == ON_ARRIVAL:
        return "when step 1 brings news"
    if row.due_at is None or row.due_at <= clock.now():
        return "in a moment"
    return run_words.say_at(row.due_at, zone)


def _changed(session: Session, row: SyncSchedule, zone: str) -> str:
    person = session.get(Person, row.changed_by) if row.changed_by else None
    if row.changed_at is None:
        return "nobody: as delivered"
    return f"{person.name if person else 'Console'}, {run_words.say_at(row.changed_at, zone)}"

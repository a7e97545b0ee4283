"""Whose time has come: due slots of the schedules, each taken by one process.

Whoever moves the due time on by a conditional UPDATE has the slot; a missed one is made up once, late. Source:
Configure the Sync Schedule for QuickBooks.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.sync import SyncSchedule
from portal.db.transactions import reader, transaction
from portal.services.exchange import connection_locks
from portal.services.sync.schedules import items_of, of


def complete() -> None:
    """Store the rows of connections that have none yet, so that their slots can be taken."""
    stored = {
        (connection_id, item)
        for connection_id, item in reader().execute(select(SyncSchedule.connection_id, SyncSchedule.item))
    }
    for connection in list(reader().scalars(select(ErpConnection))):
        if any((connection.id, item.slug) not in stored for item in items_of(connection)):
            with transaction() as session:
                connection_locks.lock(session, connection.id)
                of(session, connection.id)


def due_items() -> dict[int, list[str]]:
    """The items whose time has come, by connection; paused connections wait."""
    found: dict[int, list[str]] = {}
    rows = reader().execute(
        select(SyncSchedule.connection_id, SyncSchedule.item)
        .join(ErpConnection, ErpConnection.id == SyncSchedule.connection_id)
        .where(ErpConnection.paused.is_(False), _due())
        .order_by(SyncSchedule.connection_id, SyncSchedule.id)
    )
    for connection_id, item in rows:
        found.setdefault(connection_id, []).append(item)
    return found


def take_slots(session: Session, connection: ErpConnection, items: Iterable[str]) -> list[str]:
    """Those of `items` whose due time this process is the one to move on."""
    declared = {item.slug for item in items_of(connection)}
    return [item for item in items if item in declared and _take_slot(session, connection.id, item)]


def ran(session: Session, connection_id: int, items: Iterable[str]) -> None:
    """Note that these items have just been brought up to date."""
    session.execute(
        update(SyncSchedule)
        .where(SyncSchedule.connection_id == connection_id, SyncSchedule.item.in_(list(items)))
        .values(last_run_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


def _due() -> ColumnElement[bool]:
    arrived = or_(SyncSchedule.due_at.is_(None), SyncSchedule.due_at <= clock.now())
    return (SyncSchedule.minutes > 0) & arrived


def _take_slot(session: Session, connection_id: int, item: str) -> bool:
    minutes = session.scalar(
        select(SyncSchedule.minutes).where(
            SyncSchedule.connection_id == connection_id, SyncSchedule.item == item
        )
    )
    taken = session.scalar(
        update(SyncSchedule)
        .where(
            SyncSchedule.connection_id == connection_id,
            SyncSchedule.item == item,
            SyncSchedule.minutes == minutes,
            _due(),
        )
        .values(due_at=clock.now() + timedelta(minutes=minutes or 0))
        .returning(SyncSchedule.id)
        .execution_options(synchronize_session=False)
    )
    return taken is not None

"""How often each part of a connection's sync runs: what its connector declares, what a person chose, when it is due.

Source: Configure the Sync Schedule for QuickBooks; View the Sync Schedule Page for Sage 100.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.sync import ON_ARRIVAL, SyncSchedule
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import SyncItem
from portal.erp.registry import connector_for
from portal.services import audit
from portal.services.actors import held_now
from portal.services.intentions import InputError, NotFoundError
from portal.services.sync.interval_words import say_interval


def of(session: Session, connection_id: int) -> list[SyncSchedule]:
    """The connection's rows in the order of its connector's items, made on first use. Call it inside a transaction."""
    connection = session.get_one(ErpConnection, connection_id)
    known = {row.item: row for row in stored(session, connection_id)}
    for item in items_of(connection):
        if item.slug not in known:
            known[item.slug] = _fresh(connection, item)
            session.add(known[item.slug])
    session.flush()
    return [known[item.slug] for item in items_of(connection)]


def shown(session: Session, connection: ErpConnection) -> list[tuple[SyncItem, SyncSchedule]]:
    """Each item with its row for a page; one that nobody stored yet is shown as it will be."""
    known = {row.item: row for row in stored(session, connection.id)}
    return [(item, known.get(item.slug) or _fresh(connection, item)) for item in items_of(connection)]


def items_of(connection: ErpConnection) -> tuple[SyncItem, ...]:
    """What of this connection can be scheduled and run by itself."""
    return tuple(connector_for(connection.connector).sync_items)


def change(actor: Actor, connection_id: int, item: str, minutes: int) -> None:
    """Store how often `item` runs. Raises Denied, NotFoundError, and InputError(minutes) for no choice of its item."""
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.CHANGE_SYNC_SCHEDULE, actor, CompanyFacts())
        connection = session.get(ErpConnection, connection_id)
        declared = {each.slug: each for each in items_of(connection)} if connection else {}
        if connection is None or item not in declared:
            raise NotFoundError("There is no such part of a sync.")
        if minutes not in declared[item].choices:
            raise InputError("minutes", "Choose one of the intervals from the list.")
        row = next(each for each in of(session, connection_id) if each.item == item)
        if row.minutes == minutes:
            return
        words = say_interval(row.minutes), say_interval(minutes)
        row.minutes, row.due_at = minutes, next_due(row.last_run_at, minutes)
        row.changed_by, row.changed_at = actor.id, clock.now()
        note = audit.Note(before=words[0], after=words[1], detail={"item": item, "minutes": minutes})
        subject = audit.Subject("connection", connection_id)
        audit.record(session, Action.CHANGE_SYNC_SCHEDULE, actor, subject, note)


def next_due(last_run_at: datetime | None, minutes: int) -> datetime | None:
    """One interval after the last run; None (at once) before the first, and where no clock decides."""
    return last_run_at + timedelta(minutes=minutes) if last_run_at and minutes > 0 else None


def row_of(session: Session, connection_id: int, item: str) -> SyncSchedule:
    """One stored row, as it stands now."""
    return session.scalars(
        select(SyncSchedule)
        .where(SyncSchedule.connection_id == connection_id, SyncSchedule.item == item)
        .execution_options(populate_existing=True)
    ).one()


def arriving(session: Session, connection_id: int) -> list[SyncSchedule]:
    """The rows that are taken over as soon as something new is staged."""
    return [row for row in stored(session, connection_id) if row.minutes == ON_ARRIVAL]


def stored(session: Session, connection_id: int) -> list[SyncSchedule]:
    """The rows that exist, oldest first."""
    return list(
        session.scalars(
            select(SyncSchedule).where(SyncSchedule.connection_id == connection_id).order_by(SyncSchedule.id)
        )
    )


def _fresh(connection: ErpConnection, item: SyncItem) -> SyncSchedule:
    return SyncSchedule(connection_id=connection.id, item=item.slug, minutes=item.default, cursor=0)

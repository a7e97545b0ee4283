"""What is taken over on arrival: as soon as step 1 has finished, by its bell or by the ticker's sweep.

Source: How does the hh2 synchronization client connect Procore to Sage 100 Contractor?
"""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun, SyncSchedule
from portal.db.transactions import reader, transaction
from portal.erp.contract import SyncItem
from portal.services.sync import (
    jobs_due,
    list_pages,
    runs,
    scheduled_runs,
    schedules,
    slots,
    taking_over,
)

TRIGGER = "on_arrival"


def take(connection_id: int) -> int | None:
    """Take over what has arrived for the items on arrival; returns the run's row number, None without news."""
    session = reader()
    connection = session.get(ErpConnection, connection_id)
    if connection is None or connection.paused or not scheduled_runs.is_staged(connection):
        return None
    slots.complete()
    covering = runs.covering_run(session, connection_id)
    if covering is None or _failed_since(session, covering):
        return None
    rows = {row.item: row for row in schedules.arriving(session, connection_id)}
    items = [item for item in schedules.items_of(connection) if item.slug in rows]
    news = [item.slug for item in items if _has_news(session, item, rows[item.slug], covering)]
    _skip(covering, [row for row in rows.values() if row.item not in news])
    return taking_over.take_over(connection_id, news, TRIGGER) if news else None


def take_all() -> int:
    """The sweep: the same for every connection with a sync agent; returns how many had news."""
    ids = [row.id for row in reader().scalars(select(ErpConnection)) if scheduled_runs.is_staged(row)]
    return sum(take(connection_id) is not None for connection_id in ids)


def _skip(covering: SyncRun, rows: Sequence[SyncSchedule]) -> None:
    """Nothing up to this Version concerns these items: do not look through it again."""
    behind = [row.id for row in rows if row.cursor < covering.version]
    if behind:
        with transaction() as session:
            session.execute(
                update(SyncSchedule)
                .where(SyncSchedule.id.in_(behind), SyncSchedule.cursor < covering.version)
                .values(cursor=covering.version)
                .execution_options(synchronize_session=False)
            )


def _has_news(session: Session, item: SyncItem, row: SyncSchedule, covering: SyncRun) -> bool:
    if row.cursor < covering.version and _staged_between(session, row, item, covering.version):
        return True
    _listed, of_jobs = list_pages.split(session, row.connection_id, item)
    return bool(jobs_due.unread(session, row.connection_id, of_jobs))


def _failed_since(session: Session, covering: SyncRun) -> bool:
    """What failed after this step 1 is tried again after the next one, not every few seconds."""
    last = session.scalar(
        select(SyncRun)
        .where(
            SyncRun.connection_id == covering.connection_id,
            SyncRun.step == runs.STEP_TWO,
            SyncRun.trigger == TRIGGER,
        )
        .order_by(SyncRun.id.desc())
        .limit(1)
    )
    if last is None or last.started_at is None or covering.finished_at is None:
        return False
    failed = last.state == runs.FAILED or bool(last.counts.get("failed"))
    return failed and last.started_at >= covering.finished_at


def _staged_between(session: Session, row: SyncSchedule, item: SyncItem, limit: int) -> bool:
    found = select(StagedRecord.id).where(
        StagedRecord.connection_id == row.connection_id,
        StagedRecord.entity.in_(item.entities),
        StagedRecord.version > row.cursor,
        StagedRecord.version <= limit,
    )
    return session.scalar(found.limit(1)) is not None

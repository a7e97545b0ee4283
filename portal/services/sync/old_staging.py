"""Forgetting what the sync service no longer needs: batches nobody sends again, old failures, quiet runs.

Staged records stay for ever, and so do runs that a person asked for, and each connection's newest ones.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal import clock
from portal.db.staging import StagedBatch, SyncFailure
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.services.sync import runs

BATCHES_KEPT = timedelta(days=7)
FAILURES_KEPT = timedelta(days=90)
RUNS_KEPT = timedelta(days=30)
AT_ONCE = 1000

_QUIET = SyncRun.trigger != runs.ON_DEMAND


def discard_old_staging() -> int:
    """Delete what is old, at most so many rows of each at a time; returns how many went.

    Rows were numbered in the order of their age, so that one look at the oldest tells whether there is anything.
    """
    now = clock.now()
    ages: tuple[tuple[InstrumentedAttribute[datetime], timedelta], ...] = (
        (StagedBatch.received_at, BATCHES_KEPT),
        (SyncFailure.at, FAILURES_KEPT),
        (SyncRun.created_at, RUNS_KEPT),
    )
    return sum(_discard(moment, now - kept) for moment, kept in ages)


def _discard(moment: InstrumentedAttribute[datetime], limit: datetime) -> int:
    table = moment.class_
    extra: tuple[ColumnElement[bool], ...] = (_QUIET,) if table is SyncRun else ()
    oldest = reader().scalar(select(moment).where(*extra).order_by(table.id).limit(1))
    if oldest is None or oldest >= limit:
        return 0
    spare = (*extra, *_replaced()) if table is SyncRun else ()
    old = select(table.id).where(moment < limit, *spare).order_by(table.id).limit(AT_ONCE)
    if reader().scalar(old.limit(1)) is None:
        return 0
    with transaction() as session:
        ids = list(session.scalars(old))
        session.execute(delete(table).where(table.id.in_(ids)))
        return len(ids)


def _replaced() -> tuple[ColumnElement[bool], ...]:
    """A finished run of the same step came later, and no run says that it follows this one."""
    later, follower = aliased(SyncRun), aliased(SyncRun)
    return (
        SyncRun.state.in_((runs.FINISHED, runs.FAILED)),
        exists().where(
            later.connection_id == SyncRun.connection_id,
            later.step == SyncRun.step,
            later.state == runs.FINISHED,
            later.id > SyncRun.id,
        ),
        ~exists().where(follower.follows_id == SyncRun.id),
    )

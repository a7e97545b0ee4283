"""Step 2, sync service to portal: staged records become lists, links' names, sub jobs, job costs and proofs.

Each page of records and each job is one transaction under the connection's lock, and an item's cursor moves only with
what was taken over: whatever breaks off is done again by the next run, and what is done again changes nothing. Only
what a finished step 1 brought is taken. Source: Perform an On-Demand Sync with Sage 100 Contractor.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.erp.contract import SyncItem
from portal.services.exchange import connection_locks
from portal.services.sync import job_readings, list_pages, runs, schedules, slots

NOTHING_STAGED = "The sync service has nothing yet: the sync agent has not finished its first run."
BROKE_OFF = "It broke off ({}). Nothing is lost: the next run goes on there. Tell whoever runs the portal."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A run of step 2 under way. `limit` is the Version that finished runs of step 1 have reached."""

    run_id: int
    connection_id: int
    items: tuple[SyncItem, ...]
    job: str
    limit: int


def take_over(connection_id: int, item_slugs: Sequence[str], trigger: str, run_id: int | None = None) -> int:
    """Take these items over as far as step 1 has finished; returns the run's row number. Safe to repeat.

    `run_id` is a run that waits for this; without one, a run of the same kind that broke off is gone on with.
    """
    begun = _begin(connection_id, item_slugs, trigger, run_id)
    if isinstance(begun, int):
        return begun
    try:
        _take(begun)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - told in the run's log; what was not taken over is still staged
        _log.exception("step 2 of connection %s broke off", connection_id)
        with transaction() as session:
            runs.fail(session, begun.run_id, [BROKE_OFF.format(type(error).__name__)])
    return begun.run_id


def _take(begun: Begun) -> None:
    if begun.job:
        job_readings.take_job(begun.run_id, begun.connection_id, begun.job)
    else:
        for item in begun.items:
            _take_item(begun, item)
    _finish(begun)


def _take_item(begun: Begun, item: SyncItem) -> None:
    listed, of_jobs = list_pages.split(reader(), begun.connection_id, item)
    keeps_cursor = bool(of_jobs)
    list_pages.take(begun.run_id, begun.connection_id, item.slug, listed, begun.limit, moves=not keeps_cursor)
    if of_jobs:
        job_readings.take(begun.run_id, begun.connection_id, item.slug, of_jobs, begun.limit)
    with transaction() as session:
        connection_locks.lock(session, begun.connection_id)
        row = schedules.row_of(session, begun.connection_id, item.slug)
        row.cursor = max(row.cursor, begun.limit)


def _begin(connection_id: int, item_slugs: Sequence[str], trigger: str, run_id: int | None) -> Begun | int:
    """Under the connection's lock, so that two who begin at once work on one run; the number alone when it is over."""
    with transaction() as session:
        connection = connection_locks.lock(session, connection_id)
        schedules.of(session, connection_id)
        run = (
            session.get(SyncRun, run_id)
            if run_id
            else _broken_off(session, connection_id, item_slugs, trigger)
        )
        if run is None:
            run = SyncRun(
                connection_id=connection_id,
                step=runs.STEP_TWO,
                trigger=trigger,
                wish={"items": list(item_slugs)},
                created_at=clock.now(),
            )
            session.add(run)
        elif run.state not in runs.OPEN:
            return run.id
        run.state, run.started_at = runs.RUNNING, run.started_at or clock.now()
        session.flush()
        return _begun(session, connection, run, item_slugs)


def _begun(session: Session, connection: ErpConnection, run: SyncRun, item_slugs: Sequence[str]) -> Begun:
    job = str(run.wish.get("job") or "")
    covering = runs.covering_run(session, connection.id)
    if covering is None and not job:
        run.messages = [NOTHING_STAGED]
    return Begun(
        run_id=run.id,
        connection_id=connection.id,
        items=tuple(item for item in schedules.items_of(connection) if item.slug in item_slugs),
        job=job,
        limit=covering.version if covering else 0,
    )


def _broken_off(
    session: Session, connection_id: int, item_slugs: Sequence[str], trigger: str
) -> SyncRun | None:
    """A run of step 2 that nobody asked for by hand and that was left in the middle, of the same items."""
    left = session.scalars(
        select(SyncRun)
        .where(
            SyncRun.connection_id == connection_id,
            SyncRun.step == runs.STEP_TWO,
            SyncRun.trigger == trigger,
            SyncRun.state == runs.RUNNING,
        )
        .order_by(SyncRun.id)
    )
    return next((run for run in left if run.wish.get("items") == list(item_slugs)), None)


def _finish(begun: Begun) -> None:
    with transaction() as session:
        connection_locks.lock(session, begun.connection_id)
        run = session.get_one(SyncRun, begun.run_id, populate_existing=True)
        if run.state == runs.RUNNING:
            run.state, run.finished_at, run.version = runs.FINISHED, clock.now(), begun.limit
            if not begun.job:
                slots.ran(session, begun.connection_id, [item.slug for item in begun.items])

"""Step 1 on demand of an ERP with a sync agent: an order that the agent collects, joined by whoever asks again.

Source: Perform an On-Demand Sync with Sage 100 Contractor (Date Range, Sync Depth, Start Sync).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.sync import SyncRun
from portal.services.exchange import connection_locks, request_queue
from portal.services.sync import runs, schedules

SYNC_COMPANY = "sync_company"
DATE_RANGES = ("today", "week", "month", "year", "all")
DEPTHS = ("shallow", "deep")


@dataclass(frozen=True, slots=True)
class Wish:
    """What step 1 is to look at. `date_range`, `depth`: as in `tasks.SyncCompany`; `job`: one job's ERP id, or ""."""

    date_range: str = "all"
    depth: str = "shallow"
    job: str = ""


def order(
    session: Session,
    connection_id: int,
    wish: Wish,
    then_items: Sequence[str] | None,
    person_id: int | None,
    project_id: int | None = None,
) -> SyncRun:
    """Ask the agent for step 1, or join the run that is under way; step 2 of `then_items` follows (None: none).

    Call it inside a transaction; the connection's row is locked, so that two clicks at once make one run.
    """
    connection_locks.lock(session, connection_id)
    run = under_way(session, connection_id, wish.job)
    if run is not None:
        _also(run, then_items)
        return run
    run = SyncRun(
        connection_id=connection_id,
        step=runs.STEP_ONE,
        trigger=runs.ON_DEMAND,
        wish={"date_range": wish.date_range, "depth": wish.depth, "job": wish.job},
        then_items=None if then_items is None else list(then_items),
        requested_by=person_id,
        created_at=clock.now(),
    )
    session.add(run)
    session.flush()
    run.request_id = request_queue.put(
        session,
        SYNC_COMPANY,
        connection_id,
        requested_by=person_id,
        project_id=project_id,
        payload={"run_id": run.id, **run.wish},
    )
    return run


def order_for_project(session: Session, project: Project, person_id: int | None) -> SyncRun | None:
    """Both steps for one project's job; None when the project is not linked. Source: Sync Job Costs."""
    if project.connection_id is None or project.erp_job_id is None:
        return None
    connection = session.get_one(ErpConnection, project.connection_id)
    items = [item.slug for item in schedules.items_of(connection)]
    wish = Wish(job=project.erp_job_id)
    return order(session, connection.id, wish, items, person_id, project.id)


def under_way(session: Session, connection_id: int, job: str = "") -> SyncRun | None:
    """The step 1 that somebody asked for and that has not ended, for just this job ("": the whole company)."""
    return session.scalar(
        select(SyncRun)
        .where(
            SyncRun.connection_id == connection_id,
            SyncRun.step == runs.STEP_ONE,
            SyncRun.trigger == runs.ON_DEMAND,
            SyncRun.state.in_(runs.OPEN),
            func.coalesce(SyncRun.wish["job"].as_string(), "") == job,
        )
        .order_by(SyncRun.id)
        .limit(1)
    )


def _also(run: SyncRun, then_items: Sequence[str] | None) -> None:
    """Who joins a run may want more to follow it than who began it."""
    if then_items is not None:
        known = run.then_items or []
        run.then_items = [*known, *(item for item in then_items if item not in known)]

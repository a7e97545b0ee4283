"""Step 1 of an ERP that is asked directly: the readings its own program comes for, told as one run.

What an answer brings is stored in the transaction of the answer, so step 2 is done as soon as step 1 is. Source:
Perform an On-Demand Sync with QuickBooks Desktop.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest, ErpStep
from portal.db.projects import Project
from portal.db.sync import SyncRun
from portal.domain.vocabulary import RequestState
from portal.services.exchange.readings import OPEN_STATES, READ_LISTS, order_job_costs, order_lists
from portal.services.sync import runs, schedules, slots

NOTHING_TO_READ = (
    "No budget has been exported through this connection yet, so there are no job costs to read."
)


def begin(
    session: Session,
    connection: ErpConnection,
    items: Sequence[str],
    trigger: str,
    person_id: int | None,
) -> SyncRun:
    """Order what `items` stand for: the lists, and the job costs of each project with an exported budget.

    A run of the same kind that still waits for its readings waits for these too, so that a silent ERP piles up none.
    """
    reads = {item.reads for item in schedules.items_of(connection) if item.slug in items}
    requests: list[int | None] = []
    if "lists" in reads:
        requests.append(order_lists(session, connection.id, person_id))
    if "costs" in reads:
        for project in _exported_projects(session, connection.id):
            requests.append(order_job_costs(session, project, person_id))  # noqa: PERF401 - each is an act
    run = under_way(session, connection.id, items, trigger)
    if run is None:
        run = SyncRun(
            connection_id=connection.id,
            step=runs.STEP_ONE,
            trigger=trigger,
            wish={"items": list(items)},
            then_items=list(items),
            requested_by=person_id,
            created_at=clock.now(),
        )
        session.add(run)
    asked = {each for each in requests if each is not None} | set(run.wish.get("requests", []))
    run.wish = {**run.wish, "requests": sorted(asked)}
    session.flush()
    settle(session, run)
    return run


def under_way(session: Session, connection_id: int, items: Sequence[str], trigger: str) -> SyncRun | None:
    """A run of the same kind that has not ended and brings `items` too."""
    waiting = session.scalars(
        select(SyncRun)
        .where(
            SyncRun.connection_id == connection_id,
            SyncRun.step == runs.STEP_ONE,
            SyncRun.trigger == trigger,
            SyncRun.state.in_(runs.OPEN),
        )
        .order_by(SyncRun.id)
    )
    return next((run for run in waiting if set(items) <= set(run.wish.get("items", []))), None)


def settle(session: Session, run: SyncRun) -> None:
    """Bring an open run up to what has become of its readings; the last answer ends it, and step 2 with it."""
    if run.state not in runs.OPEN:
        return
    asked = _requests(session, run)
    if any(request.state in OPEN_STATES for request in asked):
        _note_begin(session, run)
        return
    _note_begin(session, run)
    run.started_at, run.finished_at = run.started_at or run.created_at, clock.now()
    failed = [request for request in asked if request.state != RequestState.SUCCEEDED.value]
    run.messages = _messages(asked, failed)
    run.state = runs.FAILED if asked and len(failed) == len(asked) else runs.FINISHED
    run.counts = {**run.counts, "failed": len(failed)}
    if run.state == runs.FINISHED:
        _second(session, run)


def _second(session: Session, run: SyncRun) -> None:
    """What arrived stands in the portal already."""
    items = [str(item) for item in run.wish.get("items", [])]
    session.add(
        SyncRun(
            connection_id=run.connection_id,
            step=runs.STEP_TWO,
            trigger=run.trigger,
            wish={"items": items},
            follows_id=run.id,
            requested_by=run.requested_by,
            state=runs.FINISHED,
            created_at=run.created_at,
            started_at=run.finished_at,
            finished_at=run.finished_at,
            counts=run.counts,
            messages=["Each answer was stored as it arrived."] if run.wish.get("requests") else [],
        )
    )
    slots.ran(session, run.connection_id, items)


def _requests(session: Session, run: SyncRun) -> list[ErpRequest]:
    ids = [int(each) for each in run.wish.get("requests", [])]
    return list(session.scalars(select(ErpRequest).where(ErpRequest.id.in_(ids)).order_by(ErpRequest.id)))


def _note_begin(session: Session, run: SyncRun) -> None:
    """It runs since the first question of any of its readings left the house."""
    left: datetime | None = session.scalar(
        select(func.min(ErpStep.handed_out_at)).where(
            ErpStep.request_id.in_([int(each) for each in run.wish.get("requests", [])])
        )
    )
    if left is not None:
        run.state, run.started_at = runs.RUNNING, left


def _messages(asked: Sequence[ErpRequest], failed: Sequence[ErpRequest]) -> list[str]:
    if not asked:
        return [NOTHING_TO_READ]
    costs = sum(request.kind != READ_LISTS for request in asked if request not in failed)
    told = [str(message) for request in failed for message in request.messages]
    if costs:
        told.insert(
            0, "Job costs of 1 job were read." if costs == 1 else f"Job costs of {costs} jobs were read."
        )
    return told


def _exported_projects(session: Session, connection_id: int) -> list[Project]:
    """Job costs are read where a budget of ours stands in the ERP."""
    return list(
        session.scalars(
            select(Project)
            .join(Budget, Budget.project_id == Project.id)
            .where(Project.connection_id == connection_id, Budget.first_exported_at.is_not(None))
            .order_by(Project.id)
        )
    )

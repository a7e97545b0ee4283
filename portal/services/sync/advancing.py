"""Doing what is next for a run that somebody or a schedule ordered: by its bell, or by the ticker's sweep."""

from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import RequestState
from portal.services.exchange import connection_locks
from portal.services.exchange.readings import OPEN_STATES
from portal.services.sync import direct_runs, runs, scheduled_runs, taking_over

NOT_ANSWERED = "The sync agent could not do it. Look at the connection under Settings, then start it again."
BELL = timedelta(seconds=3)
"""So long a waiting run is left to its bell."""
INTERRUPTED = timedelta(seconds=60)
"""A step 2 that still runs after so long is gone on with by the sweep as well; that does no harm."""
LOST = timedelta(days=1)


def advance(run_id: int) -> None:
    """Do what is next for a run that somebody or a schedule ordered; nothing when it is over. Safe to repeat."""
    run = reader().get(SyncRun, run_id)
    if run is None:
        return
    connection = reader().get_one(ErpConnection, run.connection_id)
    if run.step == runs.STEP_TWO:
        _take_over(run)
    elif not scheduled_runs.is_staged(connection):
        with transaction() as session:
            connection_locks.lock(session, run.connection_id)
            direct_runs.settle(session, session.get_one(SyncRun, run_id))
    else:
        second = _settle(run_id)
        if second is not None:
            _take_over(second)


def _take_over(run: SyncRun) -> None:
    taking_over.take_over(run.connection_id, list(run.wish.get("items", [])), run.trigger, run.id)


def _settle(run_id: int) -> SyncRun | None:
    """End a step 1 whose order was refused; make the step 2 that is to follow a finished one, once."""
    with transaction() as session:
        run = session.get_one(SyncRun, run_id)
        connection_locks.lock(session, run.connection_id)
        session.refresh(run)
        request = session.get(ErpRequest, run.request_id) if run.request_id else None
        if run.state in runs.OPEN and request is not None and request.state not in OPEN_STATES:
            if request.state == RequestState.SUCCEEDED.value:
                runs.finish_step_one(session, run.id, 0, 0, [str(each) for each in request.messages])
            else:
                runs.fail(session, run.id, [str(each) for each in request.messages] or [NOT_ANSWERED])
        if run.state != runs.FINISHED or run.then_items is None:
            return None
        return _following(session, run)


def _following(session: Session, first: SyncRun) -> SyncRun:
    run = session.scalar(select(SyncRun).where(SyncRun.follows_id == first.id).limit(1))
    if run is None:
        run = SyncRun(
            connection_id=first.connection_id,
            step=runs.STEP_TWO,
            trigger=first.trigger,
            wish={"items": list(first.then_items or []), "job": first.wish.get("job", "")},
            follows_id=first.id,
            requested_by=first.requested_by,
            created_at=clock.now(),
        )
        session.add(run)
        session.flush()
    return run


def advance_open() -> int:
    """The sweep: go on with every run whose bell was lost or whose process died; returns how many got on."""
    got_on = 0
    for run_id, state in _left_behind(reader()):
        advance(run_id)
        now = reader().get(SyncRun, run_id, populate_existing=True)
        got_on += now is not None and (now.state != state or state == runs.FINISHED)
    return got_on


def _left_behind(session: Session) -> list[tuple[int, str]]:
    now, follower = clock.now(), aliased(SyncRun)
    second = and_(
        SyncRun.step == runs.STEP_TWO,
        or_(
            and_(SyncRun.state == runs.WAITING, SyncRun.created_at < now - BELL),
            and_(SyncRun.state == runs.RUNNING, SyncRun.started_at < now - INTERRUPTED),
        ),
    )
    answered = select(ErpRequest.id).where(
        ErpRequest.id == SyncRun.request_id, ErpRequest.state.not_in(OPEN_STATES)
    )
    direct = and_(SyncRun.request_id.is_(None), SyncRun.trigger.in_(scheduled_runs.ORDERED))
    first = and_(SyncRun.step == runs.STEP_ONE, SyncRun.state.in_(runs.OPEN), or_(answered.exists(), direct))
    followed = select(follower.id).where(follower.follows_id == SyncRun.id)
    finished = and_(
        SyncRun.step == runs.STEP_ONE,
        SyncRun.state == runs.FINISHED,
        SyncRun.trigger == runs.ON_DEMAND,
        SyncRun.finished_at > now - LOST,
        SyncRun.finished_at < now - BELL,
        ~followed.exists(),
    )
    found = session.scalars(select(SyncRun).where(or_(second, first, finished)).order_by(SyncRun.id))
    return [(run.id, run.state) for run in found if run.state != runs.FINISHED or run.then_items is not None]

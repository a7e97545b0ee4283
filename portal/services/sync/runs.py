"""Runs of step 1, ERP to sync service: begun and ended by whoever reads the ERP, told in words afterwards.

Step 1 writes nothing but staged records and these rows. What is to happen next is only rung for: step 2 of the items
that follow on arrival, and of those that somebody asked for. Source: Perform an On-Demand Sync with Sage 100
Contractor.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun
from portal.db.transactions import ring_later
from portal.domain.vocabulary import RequestState
from portal.erp.contract import CompanySynced
from portal.services.exchange.request_queue import ERP_QUEUE
from portal.services.sync import operations

STEP_ONE, STEP_TWO = 1, 2
ON_DEMAND = "on_demand"
WAITING, RUNNING, FINISHED, FAILED = "waiting", "running", "finished", "failed"
OPEN = (WAITING, RUNNING)
APPLY_JOB = "portal.jobs.apply_records.run"
ON_DEMAND_JOB = "portal.jobs.on_demand_sync.run"
COUNTED = ("read", "created", "changed", "unchanged", "archived", "failed")
BEGUN_ANEW = "It broke off before its end; the agent began anew."

_OPEN_REQUESTS = (RequestState.QUEUED.value, RequestState.HANDED_OUT.value, RequestState.IN_DOUBT.value)


def begin_step_one(session: Session, connection_id: int, trigger: str, operation_id: str = "") -> SyncRun:
    """A run of step 1 begins now; the run that waits for the request behind `operation_id` is the one that begins.

    A run of the same connection that never ended is over: one that somebody ordered waits again for its request.
    """
    request_id = _request_behind(session, connection_id, operation_id)
    run = _ordered_run(session, request_id) if request_id else None
    if run is None:
        run = SyncRun(
            connection_id=connection_id,
            step=STEP_ONE,
            trigger=trigger,
            request_id=request_id,
            created_at=clock.now(),
        )
        session.add(run)
    run.state, run.started_at, run.counts = RUNNING, clock.now(), {}
    session.flush()
    _abandon_others(session, run)
    return run


def add_counts(session: Session, run_id: int, counts: Mapping[str, Any]) -> None:
    """Add what one batch did (created, changed, unchanged, archived) to the run's figures, for live progress."""
    run = session.get_one(SyncRun, run_id)
    run.counts = {
        word: int(run.counts.get(word, 0)) + int(counts.get(word, 0))
        for word in {*run.counts, *counts} & set(COUNTED)
    }


def finish_step_one(session: Session, run_id: int, read: int, failed: int, messages: Sequence[str]) -> None:
    """All that the run found is staged. Rings for step 2: items on arrival, and what was asked for after this run."""
    run = session.get_one(SyncRun, run_id)
    if run.state == FINISHED:
        return
    run.counts = {**run.counts, "read": read, "failed": failed}
    run.messages = list(messages)
    run.state, run.finished_at = FINISHED, clock.now()
    run.started_at = run.started_at or run.created_at
    run.version = version_reached(session, run.connection_id)
    ring_later(session, ERP_QUEUE, APPLY_JOB, run.connection_id)
    if run.then_items is not None:
        ring_later(session, ERP_QUEUE, ON_DEMAND_JOB, run.id)


def fail(session: Session, run_id: int, messages: Sequence[str]) -> None:
    """The run is over without a result; what it staged stays staged, and no step 2 follows it."""
    run = session.get_one(SyncRun, run_id)
    if run.state in OPEN:
        run.state, run.finished_at, run.messages = FAILED, clock.now(), list(messages)


def note_reading(session: Session, request: ErpRequest, counts: Mapping[str, int]) -> None:
    """Add what an answer to `request` changed to the open runs that wait for it."""
    waiting = select(SyncRun).where(
        SyncRun.connection_id == request.connection_id,
        SyncRun.step == STEP_ONE,
        SyncRun.state.in_(OPEN),
    )
    for run in session.scalars(waiting):
        if request.id in run.wish.get("requests", []):
            add_counts(session, run.id, counts)
            ring_later(session, ERP_QUEUE, ON_DEMAND_JOB, run.id)


def company_synced(session: Session, request: ErpRequest, result: CompanySynced) -> None:
    """The agent's answer to a step 1 on demand. Its run is finished by now, unless the agent never said so."""
    run = _ordered_run(session, request.id)
    request.messages = list(result.messages)
    if run is not None:
        counts = {word: int(result.counts.get(word, 0)) for word in COUNTED}
        run.counts = {**counts, **run.counts}
        finish_step_one(session, run.id, counts["read"], counts["failed"], result.messages)


def covering_run(session: Session, connection_id: int, job: str = "") -> SyncRun | None:
    """The newest finished step 1 that read the whole company (or, with `job`, at least that job)."""
    covers = func.coalesce(SyncRun.wish["job"].as_string(), "").in_(("", job))
    return session.scalar(
        select(SyncRun)
        .where(
            SyncRun.connection_id == connection_id,
            SyncRun.step == STEP_ONE,
            SyncRun.state == FINISHED,
            covers,
        )
        .order_by(SyncRun.started_at.desc(), SyncRun.id.desc())
        .limit(1)
    )


def version_reached(session: Session, connection_id: int) -> int:
    """The highest Version among the connection's staged records; 0 before the first."""
    newest = select(func.max(StagedRecord.version)).where(StagedRecord.connection_id == connection_id)
    return session.scalar(newest) or 0


def _request_behind(session: Session, connection_id: int, operation_id: str) -> int | None:
    step = operations.find(session, connection_id, operation_id) if operation_id else None
    return step.request_id if step is not None else None


def _ordered_run(session: Session, request_id: int) -> SyncRun | None:
    return session.scalar(
        select(SyncRun)
        .where(SyncRun.request_id == request_id, SyncRun.step == STEP_ONE, SyncRun.state.in_(OPEN))
        .order_by(SyncRun.id)
        .limit(1)
    )


def _abandon_others(session: Session, begun: SyncRun) -> None:
    """One agent reads one company, one run at a time: an earlier one that still runs has lost its agent."""
    others = select(SyncRun).where(
        SyncRun.connection_id == begun.connection_id,
        SyncRun.step == STEP_ONE,
        SyncRun.state == RUNNING,
        SyncRun.id != begun.id,
    )
    for run in session.scalars(others):
        request = session.get(ErpRequest, run.request_id) if run.request_id else None
        if request is not None and request.state in _OPEN_REQUESTS:
            run.state, run.started_at = WAITING, None
        else:
            fail(session, run.id, [BEGUN_ANEW])

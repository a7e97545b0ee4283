"""The agent tells of its comparisons with the ERP: when one begins and how it ended."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.sync import SyncRun
from portal.services.intentions import NotFoundError
from portal.services.sync import failures, operations, runs


class ConnectionPausedError(Exception):
    """Nothing begins on a paused connection; the text is a sentence."""


class RunOverError(Exception):
    """The run has ended otherwise; the text is a sentence."""


def begin(session: Session, connection: ErpConnection, trigger: str, operation_id: str) -> int:
    """A run of step 1 begins now, by the portal's clock; returns its row number. Raises ConnectionPausedError."""
    if connection.paused:
        raise ConnectionPausedError("The connection is paused in the portal. Wait until somebody resumes it.")
    return runs.begin_step_one(session, connection.id, trigger, operation_id).id


def finish(session: Session, connection_id: int, run_id: int, told: Mapping[str, Any]) -> None:
    """All that the run found is staged. Once more changes nothing. Raises NotFoundError, RunOverError."""
    run = run_of(session, connection_id, run_id)
    if run.state == runs.FINISHED:
        return
    if run.state != runs.RUNNING:
        raise RunOverError("This run was given up, because another one has begun. Begin anew.")
    rows: Sequence[Mapping[str, Any]] = told["Failures"]
    operation_id = operations.newest_of(session, run.request_id) if rows else ""
    for row in rows:
        record = (row["Entity"], row["ErpKey"])
        failures.note(session, connection_id, operation_id, row["ErrorMessage"], record)
    runs.finish_step_one(session, run.id, told["Read"], told["Failed"], told["Messages"])


def run_of(session: Session, connection_id: int, run_id: int) -> SyncRun:
    """A run of step 1 of this connection. Raises NotFoundError."""
    run = session.get(SyncRun, run_id)
    if run is None or run.connection_id != connection_id or run.step != runs.STEP_ONE:
        raise NotFoundError("There is no such run. Begin one.")
    return run

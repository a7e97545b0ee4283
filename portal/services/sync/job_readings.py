"""Step 2 for job costs: each linked job with news is read out of the staging store and shown, and asked for proof.

A job that step 1 is changing just now waits for the end of that run, so that nobody is shown half of it. Source: Sync
Job Cost Transactions from an Integrated ERP; Export a Procore Budget to Sage 100 (the budget opens with the sync).
"""

import logging
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.domain.people import machine
from portal.erp.registry import connector_for
from portal.erp.xml import WireError
from portal.services.exchange import connection_locks, exports
from portal.services.job_costs import job_costs
from portal.services.job_costs.baselines import current_reading
from portal.services.sync import jobs_due, list_pages, phases, run_notes, runs, schedules, staging

NOT_LINKED = "The job is no longer linked with a project."
NEVER_READ = "The sync service knows nothing of this job yet."

_log = logging.getLogger(__name__)


def take(run_id: int, connection_id: int, item: str, entities: Sequence[str], limit: int) -> None:
    """Read every linked job with a change since the item's cursor, and those that wait for a reading or a proof."""
    since = schedules.row_of(reader(), connection_id, item).cursor
    due = jobs_due.changed(reader(), connection_id, entities, since, limit)
    due += [job for job in jobs_due.unread(reader(), connection_id, entities) if job not in due]
    for job in due:
        take_job(run_id, connection_id, job)


def take_job(run_id: int, connection_id: int, job: str) -> None:
    """Read one job in a transaction of its own; one that cannot be read is told in the log and stops no other."""
    try:
        with transaction() as session:
            connection_locks.lock(session, connection_id)
            _read(session, run_id, connection_id, job)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - one job that we cannot digest must not stop the others
        _log.exception("job %s of connection %s could not be taken over", job, connection_id)
        with transaction() as session:
            run_notes.add(
                session, run_id, {"failed": 1}, [f"Job {job} could not be taken over. {_why(error)}"]
            )


def _read(session: Session, run_id: int, connection_id: int, job: str) -> None:
    connection = session.get_one(ErpConnection, connection_id)
    project = session.scalar(
        select(Project).where(Project.connection_id == connection_id, Project.erp_job_id == job)
    )
    covering = runs.covering_run(session, connection_id, job)
    if project is None or covering is None or covering.started_at is None:
        run_notes.add(session, run_id, {}, [NOT_LINKED if project is None else NEVER_READ])
        return
    if _is_done(session, run_id, project) or _newest(session, connection_id, job) > covering.version:
        return
    phases.follow(session, connection, [job])
    records = [staging.as_staged(row) for row in staging.of_job(session, connection_id, job)]
    result = list_pages.reading_connector(connection).job_costs(exports.job_of(project), records)
    actor = machine(connector_for(connection.connector).label)
    job_costs.store_reading(session, project, connection, result, covering.started_at, actor)
    run_notes.add(session, run_id, {"read": len(records)}, [f"Job costs of {project.name} were taken over."])


def _why(error: Exception) -> str:
    """What is wrong with the records is said as it is; anything else is the portal's own fault."""
    return (
        str(error)
        if isinstance(error, WireError)
        else f"({type(error).__name__}) Tell whoever runs the portal."
    )


def _is_done(session: Session, run_id: int, project: Project) -> bool:
    """Whether this run has stored this job already, before it was interrupted or by another process."""
    run, reading = session.get_one(SyncRun, run_id), current_reading(session, project.id)
    return reading is not None and run.started_at is not None and reading.read_at >= run.started_at


def _newest(session: Session, connection_id: int, job: str) -> int:
    newest = select(func.max(StagedRecord.version)).where(
        StagedRecord.connection_id == connection_id, StagedRecord.job == job
    )
    return session.scalar(newest) or 0

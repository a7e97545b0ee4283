"""Check now where a sync agent reads the ERP: how far both steps for the project's job have come.

Source: Perform an On-Demand Sync with Sage 100 Contractor.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.sync import SyncRun
from portal.services.budget_facts import company
from portal.services.budgets.check_progress import Check
from portal.services.erp_lists.transport_words import call_sentence
from portal.services.job_costs.baselines import current_reading
from portal.services.sync import runs, staged_runs


def read(session: Session, project: Project, connection: ErpConnection, run_id: int | None) -> Check | None:
    """The run `run_id` of this project's job, or else the one that is under way; None when there is nothing to tell."""
    run = _run(session, project, connection, run_id)
    if run is None:
        return None
    second = session.scalar(select(SyncRun).where(SyncRun.follows_id == run.id).limit(1))
    if run.state == runs.WAITING:
        return _told(
            run, "Step 1 of the sync is asked for.", call_sentence(session, connection, hurries=False)
        )
    if run.state == runs.RUNNING:
        return _told(run, "Step 1: the sync agent reads the job.", "Step 2 then shows it on this page.")
    if run.state == runs.FINISHED and (second is None or second.state in runs.OPEN):
        return _told(run, "Step 2: the job is taken over.", "The figures on this page change in a moment.")
    last = second or run
    if last.state == runs.FINISHED and not last.counts.get("failed"):
        reading = current_reading(session, project.id)
        when = clock.say_when(reading.read_at if reading else last.finished_at, company(session).timezone)
        return Check(run.id, "Job costs are here.", f"They were read {when}.", running=False, arrived=True)
    told = " ".join(str(message) for message in last.messages) or "The sync agent gave no reason."
    return Check(run.id, "Job costs could not be read.", told, running=False, arrived=False)


def _told(run: SyncRun, title: str, sentence: str) -> Check:
    return Check(run.id, title, sentence, running=True, arrived=False)


def _run(session: Session, project: Project, connection: ErpConnection, run_id: int | None) -> SyncRun | None:
    job = project.erp_job_id or ""
    if run_id is None:
        return staged_runs.under_way(session, connection.id, job) if job else None
    run = session.get(SyncRun, run_id)
    ours = run is not None and run.connection_id == connection.id and run.wish.get("job") == job
    return run if ours and run is not None and run.step == runs.STEP_ONE else None

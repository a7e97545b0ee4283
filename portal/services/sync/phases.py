"""The ERP's phases of a linked job become the project's sub jobs, whether or not sub jobs travel back.

Source: Things to Know About the Sage 100 Contractor Integration (sub jobs and phases); Add a Job from an ERP.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection, ErpRecord
from portal.db.projects import Project, SubJob
from portal.services.budget_facts import policy_of

PHASE = "phase"


def follow(session: Session, connection: ErpConnection, jobs: Iterable[str]) -> None:
    """Give the projects linked with `jobs` the phases that the ERP's list names, and follow their names."""
    policy = policy_of(connection)
    wanted = set(jobs)
    if policy is None or not (policy.takes_sub_jobs or policy.imports_budgets) or not wanted:
        return
    projects = {
        project.erp_job_id: project
        for project in session.scalars(select(Project).where(Project.connection_id == connection.id))
        if project.erp_job_id in wanted
    }
    if projects:
        for record in _phases(session, connection.id):
            project = projects.get(str(record.detail.get("job", "")))
            if project is not None:
                _keep(session, project, record)


def number_of(record: ErpRecord) -> str:
    """The phase's number inside its job; its ERP id names the job first."""
    return str(record.detail.get("number") or record.erp_id.rpartition("|")[2])


def _phases(session: Session, connection_id: int) -> list[ErpRecord]:
    return list(
        session.scalars(
            select(ErpRecord)
            .where(ErpRecord.connection_id == connection_id, ErpRecord.kind == PHASE, ErpRecord.active)
            .order_by(ErpRecord.id)
        )
    )


def _keep(session: Session, project: Project, record: ErpRecord) -> None:
    """A sub job of the same number is that phase; one that people use stays when the phase is gone."""
    number = number_of(record)
    row = session.scalar(
        select(SubJob).where(
            SubJob.project_id == project.id, (SubJob.erp_id == record.erp_id) | (SubJob.code == number)
        )
    )
    if row is None:
        row = SubJob(project_id=project.id, code=number)
        session.add(row)
    row.erp_id, row.name = record.erp_id, record.name or number
    session.flush()

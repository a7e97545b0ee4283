"""Adding a job of the ERP to the portal: the linked project, its phases as sub jobs.

A job is created in one system and then added to the other. Source: Add an ERP Job to Procore; Things to Know (Sage 100
Contractor connector); Add a Phase from Sage 100 to a Procore Project as a Sub Job.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRecord
from portal.db.projects import Project, SubJob
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.erp_lists.jobs_to_add import number_of, phases_of
from portal.services.exchange import erp_records, ties
from portal.services.exchange.counterparts import phase_of
from portal.services.exchange.list_refreshes import existing
from portal.services.intentions import InputError
from portal.services.projects.projects import LIMITS, begin


def add_job(actor: Actor, connection_id: int, erp_id: str, typed_number: str = "") -> int:
    """Create the project of a job; returns its row number.

    `typed_number` counts only where the ERP's jobs have no number of their own. Raises Denied, InputError at `job` or
    `number`.
    """
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.ADD_ERP_JOB, actor, CompanyFacts())
        connection = existing(session, connection_id)
        row = erp_records.find(session, connection_id, "job", erp_id)
        if row is None or not row.active:
            raise InputError("job", "Choose a job from the list, or refresh the list first.")
        number = number_of(row, connection) or typed_number.strip()
        _check_number(session, number, row)
        project = _project(row, number, connection_id, actor)
        begin(session, project, actor)
        ties.tie_project(session, project, erp_records.as_record(row), actor)
        sub_jobs = add_phases(session, project)
        detail = {"number": number, "name": project.name, "sub_jobs": sub_jobs}
        subject = audit.Subject("project", project.id, project.id)
        audit.record(session, Action.ADD_ERP_JOB, actor, subject, audit.Note(detail=detail))
        return project.id


def add_phases(session: Session, project: Project) -> list[str]:
    """Give the project the sub jobs of its job's phases that it lacks; returns their codes."""
    if project.connection_id is None or project.erp_job_id is None:
        return []
    known = {row.code: row for row in session.scalars(select(SubJob).where(SubJob.project_id == project.id))}
    added = []
    for phase in phases_of(session, project.connection_id, project.erp_job_id):
        code = phase_of(phase.erp_id, phase.name)
        if code in known:
            known[code].erp_id = known[code].erp_id or phase.erp_id
        elif code != "0":
            session.add(
                SubJob(project_id=project.id, code=code, name=phase.name or code, erp_id=phase.erp_id)
            )
            added.append(code)
    return added


def _check_number(session: Session, number: str, row: ErpRecord) -> None:
    if not 1 <= len(number) <= LIMITS["number"]:
        raise InputError("number", f"Type the project's number, at most {LIMITS['number']} characters.")
    same = session.scalar(select(Project).where(Project.number == number))
    if same is not None:
        raise InputError(
            "number",
            f"The project {same.name} has the number {number} already, and it was created independently of the job "
            f"{row.full_name}. Two like that cannot be joined later: give that project another number, or, if it is "
            "this very job and has no budget in the ERP, accept it under Jobs.",
        )


def _project(row: ErpRecord, number: str, connection_id: int, actor: Actor) -> Project:
    def said(name: str) -> str:
        lines = str(row.detail.get(name) or "").splitlines()
        return ", ".join(line.strip() for line in lines if line.strip())

    return Project(
        number=number,
        name=row.name or row.full_name,
        address=said("address"),
        city=said("city"),
        region=said("region"),
        postal_code=said("postal_code"),
        connection_id=connection_id,
        created_by=actor.id,
        created_at=clock.now(),
    )

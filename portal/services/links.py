"""Linking projects and cost codes with their counterparts in the ERP: the prerequisites of a first export.

Source: Accept or Reject a Project for Export to QuickBooks Desktop; Things to Know (QuickBooks Desktop connector).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import CostCodeLink, ErpConnection, ErpRequest
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.transactions import ring_later, transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import CreateJob, Record
from portal.erp.registry import connector_for
from portal.services import audit, erp_records, tasks
from portal.services.export_requests import ERP_QUEUE, PUSH_JOB
from portal.services.intentions import InputError, NotFoundError
from portal.services.readings import OPEN_STATES


def link_project(actor: Actor, project_id: int, erp_job_id: str) -> None:
    """Tie a project to a job that stands in the ERP already. Raises InputError when either is taken."""
    with transaction() as session:
        require(Action.LINK_PROJECT, actor, CompanyFacts())
        project = _unlinked(session, project_id)
        record = erp_records.find(session, _connection_id(project), "job", erp_job_id)
        if record is None:
            raise InputError("job", "Choose a job from the list, or refresh the list first.")
        taken = session.scalar(
            select(Project).where(
                Project.connection_id == project.connection_id, Project.erp_job_id == erp_job_id
            )
        )
        if taken is not None:
            raise InputError(
                "job", f"{record.full_name} is already linked with {taken.name}. Choose another job."
            )
        _tie(session, project, record.erp_id, record.full_name, actor)


def create_job(actor: Actor, project_id: int, parent_erp_id: str) -> int:
    """Order the job's creation under a customer (or at top level with ""); returns the request's row number."""
    with transaction() as session:
        require(Action.LINK_PROJECT, actor, CompanyFacts())
        project = _unlinked(session, project_id)
        connection_id = _connection_id(project)
        if parent_erp_id and erp_records.find(session, connection_id, "job", parent_erp_id) is None:
            raise InputError("parent", "Choose a customer from the list, or refresh the list first.")
        _check_job(session, project, parent_erp_id)
        waiting = session.scalar(
            select(ErpRequest).where(
                ErpRequest.kind == tasks.CREATE_JOB,
                ErpRequest.project_id == project.id,
                ErpRequest.state.in_(OPEN_STATES),
            )
        )
        if waiting is not None:
            return waiting.id
        subject = audit.Subject("project", project.id, project.id)
        audit.record(
            session, Action.LINK_PROJECT, actor, subject, audit.Note(detail={"under": parent_erp_id})
        )
        return _order(
            session, tasks.CREATE_JOB, connection_id, actor, {"parent_erp_id": parent_erp_id}, project.id
        )


def accept_codes(
    actor: Actor, connection_id: int, create: Sequence[int], tie: Mapping[int, str]
) -> int | None:
    """Accept cost codes: `tie` maps row numbers to existing ERP records, `create` orders the others' creation.

    Returns the row number of the creation request, None when nothing has to be created.
    """
    with transaction() as session:
        require(Action.ACCEPT_COST_CODES, actor, CompanyFacts())
        for code_id, erp_id in tie.items():
            record = erp_records.find(session, connection_id, "item", erp_id)
            if record is None:
                raise InputError(
                    f"code-{code_id}", "Choose an item from the list, or refresh the list first."
                )
            _tie_code(session, connection_id, code_id, record.erp_id, record.full_name, actor.id)
        subject = audit.Subject("connection", connection_id)
        detail = {"create": list(create), "tie": {str(key): value for key, value in tie.items()}}
        audit.record(session, Action.ACCEPT_COST_CODES, actor, subject, audit.Note(detail=detail))
        if not create:
            return None
        return _order(
            session, tasks.CREATE_CODES, connection_id, actor, {"cost_code_ids": list(create)}, None
        )


def job_created(session: Session, request: ErpRequest, record: Record) -> None:
    """The ERP has the job: link it, in the name of who ordered it."""
    project = session.get_one(Project, request.project_id)
    erp_records.keep(session, request.connection_id, record)
    if project.erp_job_id is None:
        person = session.get(Person, request.requested_by) if request.requested_by else None
        actor = Actor(id=person.id, name=person.name) if person else Actor(id=None, name="Connector")
        _tie(session, project, record.erp_id, record.full_name, actor)


def codes_created(session: Session, request: ErpRequest, records: Mapping[int, Record]) -> None:
    """The ERP has these cost codes now."""
    for code_id, record in records.items():
        erp_records.keep(session, request.connection_id, record)
        _tie_code(
            session, request.connection_id, code_id, record.erp_id, record.full_name, request.requested_by
        )


def _tie(session: Session, project: Project, erp_id: str, full_name: str, actor: Actor) -> None:
    project.erp_job_id, project.erp_job_name = erp_id, full_name
    project.linked_at, project.linked_by = clock.now(), actor.id
    subject = audit.Subject("project", project.id, project.id)
    audit.record(session, Action.LINK_PROJECT, actor, subject, audit.Note(after=full_name))


def _tie_code(
    session: Session, connection_id: int, code_id: int, erp_id: str, name: str, person_id: int | None
) -> None:
    link = session.scalar(
        select(CostCodeLink).where(
            CostCodeLink.connection_id == connection_id, CostCodeLink.cost_code_id == code_id
        )
    )
    if link is None:
        link = CostCodeLink(connection_id=connection_id, cost_code_id=code_id)
        session.add(link)
    link.erp_id, link.erp_name = erp_id, name
    link.accepted_by, link.accepted_at = person_id, clock.now()


def _unlinked(session: Session, project_id: int) -> Project:
    project = session.scalar(select(Project).where(Project.id == project_id).with_for_update())
    if project is None:
        raise NotFoundError("There is no such project.")
    if project.erp_job_id is not None:
        raise InputError("job", f"This project is already linked with {project.erp_job_name}.")
    return project


def _connection_id(project: Project) -> int:
    if project.connection_id is None:
        raise InputError("connection", "Choose the project's ERP connection first.")
    return project.connection_id


def _check_job(session: Session, project: Project, parent_erp_id: str) -> None:
    connection = session.get_one(ErpConnection, _connection_id(project))
    job = tasks.new_job(project, parent_erp_id)
    problems = connector_for(connection.connector).problems(CreateJob(job, connection.settings))
    if problems:
        raise InputError("job", " ".join(problem.sentence for problem in problems))


def _order(
    session: Session,
    kind: str,
    connection_id: int,
    actor: Actor,
    payload: dict[str, object],
    project_id: int | None,
) -> int:
    now = clock.now()
    request = ErpRequest(
        connection_id=connection_id,
        kind=kind,
        business_key=f"{kind}:{connection_id}:{project_id or 0}:{now.isoformat()}",
        project_id=project_id,
        payload=payload,
        not_before=now,
        created_at=now,
        requested_by=actor.id,
    )
    session.add(request)
    session.flush()
    ring_later(session, ERP_QUEUE, PUSH_JOB, request.id)
    return request.id

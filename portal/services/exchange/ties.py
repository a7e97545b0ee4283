"""What is tied to what: a project to its job, a cost code to its record in the ERP, one to one."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import CostCodeLink, ErpConnection, ErpRecord, ErpRequest
from portal.db.people import Person
from portal.db.projects import CostCode, Project
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import JobAwaited, Record
from portal.services import audit
from portal.services.exchange import erp_records
from portal.services.intentions import InputError
from portal.services.sync import phases


def tie_project(session: Session, project: Project, record: Record, actor: Actor) -> None:
    """Link a project with its job, whose phases become sub jobs. Raises InputError when another project has the job."""
    taken = session.scalar(
        select(Project).where(
            Project.connection_id == project.connection_id,
            Project.erp_job_id == record.erp_id,
            Project.id != project.id,
        )
    )
    if taken is not None:
        raise InputError(
            "job", f"{record.full_name} is already linked with {taken.name}. Choose another job."
        )
    project.erp_job_id, project.erp_job_name = record.erp_id, record.full_name
    project.linked_at, project.linked_by = clock.now(), actor.id
    project.erp_job_awaited = None
    subject = audit.Subject("project", project.id, project.id)
    audit.record(session, Action.LINK_PROJECT, actor, subject, audit.Note(after=record.full_name))
    session.flush()
    phases.follow(session, session.get_one(ErpConnection, project.connection_id), [record.erp_id])


def check_code(
    session: Session, connection_id: int, code_id: int, record: Record | ErpRecord, field: str
) -> None:
    """Raise InputError at `field` when another code has this record, or exported amounts stand on the one linked."""
    taken = session.scalar(
        select(CostCode.code)
        .join(CostCodeLink, CostCodeLink.cost_code_id == CostCode.id)
        .where(
            CostCodeLink.connection_id == connection_id,
            CostCodeLink.erp_id == record.erp_id,
            CostCodeLink.cost_code_id != code_id,
        )
    )
    if taken is not None:
        raise InputError(
            field, f"{record.full_name} is already linked with the cost code {taken}. Choose another one."
        )
    held = session.scalar(
        select(CostCodeLink.erp_name).where(
            CostCodeLink.connection_id == connection_id,
            CostCodeLink.cost_code_id == code_id,
            CostCodeLink.erp_id != record.erp_id,
        )
    )
    if held is not None and _has_exported_lines(session, connection_id, code_id):
        raise InputError(field, f"Exported amounts stand on {held}, so the cost code stays linked with it.")


def tie_code(
    session: Session, connection_id: int, code_id: int, record: Record, person_id: int | None
) -> None:
    """Link a cost code with its item. Raises InputError when another code has it, or amounts stand on the old one."""
    field = f"code-{code_id}"
    check_code(session, connection_id, code_id, record, field)
    link = session.scalar(
        select(CostCodeLink).where(
            CostCodeLink.connection_id == connection_id, CostCodeLink.cost_code_id == code_id
        )
    )
    if link is None:
        link = CostCodeLink(connection_id=connection_id, cost_code_id=code_id)
        session.add(link)
    link.erp_id, link.erp_name = record.erp_id, record.full_name
    link.accepted_by, link.accepted_at = person_id, clock.now()


def job_created(session: Session, request: ErpRequest, record: Record) -> tuple[str, ...]:
    """The ERP has the job: link it in the name of who ordered it. Returns sentences about what could not be linked."""
    project = session.get_one(Project, request.project_id)
    erp_records.keep(session, request.connection_id, record)
    if project.erp_job_id is not None:
        return ()
    person = session.get(Person, request.requested_by) if request.requested_by else None
    actor = Actor(id=person.id, name=person.name) if person else Actor(id=None, name="Connector")
    try:
        tie_project(session, project, record, actor)
    except InputError as error:
        return (str(error),)
    return ()


def job_awaited(session: Session, request: ErpRequest, result: JobAwaited) -> tuple[str, ...]:
    """A person is to enter the job by hand: the project waits for that number. Returns what could not be linked."""
    project = session.get_one(Project, request.project_id)
    request.payload = {**request.payload, "delivery": dict(result.delivery)}
    if project.erp_job_id is None:
        project.erp_job_awaited = result.number
        session.flush()
        return tie_awaited(session, request.connection_id)
    return ()


def tie_awaited(session: Session, connection_id: int) -> tuple[str, ...]:
    """Link projects whose awaited job the list has brought, in the name of who typed its number.

    Returns sentences about those that could not be linked. Source: Accept or Reject a Project for Export to ERP.
    """
    waiting = session.scalars(
        select(Project).where(
            Project.connection_id == connection_id,
            Project.erp_job_awaited.is_not(None),
            Project.erp_job_id.is_(None),
        )
    ).all()
    if not waiting:
        return ()
    jobs = session.scalars(
        select(ErpRecord).where(
            ErpRecord.connection_id == connection_id, ErpRecord.kind == "job", ErpRecord.active
        )
    )
    by_number = {erp_records.number_of(row): row for row in jobs}
    problems: list[str] = []
    for project in waiting:
        row = by_number.get(project.erp_job_awaited or "")
        if row is not None:
            try:
                tie_project(session, project, erp_records.as_record(row), _orderer(session, project))
            except InputError as error:
                problems.append(str(error))
    return tuple(problems)


def _orderer(session: Session, project: Project) -> Actor:
    """Who accepted the project with the number under which it was to be entered."""
    person = session.scalar(
        select(Person)
        .join(ErpRequest, ErpRequest.requested_by == Person.id)
        .where(ErpRequest.project_id == project.id, ErpRequest.kind == "create_job")
        .order_by(ErpRequest.id.desc())
        .limit(1)
    )
    return Actor(id=person.id, name=person.name) if person else Actor(id=None, name="Connector")


def codes_created(session: Session, request: ErpRequest, records: Mapping[int, Record]) -> tuple[str, ...]:
    """The ERP has these cost codes now. Returns sentences about those that could not be linked."""
    problems: list[str] = []
    for code_id, record in records.items():
        erp_records.keep(session, request.connection_id, record)
        try:
            tie_code(session, request.connection_id, code_id, record, request.requested_by)
        except InputError as error:
            problems.append(str(error))
    return tuple(problems)


def _has_exported_lines(session: Session, connection_id: int, code_id: int) -> bool:
    exported = (
        select(BudgetLine.id)
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .join(Project, Project.id == Budget.project_id)
        .where(
            Project.connection_id == connection_id,
            BudgetLine.cost_code_id == code_id,
            BudgetLine.exported_cents.is_not(None),
        )
        .limit(1)
    )
    return session.scalar(exported) is not None

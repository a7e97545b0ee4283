"""What a queued request asks of its connector: rows turned into a task, read afresh before every turn."""

from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRecord, ErpRequest
from portal.db.people import Person
from portal.db.projects import CostCode, Division, Project
from portal.db.submissions import Submission
from portal.erp.contract import Code, CreateCodes, CreateJob, Job, ReadJobCosts, ReadLists, Task
from portal.services.connections.connection_settings import settings_of
from portal.services.exchange import erp_records, exports
from portal.services.exchange.export_requests import BESIDE, EXPORT
from portal.services.exchange.readings import READ_COSTS, READ_LISTS

CREATE_JOB = "create_job"
CREATE_CODES = "create_cost_codes"

_EXPORT_ROWS = (
    select(Submission, Budget, Project, Person)
    .join(Budget, Budget.id == Submission.budget_id)
    .join(Project, Project.id == Budget.project_id)
    .outerjoin(Person, Person.id == Submission.decided_by)
    .where(Submission.id == bindparam("submission"))
)


def task_for(session: Session, request: ErpRequest) -> Task:
    """The task of a request. Raises LookupError when what it refers to is gone."""
    if request.kind == EXPORT:
        # One statement reads what the task is made of; the session then knows these rows.
        known = session.execute(_EXPORT_ROWS, {"submission": request.submission_id}).one()
        task = exports.task_of(session, known[0])
        return replace(task, beside_others=bool(request.payload.get(BESIDE)))
    connection = session.get_one(ErpConnection, request.connection_id)
    settings = settings_of(session, connection)
    if request.kind == READ_LISTS:
        return ReadLists(settings)
    if request.kind == CREATE_CODES:
        return CreateCodes(codes_by_id(session, request.payload["cost_code_ids"]), settings)
    project = session.get_one(Project, request.project_id)
    if request.kind == CREATE_JOB:
        parent = erp_records.find(session, connection.id, "job", request.payload["parent_erp_id"])
        return CreateJob(new_job(project, parent), settings)
    if request.kind == READ_COSTS:
        return _reading(session, connection, project, settings)
    raise LookupError(f"There is no task for a request of the kind {request.kind}.")


def codes_by_id(session: Session, ids: list[int]) -> tuple[Code, ...]:
    """Cost codes as a connector sees them, ordered by code."""
    rows = session.execute(
        select(CostCode.id, CostCode.code, CostCode.name, Division.code)
        .join(Division, Division.id == CostCode.division_id)
        .where(CostCode.id.in_(ids))
        .order_by(CostCode.code)
    )
    return tuple(Code(id_, code, name, division=division) for id_, code, name, division in rows)


def new_job(project: Project, parent: ErpRecord | None) -> Job:
    """A project as a job that does not stand in the ERP yet; `full_name` is its parent's until it does."""
    return Job(
        number=project.number,
        name=project.name,
        full_name=parent.full_name if parent else "",
        parent_erp_id=parent.erp_id if parent else "",
        address=project.address,
        city=project.city,
        region=project.region,
        postal_code=project.postal_code,
    )


def _reading(
    session: Session, connection: ErpConnection, project: Project, settings: dict[str, object]
) -> ReadJobCosts:
    budget = session.scalar(select(Budget).where(Budget.project_id == project.id))
    links = exports.links_of(session, connection)
    return ReadJobCosts(
        job=exports.job_of(project),
        origin_id=(budget.origin_id or "") if budget else "",
        codes=tuple(
            Code(id=link.cost_code_id, code="", name="", erp_id=link.erp_id, erp_name=link.erp_name)
            for link in links.values()
        ),
        settings=settings,
    )

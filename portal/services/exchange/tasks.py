"""What a queued request asks of its connector: rows turned into a task, read afresh before every turn."""

from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRecord, ErpRequest, ErpStep
from portal.db.people import Person
from portal.db.projects import CostCode, Division, Project
from portal.db.submissions import Submission
from portal.domain.vocabulary import RequestState
from portal.erp.contract import (
    Code,
    CreateCodes,
    CreateJob,
    Job,
    ReadJobCosts,
    ReadLists,
    SyncCompany,
    Task,
    WithdrawExport,
)
from portal.services.connections.connection_settings import settings_of
from portal.services.exchange import counterparts, erp_records, exports
from portal.services.exchange.export_requests import BESIDE, EXPORT
from portal.services.exchange.readings import READ_COSTS, READ_LISTS
from portal.services.exchange.withdrawal_requests import WITHDRAW

CREATE_JOB = "create_job"
CREATE_CODES = "create_cost_codes"
SYNC_COMPANY = "sync_company"

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
    if request.kind == SYNC_COMPANY:
        return _sync(request, settings)
    if request.kind == WITHDRAW:
        return _withdrawal(session, request, settings)
    project = session.get_one(Project, request.project_id)
    if request.kind == CREATE_JOB:
        return job_task(
            session, connection, project, request.payload["parent_erp_id"], request.payload.get("number", "")
        )
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


def job_task(
    session: Session, connection: ErpConnection, project: Project, parent_erp_id: str, number: str
) -> CreateJob:
    """A project's creation as a job; the ERP's numbers are read only where a person typed one."""
    parent = erp_records.find(session, connection.id, "job", parent_erp_id) if parent_erp_id else None
    return CreateJob(
        new_job(project, parent),
        settings_of(session, connection),
        number=number,
        taken=_taken(session, connection, project) if number else frozenset(),
    )


def _taken(session: Session, connection: ErpConnection, project: Project) -> frozenset[str]:
    """Numbers of the ERP's jobs, inactive ones too, and those that other projects wait for."""
    jobs = session.scalars(
        select(ErpRecord).where(ErpRecord.connection_id == connection.id, ErpRecord.kind == "job")
    )
    awaited = session.scalars(
        select(Project.erp_job_awaited).where(
            Project.connection_id == connection.id,
            Project.erp_job_awaited.is_not(None),
            Project.id != project.id,
        )
    )
    return frozenset({*(erp_records.number_of(row) for row in jobs), *(number or "" for number in awaited)})


def _sync(request: ErpRequest, settings: dict[str, object]) -> SyncCompany:
    wish = {**request.payload, **request.payload.get("wish", {})}
    return SyncCompany(
        int(wish.get("run_id") or 0),
        str(wish.get("date_range") or "all"),
        str(wish.get("depth") or "shallow"),
        str(wish.get("job") or ""),
        settings,
    )


def _withdrawal(session: Session, request: ErpRequest, settings: dict[str, object]) -> WithdrawExport:
    """What the export wrote, by the id under which the ERP's side knows it."""
    submission = session.get_one(Submission, request.submission_id or request.payload["submission_id"])
    budget = session.get_one(Budget, submission.budget_id)
    return WithdrawExport(
        exports.job_of(session.get_one(Project, budget.project_id)),
        _written_as(session, submission),
        submission.delivery,
        settings,
    )


def _written_as(session: Session, submission: Submission) -> str:
    """The wire id of the export's last writing step that succeeded. Raises LookupError when there is none."""
    found = session.scalar(
        select(ErpStep.wire_id)
        .join(ErpRequest, ErpRequest.id == ErpStep.request_id)
        .where(
            ErpRequest.submission_id == submission.id,
            ErpRequest.kind == EXPORT,
            ErpStep.mutates,
            ErpStep.state == RequestState.SUCCEEDED.value,
        )
        .order_by(ErpStep.id.desc())
        .limit(1)
    )
    if found is None:
        raise LookupError("Nothing of this submission was written, so there is nothing to withdraw.")
    return found


def _reading(
    session: Session, connection: ErpConnection, project: Project, settings: dict[str, object]
) -> ReadJobCosts:
    budget = session.scalar(select(Budget).where(Budget.project_id == project.id))
    links = counterparts.links_of(session, connection)
    return ReadJobCosts(
        job=exports.job_of(project),
        origin_id=(budget.origin_id or "") if budget else "",
        codes=tuple(
            Code(id=link.cost_code_id, code="", name="", erp_id=link.erp_id, erp_name=link.erp_name)
            for link in links.values()
        ),
        settings=settings,
    )

"""Linking projects and cost codes with their counterparts in the ERP: the prerequisites of a first export.

Source: Accept or Reject a Project for Export to QuickBooks Desktop; Things to Know (QuickBooks Desktop connector).
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import CostCodeLink, ErpConnection, ErpRequest
from portal.db.projects import Project
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import CreateCodes
from portal.erp.registry import connector_for
from portal.services import audit
from portal.services.actors import held_now
from portal.services.budget_facts import policy_of
from portal.services.connections.connection_settings import settings_of
from portal.services.exchange import erp_records, request_queue, tasks, ties
from portal.services.exchange.readings import OPEN_STATES
from portal.services.intentions import InputError, NotFoundError

_CHOOSE = "Choose {what} from the list, or refresh the list first."


def link_project(actor: Actor, project_id: int, erp_job_id: str) -> None:
    """Tie a project to a job that stands in the ERP already. Raises InputError when either is taken."""
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.LINK_PROJECT, actor, CompanyFacts())
        project = _unlinked(session, project_id)
        row = erp_records.find(session, _connection_id(project), "job", erp_job_id)
        if row is None or not row.active:
            raise InputError("job", _CHOOSE.format(what="a job"))
        ties.tie_project(session, project, erp_records.as_record(row), actor)


def create_job(actor: Actor, project_id: int, parent_erp_id: str, number: str = "") -> int:
    """Order the job's creation under a customer (or at top level with ""); returns the request's row number.

    `number` is what the approver typed, where the ERP's job numbers are not ours. Raises InputError.
    """
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.LINK_PROJECT, actor, CompanyFacts())
        project = _unlinked(session, project_id)
        connection_id = _connection_id(project)
        parent = erp_records.find(session, connection_id, "job", parent_erp_id) if parent_erp_id else None
        if parent_erp_id and (parent is None or not parent.active):
            raise InputError("parent", _CHOOSE.format(what="a customer"))
        _check_job(session, project, parent_erp_id, number)
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
        typed = {"number": number} if number else {}
        note = audit.Note(detail={"under": parent.full_name if parent else "", **typed})
        audit.record(session, Action.LINK_PROJECT, actor, subject, note)
        return request_queue.put(
            session,
            tasks.CREATE_JOB,
            connection_id,
            requested_by=actor.id,
            project_id=project.id,
            payload={"parent_erp_id": parent_erp_id, **typed},
        )


def accept_codes(
    actor: Actor, connection_id: int, create: Sequence[int], tie: Mapping[int, str]
) -> int | None:
    """Accept cost codes: `tie` maps row numbers to existing ERP records, `create` orders the others' creation.

    Returns the row number of the creation request, None when nothing has to be created. Raises InputError, and then
    nothing has changed.
    """
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.ACCEPT_COST_CODES, actor, CompanyFacts())
        for code_id, erp_id in tie.items():
            row = erp_records.find(session, connection_id, "item", erp_id)
            if row is None or not row.active:
                raise InputError(f"code-{code_id}", _CHOOSE.format(what="an item"))
            ties.tie_code(session, connection_id, code_id, erp_records.as_record(row), actor.id)
        wanted = _still_missing(session, connection_id, create)
        subject = audit.Subject("connection", connection_id)
        detail = {"create": wanted, "tie": {str(key): value for key, value in tie.items()}}
        audit.record(session, Action.ACCEPT_COST_CODES, actor, subject, audit.Note(detail=detail))
        if not wanted:
            return None
        _check_codes(session, connection_id, wanted)
        return request_queue.put(
            session,
            tasks.CREATE_CODES,
            connection_id,
            requested_by=actor.id,
            payload={"cost_code_ids": wanted},
        )


def _still_missing(session: Session, connection_id: int, create: Sequence[int]) -> list[int]:
    """Those that are neither linked nor ordered already."""
    linked = session.scalars(
        select(CostCodeLink.cost_code_id).where(
            CostCodeLink.connection_id == connection_id, CostCodeLink.erp_id.is_not(None)
        )
    )
    ordered = session.scalars(
        select(ErpRequest).where(
            ErpRequest.connection_id == connection_id,
            ErpRequest.kind == tasks.CREATE_CODES,
            ErpRequest.state.in_(OPEN_STATES),
        )
    )
    known = {*linked, *(code for request in ordered for code in request.payload["cost_code_ids"])}
    return [code_id for code_id in dict.fromkeys(create) if code_id not in known]


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


def _check_job(session: Session, project: Project, parent_erp_id: str, number: str) -> None:
    """The connector says what it cannot hold, a typed number included; where one is due, it must be typed."""
    connection = session.get_one(ErpConnection, _connection_id(project))
    policy = policy_of(connection)
    by_number = policy is not None and bool(policy.job_number_hint)
    task = tasks.job_task(session, connection, project, parent_erp_id, number)
    problems = connector_for(connection.connector).problems(task)
    if problems:
        sentence = " ".join(problem.sentence for problem in problems)
        raise InputError("number" if by_number else "job", sentence)
    if policy is not None and by_number and not number:
        raise InputError("number", f"Type the number under which the job is to stand in {policy.label}.")


def _check_codes(session: Session, connection_id: int, wanted: list[int]) -> None:
    connection = session.get_one(ErpConnection, connection_id)
    task = CreateCodes(tasks.codes_by_id(session, wanted), settings_of(session, connection))
    problems = connector_for(connection.connector).problems(task)
    if problems:
        raise InputError(problems[0].anchor or "codes", " ".join(problem.sentence for problem in problems))

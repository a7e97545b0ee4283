"""The Jobs tab: which projects are linked with a job of the ERP, which wait for it, which still need accounting.

Source: Accept or Reject a Project for Export to QuickBooks Desktop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRecord, ErpRequest
from portal.db.people import Person
from portal.db.projects import Project
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, RequestState
from portal.services.actors import approvers
from portal.services.budget_facts import company
from portal.services.erp_lists import jobs_to_add, ready_to_update
from portal.services.erp_lists.connection_heads import ConnectionHead, connections, head_of
from portal.services.erp_lists.ready_to_update import UpdateRow
from portal.services.exchange.readings import OPEN_STATES
from portal.services.exchange.tasks import CREATE_JOB
from portal.services.submissions.next_persons import in_words

LINKED_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class UnlinkedRow:
    """A project without a job. `found` names a job of the same name; `messages` what the ERP last refused.

    `awaited` says under which number a person is to enter it there, and from which sheet.
    """

    project_id: int
    name: str
    number: str
    found: str
    ordered: str
    messages: tuple[str, ...]
    awaited: str = ""


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A project and its job."""

    project_id: int
    name: str
    number: str
    job: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class JobsOfConnection:
    """One connection's projects."""

    head: ConnectionHead
    to_do: tuple[UnlinkedRow, ...]
    waiting: tuple[UnlinkedRow, ...]
    linked: tuple[LinkedRow, ...]
    linked_count: int
    next_page: int
    updates: tuple[UpdateRow, ...]
    to_add: int


@dataclass(frozen=True, slots=True)
class JobsPage:
    """Every connection, then the projects that belong to none."""

    connections: tuple[JobsOfConnection, ...]
    without: tuple[UnlinkedRow, ...]
    may_link: bool
    may_add: bool
    note: str


def read(session: Session, actor: Actor, page: int = 1) -> JobsPage:
    """Read the tab; `page` counts the pages of linked projects."""
    zone, may_link = company(session).timezone, holds(Action.LINK_PROJECT, actor)
    return JobsPage(
        connections=tuple(
            _of_connection(session, actor, connection, zone, page) for connection in connections(session)
        ),
        without=tuple(_unlinked(row, {}, None, zone) for row in _projects(session, None)),
        may_link=may_link,
        may_add=holds(Action.ADD_ERP_JOB, actor),
        note="" if may_link else _whom_to_ask(session),
    )


def read_one(session: Session, project: Project) -> UnlinkedRow:
    """How far one project's creation has come, and the job that has its name."""
    known = _jobs_called(session, project.connection_id, [project.name]) if project.connection_id else {}
    order = _last_orders(session, [project.id]).get(project.id)
    return _unlinked(project, known, order, company(session).timezone)


def _of_connection(
    session: Session, actor: Actor, connection: ErpConnection, zone: str, page: int
) -> JobsOfConnection:
    projects = _projects(session, connection.id)
    requests = _last_orders(session, [project.id for project in projects])
    known = _jobs_called(session, connection.id, [project.name for project in projects])
    rows = [_unlinked(project, known, requests.get(project.id), zone) for project in projects]
    linked = _linked(session, connection.id, zone, page)
    count = _count_linked(session, connection.id)
    return JobsOfConnection(
        head=head_of(session, actor, connection),
        to_do=tuple(row for row in rows if not row.ordered and not row.awaited),
        waiting=tuple(row for row in rows if row.ordered or row.awaited),
        linked=linked,
        linked_count=count,
        next_page=page + 1 if page * LINKED_PER_PAGE < count else 0,
        updates=ready_to_update.listed(session, connection),
        to_add=jobs_to_add.count(session, connection.id),
    )


def _projects(session: Session, connection_id: int | None) -> Sequence[Any]:
    belongs = Project.connection_id == connection_id if connection_id else Project.connection_id.is_(None)
    return session.execute(
        select(Project.id, Project.name, Project.number, Project.erp_job_awaited)
        .where(belongs, Project.erp_job_id.is_(None))
        .order_by(Project.name, Project.id)
    ).all()


def _last_orders(session: Session, project_ids: Sequence[int]) -> dict[int, ErpRequest]:
    """The newest order to create a job, by project."""
    newest = (
        select(func.max(ErpRequest.id))
        .where(ErpRequest.kind == CREATE_JOB, ErpRequest.project_id.in_(project_ids))
        .group_by(ErpRequest.project_id)
    )
    rows = session.scalars(select(ErpRequest).where(ErpRequest.id.in_(newest)))
    return {row.project_id: row for row in rows if row.project_id is not None}


def _jobs_called(session: Session, connection_id: int, names: Sequence[str]) -> dict[str, str]:
    """Full names of free jobs, by name in lower case: the same name suggests itself."""
    taken = select(Project.erp_job_id).where(
        Project.connection_id == connection_id, Project.erp_job_id.is_not(None)
    )
    rows = session.execute(
        select(ErpRecord.name, ErpRecord.full_name)
        .where(
            ErpRecord.connection_id == connection_id,
            ErpRecord.kind == "job",
            ErpRecord.active,
            func.lower(ErpRecord.name).in_([name.lower() for name in names]),
            ErpRecord.erp_id.not_in(taken),
        )
        .order_by(ErpRecord.full_name.desc())
    )
    return {name.lower(): full_name for name, full_name in rows}


def _unlinked(
    project: Any | Project, known: Mapping[str, str], order: ErpRequest | None, zone: str
) -> UnlinkedRow:
    is_open = order is not None and order.state in OPEN_STATES
    failed = order is not None and order.state in {
        RequestState.FAILED.value,
        RequestState.NEEDS_PERSON.value,
    }
    return UnlinkedRow(
        project_id=project.id,
        name=project.name,
        number=project.number,
        found=known.get(project.name.lower(), ""),
        ordered=clock.say_when(order.created_at, zone) if order is not None and is_open else "",
        messages=tuple(str(message) for message in order.messages) if order is not None and failed else (),
        awaited="" if is_open or not project.erp_job_awaited else _awaited(project.erp_job_awaited, order),
    )


def _awaited(number: str, order: ErpRequest | None) -> str:
    """Source: Accept or Reject a Project for Export to ERP; the sheet is what the ERP's side said it wrote."""
    delivery = (order.payload.get("delivery") or {}) if order is not None else {}
    files = [str(name) for name in delivery.get("Files") or ()]
    sheet = f" The sheet: {', '.join(files)}." if files else ""
    return (
        f"Waits to be entered there as job {number}.{sheet} It is linked when the next sync brings that job."
    )


def _linked(session: Session, connection_id: int, zone: str, page: int) -> tuple[LinkedRow, ...]:
    rows = session.execute(
        select(Project.id, Project.name, Project.number, Project.erp_job_name, Project.linked_at, Person.name)
        .outerjoin(Person, Person.id == Project.linked_by)
        .where(Project.connection_id == connection_id, Project.erp_job_id.is_not(None))
        .order_by(Project.name, Project.id)
        .offset((page - 1) * LINKED_PER_PAGE)
        .limit(LINKED_PER_PAGE)
    )
    return tuple(
        LinkedRow(id_, name, number, job or "", clock.say_moment(when, zone), who or "the portal")
        for id_, name, number, job, when, who in rows
    )


def _count_linked(session: Session, connection_id: int) -> int:
    statement = select(func.count()).where(
        Project.connection_id == connection_id, Project.erp_job_id.is_not(None)
    )
    return session.scalar(statement) or 0


def _whom_to_ask(session: Session) -> str:
    names = [person.name for person in approvers(session)]
    if not names:
        return "Nobody can accept projects yet. Ask a directory admin to name an accounting approver."
    return f"You can look at everything here. {in_words(names)} can accept projects."

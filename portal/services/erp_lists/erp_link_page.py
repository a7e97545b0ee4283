"""Accepting one project: link it with a job that the ERP has, or see what would be created there.

Source: Accept or Reject a Project for Export to QuickBooks Desktop.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection, ErpRecord
from portal.db.projects import Project
from portal.domain.denials import Denial
from portal.domain.people import Actor
from portal.erp.registry import connector_for
from portal.services.budget_facts import policy_of
from portal.services.erp_lists import erp_choices
from portal.services.erp_lists.connection_heads import ConnectionHead, head_of
from portal.services.erp_lists.erp_jobs_page import UnlinkedRow, read_one
from portal.services.exchange.tasks import job_task
from portal.services.intentions import InputError


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One project on its way into the ERP; `names` are offered while typing, for jobs and customers alike.

    `number_hint`: the approver types the job's number, which must be like this. `awaited` says what a person is to
    enter at the ERP.
    """

    project_id: int
    name: str
    number: str
    address: str
    linked: str
    head: ConnectionHead | None
    order: UnlinkedRow
    names: tuple[str, ...]
    number_hint: str = ""
    awaited: str = ""
    proposed_number: str = ""


@dataclass(frozen=True, slots=True)
class NewJob:
    """What would be created: shown before it is ordered. `parent_erp_id` is empty at the top level.

    `typed` is the number that the approver typed, where the ERP's job numbers are not ours.
    """

    full_name: str
    under: str
    parent_erp_id: str
    number: str
    address: str
    problems: tuple[Denial, ...]
    typed: str = ""


def read(session: Session, actor: Actor, project_id: int) -> LinkPage:
    """Read the page of one project. The project exists: the door has looked."""
    project = session.get_one(Project, project_id)
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    policy = policy_of(connection)
    hint = policy.job_number_hint if policy else ""
    order = read_one(session, project)
    return LinkPage(
        project_id=project.id,
        name=project.name,
        number=project.number,
        address=_address(project),
        linked=project.erp_job_name or "",
        head=head_of(session, actor, connection) if connection else None,
        order=order,
        names=erp_choices.names(session, connection.id, "job") if connection else (),
        number_hint=hint,
        awaited=order.awaited,
        proposed_number=project.number if hint and project.number.isdecimal() and not order.found else "",
    )


def new_job_under(session: Session, project_id: int, customer: str, number: str = "") -> NewJob:
    """What `customer` (a full name, or empty for the top level) would get, or what stands under a typed `number`.

    Raises InputError for an unknown customer, and where a number is due and was not typed.
    """
    project = session.get_one(Project, project_id)
    if project.connection_id is None:
        raise InputError("connection", "Choose the project's ERP connection first.")
    connection = session.get_one(ErpConnection, project.connection_id)
    policy = policy_of(connection)
    if policy is not None and policy.job_number_hint and not number:
        raise InputError("number", f"Type the number under which the job is to stand in {policy.label}.")
    parent = _parent(session, connection.id, customer)
    task = job_task(session, connection, project, parent.erp_id if parent else "", number)
    return NewJob(
        full_name=f"{parent.full_name}:{project.name}" if parent else f"{number} {project.name}".strip(),
        under=parent.full_name if parent else "",
        parent_erp_id=parent.erp_id if parent else "",
        number=number or project.number,
        address=_address(project),
        problems=tuple(connector_for(connection.connector).problems(task)),
        typed=number,
    )


def _parent(session: Session, connection_id: int, customer: str) -> ErpRecord | None:
    if not customer.strip():
        return None
    return erp_choices.chosen(session, connection_id, "job", customer, "under")


def _address(project: Project) -> str:
    place = " ".join(part for part in (project.region, project.postal_code) if part)
    return ", ".join(part for part in (project.address, project.city, place) if part)

"""Creating a project with its budget, and changing its settings. Source: Things to Know (each connector)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.people import BudgetPermission
from portal.db.projects import Project, SubJob
from portal.db.transactions import transaction
from portal.domain.decisions import holds, require
from portal.domain.facts import BudgetFacts, CompanyFacts
from portal.domain.people import Actor
from portal.domain.projects import connection_is_free, tool_can_be_switched_off
from portal.domain.vocabulary import Action, Level
from portal.erp.contract import CreateJob, Job
from portal.erp.registry import connector_for
from portal.services import audit
from portal.services.actors import held_now
from portal.services.budget_facts import read_facts
from portal.services.exchange.exports import job_of
from portal.services.intentions import InputError

LIMITS = {"number": 255, "name": 255, "address": 1000, "city": 255, "region": 255, "postal_code": 50}
LABELS = {
    "number": "number",
    "name": "name",
    "address": "address",
    "city": "city",
    "region": "state",
    "postal_code": "zip code",
}


_ERP_FIELDS = ("name", "address", "city", "region", "postal_code")
_PLAIN_JOB = Job(number="1", name="Project")
"""A job that fits everywhere: one field of it is replaced at a time to see whose problem a sentence is."""


class InputErrors(Exception):  # noqa: N818 - several InputErrors at once
    """Every field that cannot be taken, with its sentence; "" is the form as a whole."""

    def __init__(self, errors: tuple[InputError, ...]) -> None:
        super().__init__(" ".join(str(error) for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class ProjectInput:
    """A project as typed. `connection_id` None: no ERP yet."""

    number: str
    name: str
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    connection_id: int | None = None
    tool_active: bool = True
    may_change_grand_total: bool = False


def create(actor: Actor, given: ProjectInput) -> int:
    """Create a project with an empty budget; its creator becomes its Budget Admin. Raises Denied, InputErrors."""
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.CREATE_PROJECT, actor, CompanyFacts())
        project = Project(created_by=actor.id, created_at=clock.now())
        _write(project, given)
        _check(session, project, None)
        begin(session, project, actor)
        subject = audit.Subject("project", project.id, project.id)
        detail = {"number": project.number, "name": project.name}
        audit.record(session, Action.CREATE_PROJECT, actor, subject, audit.Note(detail=detail))
        return project.id


def begin(session: Session, project: Project, actor: Actor) -> None:
    """Store a new project with its empty budget; its creator becomes its Budget Admin."""
    session.add(project)
    session.flush()
    session.add(Budget(project_id=project.id))
    if actor.id is not None and not holds(Action.CONFIGURE_BUDGET, actor):
        session.add(
            BudgetPermission(person_id=actor.id, project_id=project.id, level=Level.ADMIN.value, granular=[])
        )


def configure(actor: Actor, project_id: int, given: ProjectInput) -> None:
    """Change a project's settings. Raises Denied, InputErrors (also for a field that is closed now)."""
    with transaction() as session:
        actor = held_now(session, actor, project_id)
        project = session.get_one(Project, project_id)
        budget = session.scalars(select(Budget).where(Budget.project_id == project_id)).one()
        facts = read_facts(session, budget)
        require(Action.CONFIGURE_BUDGET, actor, facts)
        closed = _closed(project, given, facts)
        if closed:
            raise InputErrors(closed)
        changed = _write(project, given)
        if "connection_id" in changed:
            project.erp_job_awaited = None
        _check(session, project, project_id)
        budget.version += 1
        subject = audit.Subject("project", project.id, project.id)
        note = audit.Note(detail={"changed": [LABELS.get(name, name.replace("_", " ")) for name in changed]})
        audit.record(session, Action.CONFIGURE_BUDGET, actor, subject, note)


def add_sub_job(actor: Actor, project_id: int, code: str, name: str) -> int:
    """Add a sub job to the project. Raises Denied, InputError."""
    code, name = code.strip(), name.strip()
    with transaction() as session:
        actor = held_now(session, actor, project_id)
        budget = session.scalars(select(Budget).where(Budget.project_id == project_id)).one()
        require(Action.CONFIGURE_BUDGET, actor, read_facts(session, budget))
        if not 1 <= len(code) <= 10:  # noqa: PLR2004 - the connector template's limit
            raise InputError("code", "Enter a code of 1 to 10 characters.")
        if not 1 <= len(name) <= 30:  # noqa: PLR2004 - the same
            raise InputError("name", "Enter a name of 1 to 30 characters.")
        known = select(SubJob.id).where(SubJob.project_id == project_id, SubJob.code == code)
        if session.scalar(known) is not None:
            raise InputError("code", f"The project has a sub job {code} already. Choose another code.")
        row = SubJob(project_id=project_id, code=code, name=name)
        session.add(row)
        session.flush()
        subject = audit.Subject("project", project_id, project_id)
        note = audit.Note(detail={"changed": [f"sub job {code} {name} added"]})
        audit.record(session, Action.CONFIGURE_BUDGET, actor, subject, note)
        return row.id


def erp_problems(session: Session, project: Project) -> list[InputError]:
    """What the ERP of the project's connection could not hold of it, in the connector's words, field by field."""
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    if connection is None:
        return []
    connector, whole = connector_for(connection.connector), job_of(project)
    errors: dict[str, InputError] = {}
    for name in _ERP_FIELDS:
        alone = replace(_PLAIN_JOB, **{name: getattr(whole, name)})
        for each in connector.problems(CreateJob(alone, connection.settings)):
            errors.setdefault(each.sentence, InputError(name, each.sentence))
    for each in connector.problems(CreateJob(whole, connection.settings)):
        errors.setdefault(each.sentence, InputError("", each.sentence))
    return list(errors.values())


def _write(project: Project, given: ProjectInput) -> list[str]:
    """Take over what was typed; returns the names of the fields that changed."""
    changed = []
    for name in ProjectInput.__dataclass_fields__:
        value = getattr(given, name)
        value = value.strip() if isinstance(value, str) else value
        if getattr(project, name) != value:
            changed.append(name)
            setattr(project, name, value)
    return changed


def _check(session: Session, project: Project, project_id: int | None) -> None:
    """The portal's own limits, then the ERP's."""
    errors = [*_lengths(project)]
    with session.no_autoflush:
        same = session.scalar(select(Project.id).where(Project.number == project.number))
        if same is not None and same != project_id:
            errors.append(
                InputError("number", f"Number {project.number} is taken by another project. Choose another.")
            )
        if project.connection_id and session.get(ErpConnection, project.connection_id) is None:
            errors.append(InputError("connection_id", "Choose a connection from the list."))
        elif not errors:
            errors.extend(erp_problems(session, project))
    if errors:
        raise InputErrors(tuple(errors))


def _lengths(project: Project) -> Iterable[InputError]:
    for name, limit in LIMITS.items():
        value = getattr(project, name)
        if not value and name in {"number", "name"}:
            yield InputError(name, f"Enter the project's {LABELS[name]}.")
        elif len(value) > limit:
            yield InputError(
                name, f"The {LABELS[name]} has {len(value):,} characters; shorten it to {limit:,}."
            )


def _closed(project: Project, given: ProjectInput, facts: BudgetFacts) -> tuple[InputError, ...]:
    errors: list[InputError] = []
    if given.connection_id != project.connection_id:
        errors.extend(InputError("connection_id", each.sentence) for each in connection_is_free(facts))
    if project.tool_active and not given.tool_active:
        errors.extend(InputError("tool_active", each.sentence) for each in tool_can_be_switched_off(facts))
    return tuple(errors)

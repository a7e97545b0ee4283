"""A person's level and single permissions on the budget of one project, where they differ from the person's default.

Source: Budget – Permissions; What granular permissions are available for the project's Budget tool?
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import BudgetPermission, Person
from portal.db.projects import Project
from portal.domain.people import Actor
from portal.domain.vocabulary import LEVEL_WORDS, Action, Granular, Level
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError
from portal.services.people.privileges import locked_person

GRANULAR_WORDS = {
    Granular.CHANGES: "Create, edit and delete budget changes",
    Granular.DELETE_LINES: "Delete budget line items",
    Granular.IMPORT_LINES: "Import line items from file",
    Granular.LOCK: "Lock budget",
    Granular.MODIFY_ORIGINAL: "Modify original budget amount",
    Granular.SEND: "Send and retrieve from ERP",
    Granular.VIEW_DIRECT_COSTS: "View direct cost details",
}


@dataclass(frozen=True, slots=True)
class Tick:
    """One single permission, ticked or not."""

    value: str
    words: str
    on: bool


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """What one person may do on one project's budget."""

    project_id: int
    project: str
    level: str
    level_words: str
    ticks: tuple[Tick, ...]
    granular_words: str


def read(session: Session, person: Person) -> tuple[PermissionRow, ...]:
    """The person's own rows, by project."""
    rows = session.execute(
        select(BudgetPermission, Project.name, Project.number)
        .join(Project, Project.id == BudgetPermission.project_id)
        .where(BudgetPermission.person_id == person.id)
        .order_by(Project.name)
    )
    return tuple(_worded(permission, name, number) for permission, name, number in rows)


def projects_without(session: Session, person: Person) -> tuple[tuple[int, str], ...]:
    """Projects on which the person's default still counts, as (row number, name)."""
    own = select(BudgetPermission.project_id).where(BudgetPermission.person_id == person.id)
    rows = session.execute(
        select(Project.id, Project.name, Project.number).where(Project.id.not_in(own)).order_by(Project.name)
    )
    return tuple((row_id, f"{name} ({number})") for row_id, name, number in rows)


def put(
    actor: Actor, person_id: int, project_id: int, level: Level | None, granular: Iterable[Granular]
) -> None:
    """Set what the person may do on the project. Raises Denied, NotFoundError, and InputError(project | level)."""
    subject = audit.Subject("person", person_id, project_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        if session.get(Project, project_id) is None:
            raise InputError("project", "Choose a project from the list.")
        if level is None:
            raise InputError("level", "Choose a level from the list.")
        row = _row(session, person.id, project_id)
        before = _say(row) if row is not None else "default"
        if row is None:
            row = BudgetPermission(person_id=person.id, project_id=project_id)
            session.add(row)
        row.level, row.granular = level.value, sorted({each.value for each in granular})
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note(before, _say(row)))


def remove(actor: Actor, person_id: int, project_id: int) -> None:
    """Let the person's default count again on the project. Raises Denied and NotFoundError."""
    subject = audit.Subject("person", person_id, project_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        row = _row(session, locked_person(session, person_id).id, project_id)
        if row is not None:
            audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note(_say(row), "default"))
            session.delete(row)


def _row(session: Session, person_id: int, project_id: int) -> BudgetPermission | None:
    return session.scalar(
        select(BudgetPermission).where(
            BudgetPermission.person_id == person_id, BudgetPermission.project_id == project_id
        )
    )


def _say(row: BudgetPermission) -> str:
    return ", ".join((f"budget {LEVEL_WORDS[Level(row.level)]}", *(str(each) for each in row.granular)))


def _worded(row: BudgetPermission, project: str, number: str) -> PermissionRow:
    words = [GRANULAR_WORDS[Granular(each)] for each in row.granular]
    return PermissionRow(
        project_id=row.project_id,
        project=f"{project} ({number})",
        level=row.level,
        level_words=LEVEL_WORDS[Level(row.level)],
        ticks=tuple(
            Tick(each.value, text, each.value in row.granular) for each, text in GRANULAR_WORDS.items()
        ),
        granular_words=", ".join(words),
    )

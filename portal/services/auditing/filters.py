"""Which entries are asked for: by person, action, project, time and outcome."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, or_, select

from portal.db.audit import AuditEvent
from portal.db.projects import Project
from portal.domain.vocabulary import Action

MACHINES = "machines"
"""In the place of a person: the portal's own parts and the connectors."""
DONE, DENIED = "done", "denied"
OUTCOMES = ((DONE, "Done"), (DENIED, "Refused"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen; empty means all. `person` is a row number as text or MACHINES, `project` a name or number.

    `start` and `end` are days in the company's zone, both included.
    """

    person: str = ""
    action: str = ""
    project: str = ""
    start: date | None = None
    end: date | None = None
    outcome: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is asked for."""
        return self == Wish()


def narrowed(statement: Select[Any], wish: Wish, zone: str) -> Select[Any]:
    """The statement over AuditEvent with the conditions of `wish`."""
    return statement.where(*_conditions(wish, zone))


def moments(start: date, end: date, zone: str) -> tuple[datetime, datetime]:
    """The first moment of `start` and the first after `end`, in UTC, as days are counted in `zone`."""
    return _midnight(start, zone), _midnight(end + timedelta(days=1), zone)


def _conditions(wish: Wish, zone: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wish.person == MACHINES:
        found.append(AuditEvent.actor_id.is_(None))
    elif wish.person:
        found.append(AuditEvent.actor_id == (int(wish.person) if wish.person.isdecimal() else -1))
    if wish.action in {action.value for action in Action}:
        found.append(AuditEvent.action == wish.action)
    if wish.outcome in dict(OUTCOMES):
        found.append(AuditEvent.outcome == wish.outcome)
    if wish.project:
        found.append(_of_project(wish.project))
    if wish.start:
        found.append(AuditEvent.at >= _midnight(wish.start, zone))
    if wish.end:
        found.append(AuditEvent.at < _midnight(wish.end + timedelta(days=1), zone))
    return found


def _of_project(words: str) -> ColumnElement[bool]:
    named = or_(Project.number == words, Project.name.icontains(words, autoescape=True))
    ids = select(Project.id).where(named)
    return or_(
        AuditEvent.project_id.in_(ids),
        (AuditEvent.subject == "project") & AuditEvent.subject_id.in_(ids),
    )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)

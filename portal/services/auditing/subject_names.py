"""What an entry is about, by name: looked up once for all entries of a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.audit import AuditEvent
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project

_WORDS = {
    "budget": "Budget",
    "project": "Project",
    "person": "",
    "connection": "ERP connection",
    "company": "Company",
    "cost_code": "Cost codes",
    "cost_type": "Cost types",
    "mail_server": "Mail server",
}
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class SubjectNames:
    """Names by row number."""

    projects: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    connections: dict[int, str] = field(default_factory=dict)

    def say(self, event: AuditEvent) -> str:
        """`Maple St 116`, `Aki Sato, Maple St 116`, `ERP connection QuickBooks`."""
        project = self.projects.get(event.project_id or 0, "")
        if event.subject in {"budget", "project"}:
            return project or self.projects.get(event.subject_id or 0, _word(event.subject))
        if event.subject == "person":
            name = self.people.get(event.subject_id or 0, "A person")
        elif event.subject == "connection":
            name = f"{_word(event.subject)} {self.connections.get(event.subject_id or 0, '')}".strip()
        else:
            name = _word(event.subject)
        return f"{name}, {project}" if project else name


def read_names(session: Session, events: Iterable[AuditEvent]) -> SubjectNames:
    """The names that these entries need."""
    events = list(events)
    projects = {event.project_id for event in events} | _ids(events, "project")
    return SubjectNames(
        _names(session, Project, projects),
        _names(session, Person, _ids(events, "person")),
        _names(session, ErpConnection, _ids(events, "connection")),
    )


def _ids(events: Iterable[AuditEvent], subject: str) -> set[int | None]:
    return {event.subject_id for event in events if event.subject == subject}


def _names(
    session: Session, table: type[Project | Person | ErpConnection], ids: set[int | None]
) -> dict[int, str]:
    wanted = sorted(number for number in ids if number is not None)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = select(table.id, table.name).where(table.id.in_(wanted[start : start + _AT_ONCE]))
        found |= {row.id: row.name for row in session.execute(rows)}
    return found


def _word(subject: str) -> str:
    return _WORDS.get(subject) or subject.replace("_", " ").capitalize()

"""The page where a file is chosen: whether this budget takes one now, and uploads that wait to be confirmed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.imports import ImportFile
from portal.db.people import Person
from portal.db.projects import Project
from portal.domain.decisions import decide
from portal.domain.imports.plans import MAX_LINES
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.files.workbooks import MAX_BYTES
from portal.services.budget_facts import company, read_facts
from portal.services.budgets.budgets import budget_of

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class WaitingUpload:
    """A file that was checked and not yet imported."""

    id: int
    name: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class ListsPage:
    """What the page for lists of cost codes draws."""

    hint: str
    waiting: tuple[WaitingUpload, ...]


@dataclass(frozen=True, slots=True)
class UploadPage:
    """Everything the page draws."""

    project_id: int
    project_name: str
    is_open: bool
    sentences: tuple[str, ...]
    hint: str
    waiting: tuple[WaitingUpload, ...]


def read(session: Session, actor: Actor, project_id: int) -> UploadPage:
    """Read the page of a project's budget."""
    facts = read_facts(session, budget_of(session, project_id))
    verdict = decide(Action.IMPORT_FILE, actor, facts)
    return UploadPage(
        project_id,
        session.get_one(Project, project_id).name,
        verdict.open,
        tuple(denial.sentence for denial in verdict.denials),
        f"CSV, XLSX or XLS, at most {MAX_BYTES >> 20} MB and {MAX_LINES:,} budget lines.",
        _waiting(session, project_id),
    )


def read_lists(session: Session) -> ListsPage:
    """Read the page for lists of cost codes."""
    return ListsPage(f"CSV, XLSX or XLS, at most {MAX_BYTES >> 20} MB.", _waiting(session, None))


def _waiting(session: Session, project_id: int | None) -> tuple[WaitingUpload, ...]:
    zone = company(session).timezone
    rows = session.execute(
        select(ImportFile.id, ImportFile.name, ImportFile.uploaded_at, Person.name)
        .join(Person, Person.id == ImportFile.uploaded_by)
        .where(ImportFile.project_id == project_id, ImportFile.imported_at.is_(None))
        .order_by(ImportFile.id.desc())
        .limit(_SHOWN)
    )
    return tuple(WaitingUpload(key, name, clock.say_moment(at, zone), who) for key, name, at, who in rows)

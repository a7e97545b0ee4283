"""Writing the append-only record; always inside the transaction of the act it records."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.audit import AuditEvent
from portal.domain.people import Actor
from portal.domain.vocabulary import Action


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about: the table's noun and its row number."""

    noun: str
    id: int | None
    project_id: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The optional parts of an audit row."""

    before: str = ""
    after: str = ""
    reason: str = ""
    outcome: str = "done"
    detail: dict[str, Any] = field(default_factory=dict)


def record(
    session: Session, action: Action, actor: Actor, subject: Subject, note: Note | None = None
) -> None:
    """Append one event. `note.detail` holds JSON values only and never a secret."""
    note = note or Note()
    session.add(
        AuditEvent(
            at=clock.now(),
            actor_id=actor.id,
            actor_name=actor.name,
            action=action.value,
            outcome=note.outcome,
            subject=subject.noun,
            subject_id=subject.id,
            project_id=subject.project_id,
            before=note.before,
            after=note.after,
            reason=note.reason,
            detail=note.detail,
            address=actor.address,
        )
    )

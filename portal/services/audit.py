"""Writing the append-only record; always inside the transaction of the act it records."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.transactions import put_aside
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.auditing.appending import append


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
    """Put one event aside; it is numbered, chained and written just before the commit of this transaction.

    `note.detail` holds JSON values only and never a secret. Raises TypeError for other values, at once.
    """
    note = note or Note()
    put_aside(
        session,
        append,
        {
            "at": clock.now(),
            "actor_id": actor.id,
            "actor_name": actor.name,
            "action": action.value,
            "outcome": note.outcome,
            "subject": subject.noun,
            "subject_id": subject.id,
            "project_id": subject.project_id,
            "before": note.before,
            "after": note.after,
            "reason": note.reason,
            "detail": json.loads(json.dumps(note.detail)),
            "address": actor.address,
        },
    )

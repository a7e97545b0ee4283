"""Who changed what of a budget, when, from what to what, and why: read from the append-only audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.audit import AuditEvent
from portal.domain.money import format_money, parse_money
from portal.domain.rules import RULES
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import Action, State
from portal.services.budget_facts import company

PAGE = 100
_ACTIONS = frozenset(action.value for action in Action)
_STATES = frozenset(state.value for state in State)


@dataclass(frozen=True, slots=True)
class Change:
    """One event in words. `before` and `after` are amounts or states; `refused` ones changed nothing."""

    id: int
    when: str
    who: str
    what: str
    before: str
    after: str
    reason: str
    refused: bool


@dataclass(frozen=True, slots=True)
class History:
    """A page of changes, the newest first; `next_id` leads to older ones."""

    changes: Sequence[Change]
    next_id: int | None


def read(session: Session, project_id: int, before_id: int | None = None, limit: int = PAGE) -> History:
    """The changes of a project and its budget, older than `before_id`."""
    statement = _events(project_id).limit(limit + 1)
    if before_id is not None:
        statement = statement.where(AuditEvent.id < before_id)
    zone = company(session).timezone
    events = list(session.scalars(statement))
    return History(
        tuple(_change(event, zone) for event in events[:limit]),
        events[limit - 1].id if len(events) > limit else None,
    )


def _events(project_id: int) -> Any:
    return (
        select(AuditEvent)
        .where(
            or_(
                AuditEvent.project_id == project_id,
                (AuditEvent.subject == "project") & (AuditEvent.subject_id == project_id),
            )
        )
        .order_by(AuditEvent.id.desc())
    )


def _change(event: AuditEvent, zone: str) -> Change:
    detail = event.detail or {}
    was, now = _amount(detail.get("was")), _amount(detail.get("to") or detail.get("amount"))
    moved = event.before != event.after
    return Change(
        event.id,
        clock.say_moment(event.at, zone),
        event.actor_name,
        _what(event),
        was or (_state(event.before) if moved and not now else ""),
        now or (_state(event.after) if moved and not was else ""),
        event.reason or str(detail.get("note", "")),
        event.outcome != "done",
    )


def _what(event: AuditEvent) -> str:
    detail = event.detail or {}
    label = RULES[Action(event.action)].label if event.action in _ACTIONS else event.action.replace("_", " ")
    parts = [
        str(detail["line"]) if "line" in detail else "",
        f"modification {detail['modification']}" if "modification" in detail else "",
        f"submission {detail['submission']}" if "submission" in detail else "",
        _file(detail),
        "deleted" if detail.get("deleted") else "",
        _fields(detail),
        "refused" if event.outcome != "done" else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f"{label}: {told}" if told else label


def _file(detail: Mapping[str, Any]) -> str:
    """What an imported file brought: lines of this budget, or cost codes."""
    if "file" not in detail:
        return ""
    if "new" in detail:
        return f"{detail['new']} new and {detail['changed']} changed lines from {detail['file']}"
    return f"cost codes from {detail['file']}"


def _fields(detail: Mapping[str, Any]) -> str:
    """The names of settings that changed."""
    changed = detail.get("changed")
    return ", ".join(str(each) for each in changed) if isinstance(changed, list) else ""


def _amount(text: object) -> str:
    return format_money(parse_money(str(text))) if text is not None else ""


def _state(name: str) -> str:
    return STATE_WORDS[State(name)].badge if name in _STATES else name

"""What the audit page shows: the newest entries first, filtered, in words, fifty at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.people import Person
from portal.domain.audit_chain import Head
from portal.services.auditing.entry_words import changes, label_of, noted, recorded_actions, worded
from portal.services.auditing.filters import DENIED, MACHINES, OUTCOMES, Wish, narrowed
from portal.services.auditing.heads import head
from portal.services.auditing.subject_names import SubjectNames, read_names
from portal.services.budget_facts import company

PAGE = 50
_TOLD = 2
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in words. `facts` are what its opening shows."""

    number: int
    when: str
    who: str
    what: str
    about: str
    moved: str
    reason: str
    refused: bool
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Everything drawn by `templates/audit/page.html`. `older` leads on; None at the end."""

    rows: Sequence[EntryRow]
    older: int | None
    head: Head
    people: Choices
    actions: Choices
    outcomes: Choices

    @property
    def counted(self) -> str:
        """How many entries the chain has."""
        return f"{self.head.count:,} entries" if self.head.count != 1 else "1 entry"


def read(session: Session, wish: Wish, before: int | None = None) -> AuditPage:
    """The entries older than number `before`, or the newest."""
    zone = company(session).timezone
    statement = narrowed(select(AuditEvent), wish, zone).order_by(AuditEvent.sequence.desc()).limit(PAGE + 1)
    if before is not None:
        statement = statement.where(AuditEvent.sequence < before)
    events = list(session.scalars(statement))
    shown, names = events[:PAGE], read_names(session, events[:PAGE])
    return AuditPage(
        rows=tuple(_row(event, names, zone) for event in shown),
        older=shown[-1].sequence if len(events) > PAGE else None,
        head=head(session),
        people=_people(session),
        actions=(("", "All"), *recorded_actions()),
        outcomes=(("", "All"), *OUTCOMES),
    )


def _people(session: Session) -> Choices:
    found = session.execute(select(Person.id, Person.name).order_by(Person.name, Person.id))
    return (
        ("", "All"),
        *((str(number), name) for number, name in found),
        (MACHINES, "The portal and connectors"),
    )


def _row(event: AuditEvent, names: SubjectNames, zone: str) -> EntryRow:
    before, after = worded(event.before), worded(event.after)
    facts = [
        ("Before", before),
        ("After", after),
        ("Reason", event.reason),
        *noted(event.detail or {}),
        ("Address", event.address),
        ("Time", f"{event.at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Entry", f"{event.sequence}, hash {event.hash}"),
    ]
    return EntryRow(
        event.sequence,
        clock.say_moment(event.at, zone),
        event.actor_name,
        label_of(event.action),
        names.say(event),
        _moved(before, after, event),
        event.reason,
        event.outcome == DENIED,
        tuple((term, text) for term, text in facts if text),
    )


def _moved(before: str, after: str, event: AuditEvent) -> str:
    """What changed, in one line: the states or words, else the first settings; empty where a state only stayed."""
    if before and after:
        return f"{before} → {after}" if before != after else ""
    if before or after:
        return before or after
    return "; ".join(f"{term}: {text}" for term, text in changes(event.detail or {})[:_TOLD])

"""Settings, People: everybody with levels and privilege, who was invited and is not here yet, and the history."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, PrivilegeChange
from portal.domain.people import Actor
from portal.domain.vocabulary import LEVEL_WORDS
from portal.services.budget_facts import company
from portal.services.people import pending_invitations
from portal.services.people.directory import APPROVAL_MAILS
from portal.services.people.pending_invitations import Pending
from portal.services.people.person_rows import PersonRow, may_change, rows_of

LEVELS = tuple((level.value, words) for level, words in LEVEL_WORDS.items())
MAIL_CHOICES = tuple(APPROVAL_MAILS.items())
HISTORY_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One grant or withdrawal of the privilege."""

    when: str
    who: str
    whom: str
    granted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The whole page."""

    people: tuple[PersonRow, ...]
    pending: tuple[Pending, ...]
    history: tuple[HistoryRow, ...]
    counted: str
    may_change: bool


def read(session: Session, actor: Actor) -> PeoplePage:
    """Everybody, approvers first, then by name; those who left stand at the end."""
    people = session.scalars(select(Person).where(Person.email != "").order_by(Person.name))
    rows = rows_of(session, actor, people)
    rows.sort(key=lambda row: (not row.is_active, not row.is_approver))
    return PeoplePage(
        people=tuple(rows),
        pending=pending_invitations.read(session, rows),
        history=_history(session),
        counted=_count([row for row in rows if row.is_active]),
        may_change=may_change(actor),
    )


def _history(session: Session) -> tuple[HistoryRow, ...]:
    zone = company(session).timezone
    rows = session.execute(
        select(PrivilegeChange, Person.name)
        .join(Person, Person.id == PrivilegeChange.person_id)
        .order_by(PrivilegeChange.id.desc())
        .limit(HISTORY_AT_MOST)
    )
    return tuple(
        HistoryRow(
            when=clock.say_moment(change.at, zone),
            who=change.by_name,
            whom=name,
            granted=change.granted,
            reason=change.reason,
        )
        for change, name in rows
    )


def _count(rows: list[PersonRow]) -> str:
    approvers = sum(row.is_approver for row in rows)
    people = "1 person" if len(rows) == 1 else f"{len(rows)} people"
    return f"{people}, {approvers} accounting approver{'' if approvers == 1 else 's'}"

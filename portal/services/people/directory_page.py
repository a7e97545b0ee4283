"""What the people pages show: everybody with levels and privilege, the history, and one person in full."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, PrivilegeChange
from portal.domain.decisions import Verdict, decide, holds
from portal.domain.facts import CompanyFacts, PersonFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import LEVEL_WORDS, Action, Level
from portal.services.actors import actor_for
from portal.services.budget_facts import company
from portal.services.people.directory import APPROVAL_MAILS
from portal.services.people.privileges import directory_admins, facts_of, may_explain

LEVELS = tuple((level.value, words) for level, words in LEVEL_WORDS.items())
MAIL_CHOICES = tuple(APPROVAL_MAILS.items())
HISTORY_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Toggle:
    """The privilege's switch: where it stands, whether it may be moved, and every reason why not."""

    on: bool
    is_open: bool
    is_shown: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person, with what the reader may change about them."""

    id: int
    name: str
    email: str
    title: str
    is_you: bool
    is_approver: bool
    is_active: bool
    was_here: bool
    can_import: bool
    levels: dict[str, str]
    level_words: dict[str, str]
    toggle: Toggle
    approval_mail: str
    approval_mail_words: str
    unexplained: int | None


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
    """Settings, People."""

    people: tuple[PersonRow, ...]
    history: tuple[HistoryRow, ...]
    counted: str
    may_change: bool


def read(session: Session, actor: Actor) -> PeoplePage:
    """Everybody, approvers first, then by name; those who left stand at the end."""
    fresh = _unexplained(session, actor)
    people = session.scalars(select(Person).where(Person.email != "").order_by(Person.name))
    admins = directory_admins(session)
    rows = [_row(session, actor, person, admins, fresh.get(person.id)) for person in people]
    rows.sort(key=lambda row: (not row.is_active, not row.is_approver))
    return PeoplePage(
        people=tuple(rows),
        history=_history(session),
        counted=_count([row for row in rows if row.is_active]),
        may_change=may_change(actor),
    )


def may_change(actor: Actor) -> bool:
    """Whether the reader sees selects and buttons, or words."""
    return decide(Action.CHANGE_LEVELS, actor, CompanyFacts()).open


def read_person(session: Session, actor: Actor, person: Person) -> PersonRow:
    """One person as a row of the same table."""
    admins = directory_admins(session)
    return _row(session, actor, person, admins, _unexplained(session, actor).get(person.id))


def read_list(session: Session, actor: Actor) -> tuple[PersonRow, ...]:
    """The directory: active people by name."""
    people = session.scalars(select(Person).where(Person.active, Person.email != "").order_by(Person.name))
    admins = directory_admins(session)
    return tuple(_row(session, actor, person, admins) for person in people)


def read_holders(session: Session, actor: Actor) -> tuple[PersonRow, ...]:
    """Who holds the privilege now."""
    people = session.scalars(select(Person).where(Person.can_push).order_by(Person.name))
    admins = directory_admins(session)
    return tuple(_row(session, actor, person, admins) for person in people)


def _row(
    session: Session, actor: Actor, person: Person, admins: list[Person], unexplained: int | None = None
) -> PersonRow:
    levels = {
        "directory": person.directory_level,
        "erp": person.erp_level,
        "budget": person.budget_level,
    }
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email,
        title=person.title,
        is_you=person.id == actor.id,
        is_approver=holds(Action.ACCEPT, actor_for(session, person)),
        is_active=person.active,
        was_here=person.password_hash is not None,
        can_import=person.can_import_budget,
        levels=levels,
        level_words={tool: LEVEL_WORDS[Level(level)] for tool, level in levels.items()},
        toggle=_toggle(actor, facts_of(session, person, admins)),
        approval_mail=person.approval_mail,
        approval_mail_words=APPROVAL_MAILS[person.approval_mail],
        unexplained=unexplained,
    )


def _toggle(actor: Actor, facts: PersonFacts) -> Toggle:
    """The verdict of the row that the next press would ask."""
    action = Action.REVOKE_PUSH if facts.can_push else Action.GRANT_PUSH
    verdict: Verdict = decide(action, actor, facts)
    return Toggle(facts.can_push, verdict.open, verdict.shown, verdict.sentence if verdict.shown else "")


def _unexplained(session: Session, actor: Actor) -> dict[int, int]:
    """The latest change to each person that `actor` may still give a reason for."""
    changes = session.scalars(
        select(PrivilegeChange).where(PrivilegeChange.by_id == actor.id).order_by(PrivilegeChange.id)
    )
    latest = {change.person_id: change for change in changes}
    return {person_id: change.id for person_id, change in latest.items() if may_explain(change, actor)}


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

"""The page on which a substitute is named: who stands in now or soon, who may, and for whom the reader stands in."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.delegations import Delegation
from portal.db.people import Person
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.actors import approvers, may_accept
from portal.services.budget_facts import company
from portal.services.intentions import NotFoundError
from portal.services.people.delegation_checks import both, span
from portal.services.people.delegation_periods import LONGEST_DAYS

ENDED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One delegation as a line. `period` reads `from today until Fri 27 Nov`; `may_end` draws its button."""

    id: int
    person: str
    substitute: str
    period: str
    state: str
    kind: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """Everything drawn. `why_not` is the sentence where no substitute can be named; `today` as `2026-11-22`."""

    person_id: int
    name: str
    is_own: bool
    whose: str
    choices: tuple[tuple[str, str], ...]
    why_not: str
    given: tuple[Row, ...]
    taken: tuple[Row, ...]
    over: tuple[Row, ...]
    today: str
    longest: int = LONGEST_DAYS


def read(session: Session, actor: Actor, person_id: int) -> DelegationsPage:
    """The page about `person_id`. Raises NotFoundError for an unknown one, and for another's unless one is an admin."""
    person = session.get(Person, person_id)
    is_own = actor.id == person_id
    if person is None or not (is_own or holds(Action.CHANGE_LEVELS, actor)):
        raise NotFoundError("There is no such person.")
    rows = session.scalars(
        select(Delegation)
        .where((Delegation.person_id == person_id) | (Delegation.substitute_id == person_id))
        .order_by(Delegation.starts_at.desc(), Delegation.id.desc())
    ).all()
    now = clock.now()
    living = [row for row in rows if row.ended_at is None and row.ends_at > now]
    others = [each for each in approvers(session) if each.id != person_id]
    return DelegationsPage(
        person_id=person_id,
        name=person.name,
        is_own=is_own,
        whose="your" if is_own else f"{person.name}’s",
        choices=tuple((str(each.id), each.name) for each in others),
        why_not=_why_not(session, person, others, is_own=is_own),
        given=tuple(_row(session, actor, row) for row in living if row.person_id == person_id),
        taken=tuple(_row(session, actor, row) for row in living if row.substitute_id == person_id),
        over=tuple(_row(session, actor, row) for row in rows if row not in living)[:ENDED_SHOWN],
        today=clock.now().astimezone(ZoneInfo(company(session).timezone)).date().isoformat(),
    )


def _why_not(session: Session, person: Person, others: list[Person], *, is_own: bool) -> str:
    if not may_accept(session, person):
        who = "You cannot" if is_own else f"{person.name} cannot"
        return f"{who} push to accounting, so no approval requests come that somebody else could take."
    if not others:
        return (
            "Nobody else can push to accounting. Ask a directory admin to grant it to a second person first."
        )
    return ""


def _row(session: Session, actor: Actor, row: Delegation) -> Row:
    person, substitute = both(session, row)
    zone, now = company(session).timezone, clock.now()
    state, kind = "Ended", "idle"
    if row.ended_at is not None:
        state = f"Ended {clock.say_when(row.ended_at, zone)}"
    elif row.starts_at > now:
        state, kind = "To come", "wait"
    elif row.ends_at > now:
        state, kind = "Now", "ok"
    return Row(
        id=row.id,
        person=person.name,
        substitute=substitute.name,
        period=span(row, zone),
        state=state,
        kind=kind,
        may_end=kind != "idle"
        and holds(Action.DELEGATE, actor)
        and (actor.id == person.id or holds(Action.CHANGE_LEVELS, actor)),
    )

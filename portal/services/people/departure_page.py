"""What a deactivation will do, before it is done: what ends, what waits for a keeper, and whether anybody is left."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.base import Base
from portal.db.delegations import Delegation
from portal.db.people import OneTimeLink, Person
from portal.db.submissions import ApprovalLink
from portal.domain.people import Actor
from portal.services.people import holdings, own_sessions
from portal.services.people.holdings import Holding
from portal.services.people.last_approvers import is_last
from portal.services.people.person_rows import PersonRow, rows_of

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One budget of the list, with who is chosen to take it over (0: nobody)."""

    held: Holding
    chosen: int


@dataclass(frozen=True, slots=True)
class DeparturePage:
    """The whole page. `ends`: sentences. `not_shown`: budgets beyond the list, which go to `to_all` alone."""

    row: PersonRow
    ends: tuple[str, ...]
    choices: tuple[Choice, ...]
    not_shown: int
    takers: tuple[tuple[int, str], ...]
    is_last: bool


def read(
    session: Session, actor: Actor, person: Person, chosen: Mapping[int, int] | None = None
) -> DeparturePage:
    """The page for `person`; `chosen` keeps what was selected already, by budget."""
    held = holdings.read(session, person)
    takers = {taker: name for each in held for taker, name in each.takers}
    row = rows_of(session, actor, [person])[0]
    return DeparturePage(
        row=row,
        ends=_ends(session, person, row),
        choices=tuple(Choice(each, (chosen or {}).get(each.budget_id, 0)) for each in held[:SHOWN]),
        not_shown=max(0, len(held) - SHOWN),
        takers=tuple(sorted(takers.items(), key=lambda taker: taker[1])),
        is_last=is_last(session, person.id),
    )


def _ends(session: Session, person: Person, row: PersonRow) -> tuple[str, ...]:
    now = clock.now()
    links = _count(
        session,
        ApprovalLink,
        ApprovalLink.person_id == person.id,
        ApprovalLink.ended_at.is_(None),
        ApprovalLink.expires_at > now,
    )
    invitations = _count(
        session,
        OneTimeLink,
        OneTimeLink.person_id == person.id,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    periods = _count(
        session,
        Delegation,
        or_(Delegation.person_id == person.id, Delegation.substitute_id == person.id),
        Delegation.ended_at.is_(None),
        Delegation.ends_at > now,
    )
    counted = (
        (len(own_sessions.living(session, person.id)), "session ends", "sessions end"),
        (links, "approval link ends", "approval links end"),
        (invitations, "one-time link ends", "one-time links end"),
        (periods, "delegation ends", "delegations end"),
    )
    said = [f"{count} {one if count == 1 else many}." for count, one, many in counted if count]
    if row.toggle.on:
        said.append("Can push to accounting is taken away; every holder is mailed.")
    return tuple(said)


def _count(session: Session, table: type[Base], *tests: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*tests)) or 0

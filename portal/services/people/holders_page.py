"""Who can push to accounting, for those who watch over it: since when, by whose grant, and what is new."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.domain.people import Actor
from portal.services.budget_facts import company
from portal.services.people.last_approvers import is_last
from portal.services.people.person_rows import Toggle, rows_of
from portal.services.people.privilege_history import Holder, holders_on

NEW_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One holder. `is_new`: granted within the last days; `is_last`: nobody else can accept budgets."""

    id: int
    name: str
    email: str
    title: str
    is_you: bool
    is_new: bool
    is_last: bool
    since: str
    granted_by: str
    reason: str
    toggle: Toggle


def read(session: Session, actor: Actor) -> tuple[HolderRow, ...]:
    """Every holder, new grants first, then by name."""
    zone, now = company(session).timezone, clock.now()
    known = {holder.person_id: holder for holder in holders_on(session, now)}
    people = session.scalars(select(Person).where(Person.can_push).order_by(Person.name))
    found = [
        HolderRow(
            id=row.id,
            name=row.name,
            email=row.email,
            title=row.title,
            is_you=row.is_you,
            is_new=_is_new(known.get(row.id)),
            is_last=is_last(session, row.id),
            since=clock.say_moment(known[row.id].since, zone) if row.id in known else "",
            granted_by=known[row.id].by_name if row.id in known else "",
            reason=known[row.id].reason if row.id in known else "",
            toggle=row.toggle,
        )
        for row in rows_of(session, actor, people)
    ]
    return tuple(sorted(found, key=lambda row: not row.is_new))


def _is_new(holder: Holder | None) -> bool:
    """A grant by somebody; who came with the account is nobody's news."""
    return holder is not None and bool(holder.by_name) and clock.now() - holder.since < NEW_FOR

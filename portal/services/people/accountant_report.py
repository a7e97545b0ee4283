"""The Accountant Report: who can push to accounting, since when and by whose grant, and what each may exchange.

Source: View the Accountant Report.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, SignedInSession
from portal.domain.vocabulary import LEVEL_WORDS, Level
from portal.services.actors import may_accept
from portal.services.budget_facts import company
from portal.services.people import erp_boxes
from portal.services.people.privilege_history import holders_on

_LEVELS = (Level.STANDARD.value, Level.ADMIN.value)


@dataclass(frozen=True, slots=True)
class Accountant:
    """One row of the report; times are worded in the company's zone. `accepts`: budgets, with every box counted."""

    person_id: int
    name: str
    title: str
    email: str
    erp_level: str
    since: str
    granted_by: str
    reason: str
    boxes: str
    accepts: bool
    last_sign_in: str


def read(session: Session) -> tuple[Accountant, ...]:
    """Active people with ERP Integrations: Standard or Admin and the privilege, by name."""
    zone = company(session).timezone
    grants = {holder.person_id: holder for holder in holders_on(session, clock.now())}
    seen = _last_sign_ins(session)
    people = session.scalars(
        select(Person)
        .where(Person.active, Person.can_push, Person.erp_level.in_(_LEVELS))
        .order_by(Person.name)
    )
    return tuple(
        Accountant(
            person_id=person.id,
            name=person.name,
            title=person.title,
            email=person.email,
            erp_level=LEVEL_WORDS[Level(person.erp_level)],
            since=clock.say_moment(grants[person.id].since, zone) if person.id in grants else "",
            granted_by=grants[person.id].by_name if person.id in grants else "",
            reason=grants[person.id].reason if person.id in grants else "",
            boxes=erp_boxes.words(session, person),
            accepts=may_accept(session, person),
            last_sign_in=clock.say_moment(seen.get(person.id), zone) or "never",
        )
        for person in people
    )


def _last_sign_ins(session: Session) -> dict[int | None, datetime]:
    rows = session.execute(
        select(SignedInSession.person_id, func.max(SignedInSession.created_at).label("at")).group_by(
            SignedInSession.person_id
        )
    )
    return {row.person_id: row.at for row in rows}

"""Somebody leaves, or comes back: everything that lets the person act ends at once, in one transaction.

What the person did keeps the name. What the person holds is handed over to somebody, budget by budget or all together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError
from portal.services.people import delegations, holdings, one_time_links, own_sessions, take_overs
from portal.services.people.last_approvers import somebody_stays
from portal.services.people.privileges import end_links, keep_an_admin, locked_person, withdraw


@dataclass(frozen=True, slots=True)
class HandOver:
    """Who takes over: everything (`to_all`), and single budgets (`singly`, by budget) that go to somebody else."""

    to_all: int | None = None
    singly: Mapping[int, int] = field(default_factory=dict)


def deactivate(
    actor: Actor, person_id: int, hand_over: HandOver | None = None, *, aware: bool = False
) -> None:
    """Let somebody out: sessions, one-time and approval links, delegations and the privilege end with it.

    Raises Denied, NotFoundError, InputError("active") for oneself, InputError("directory") for the last directory
    admin, InputError("keeper") for somebody who cannot take a budget over, and LastApproverError unless `aware` when
    nobody could accept budgets any more.
    """
    subject = audit.Subject("person", person_id)
    with (
        permitted(Action.CHANGE_LEVELS, actor, subject, approvers_too=True) as session,
        somebody_stays(session, aware=aware),
    ):
        person = locked_person(session, person_id)
        if not person.active:
            return
        if actor.id == person.id:
            raise InputError("active", "You cannot deactivate yourself. Another directory admin can.")
        _hand_over(session, actor, person, hand_over or HandOver())
        person.active = False
        session.flush()
        keep_an_admin(session)
        audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note("active", "inactive"))
        own_sessions.end_all(session, person.id)
        one_time_links.end_all(session, person.id)
        end_links(session, person)
        withdraw(session, actor, person, "Account deactivated")
        delegations.end_all_of(session, person.id)


def reactivate(actor: Actor, person_id: int) -> None:
    """Let somebody in again; the privilege does not come back by itself. Raises Denied and NotFoundError."""
    subject = audit.Subject("person", person_id)
    with permitted(Action.CHANGE_LEVELS, actor, subject) as session:
        person = locked_person(session, person_id)
        if not person.active:
            person.active = True
            audit.record(session, Action.CHANGE_LEVELS, actor, subject, audit.Note("inactive", "active"))


def _hand_over(session: Session, actor: Actor, person: Person, wish: HandOver) -> None:
    """Budgets named one by one, then the rest to `to_all` where that person can keep them."""
    keepers: dict[int, int] = {}
    for held in holdings.read(session, person):
        if held.budget_id in wish.singly:
            keepers[held.budget_id] = wish.singly[held.budget_id]
        elif wish.to_all in {taker for taker, _ in held.takers} and wish.to_all is not None:
            keepers[held.budget_id] = wish.to_all
    take_overs.take_over_all(actor, keepers)

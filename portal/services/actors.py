"""Turning a directory row into the detached actor that the rules ask about; read afresh on every request."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import BudgetPermission, Person
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Granular, Level


def actor_for(session: Session, person: Person, project_id: int | None = None, address: str = "") -> Actor:
    """The actor behind `person`, with the budget level on `project_id` (own row there, else the person's default)."""
    level, granular = Level(person.budget_level), frozenset[Granular]()
    if project_id is not None:
        own = session.scalar(
            select(BudgetPermission).where(
                BudgetPermission.person_id == person.id, BudgetPermission.project_id == project_id
            )
        )
        if own is not None:
            level, granular = Level(own.level), frozenset(Granular(each) for each in own.granular)
    return Actor(
        id=person.id,
        name=person.name,
        active=person.active,
        directory=Level(person.directory_level),
        erp=Level(person.erp_level),
        can_push=person.can_push,
        can_export_budget=person.can_export_budget,
        can_import_budget=person.can_import_budget,
        can_export_jobs=person.can_export_jobs,
        can_import_jobs=person.can_import_jobs,
        can_export_codes=person.can_export_codes,
        auditor=person.auditor,
        budget=level,
        granular=granular,
        address=address,
    )


def actor_by_id(session: Session, person_id: int, project_id: int | None = None) -> Actor | None:
    """As `actor_for`, by row number; None when there is no such person."""
    person = session.get(Person, person_id, populate_existing=True)
    return actor_for(session, person, project_id) if person is not None else None


def hold(session: Session, actor: Actor) -> None:
    """Keep the person's row as it is until the transaction ends: nobody takes a permission away in between.

    To be called before any other row is locked, so that two acts never wait for each other.
    """
    if actor.id is not None:
        session.get(Person, actor.id, with_for_update={"read": True}, populate_existing=True)


def held_now(session: Session, actor: Actor, project_id: int | None = None) -> Actor:
    """Hold the actor's row and return the actor as of now: the first line of an act that changes something."""
    hold(session, actor)
    return as_of_now(session, actor, project_id)


def as_of_now(session: Session, actor: Actor, project_id: int | None = None) -> Actor:
    """The same actor with the permissions that the directory holds now; machines and the console are what they are.

    Source: OWASP Transaction Authorization Cheat Sheet (the check at the moment of the act).
    """
    if actor.id is None:
        return actor
    person = session.get(Person, actor.id)
    if person is None:
        return replace(actor, active=False)
    return actor_for(session, person, project_id, actor.address)


def approvers(session: Session) -> list[Person]:
    """Active people who may accept budgets, by name. Source: What is the accounting approver role?"""
    people = session.scalars(select(Person).where(Person.can_push, Person.active).order_by(Person.name))
    return [person for person in people if may_accept(session, person)]


def may_accept(session: Session, person: Person) -> bool:
    """Whether the rule table's role for Accept holds, whatever the moment."""
    return holds(Action.ACCEPT, actor_for(session, person))

"""Turning a directory row into the detached actor that the rules ask about; read afresh on every request."""

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


def approvers(session: Session) -> list[Person]:
    """Active people who may accept budgets, by name. Source: What is the accounting approver role?"""
    people = session.scalars(select(Person).where(Person.can_push, Person.active).order_by(Person.name))
    return [person for person in people if may_accept(session, person)]


def may_accept(session: Session, person: Person) -> bool:
    """Whether the rule table's role for Accept holds, whatever the moment."""
    return holds(Action.ACCEPT, actor_for(session, person))

"""Which projects a person may know of: the rule of View budget, asked once per special permission, not per project."""

from dataclasses import replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.db.people import BudgetPermission
from portal.db.projects import Project
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Granular, Level


def visible(session: Session, actor: Actor) -> ColumnElement[bool]:
    """A condition on `Project` for queries; `actor` carries the person's own level, not that of one project."""
    default = holds(Action.VIEW_BUDGET, actor)
    special = [
        project_id
        for project_id, there in actors_by_project(session, actor).items()
        if holds(Action.VIEW_BUDGET, there) is not default
    ]
    return Project.id.not_in(special) if default else Project.id.in_(special)


def actors_by_project(session: Session, actor: Actor) -> dict[int, Actor]:
    """The actor as he stands in each project where he has permissions of his own."""
    rows = session.execute(
        select(BudgetPermission.project_id, BudgetPermission.level, BudgetPermission.granular).where(
            BudgetPermission.person_id == actor.id
        )
    )
    return {
        project_id: replace(
            actor, budget=Level(level), granular=frozenset(Granular(each) for each in granular)
        )
        for project_id, level, granular in rows
    }

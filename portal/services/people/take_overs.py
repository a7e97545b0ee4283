"""Handing a budget over: what comes back from accounting then goes to its keeper instead of who sent it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.projects import Project
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError, NotFoundError
from portal.services.people.holdings import may_keep


def take_over(actor: Actor, budget_id: int, keeper_id: int) -> None:
    """Make somebody the keeper of one budget. Raises Denied, NotFoundError, and InputError("keeper")."""
    take_over_all(actor, {budget_id: keeper_id})


def take_over_all(actor: Actor, keepers: Mapping[int, int]) -> None:
    """Give each budget its keeper (row numbers), all or none. Raises as `take_over`."""
    with permitted(Action.TAKE_OVER, actor, audit.Subject("budget", None)) as session:
        for budget_id in sorted(keepers):
            _hand(session, actor, budget_id, keepers[budget_id])


def _hand(session: Session, actor: Actor, budget_id: int, keeper_id: int) -> None:
    budget = session.get(Budget, budget_id, with_for_update=True, populate_existing=True)
    keeper = session.get(Person, keeper_id)
    if budget is None:
        raise NotFoundError("There is no such budget.")
    project = session.get_one(Project, budget.project_id)
    if keeper is None or not keeper.active or not may_keep(session, keeper, project.id):
        name = keeper.name if keeper is not None else "Nobody of that number"
        sentence = f"{name} cannot send the budget of {project.name}. Choose somebody from the list."
        raise InputError("keeper", sentence)
    if budget.keeper_id == keeper.id:
        return
    before = session.get(Person, budget.keeper_id) if budget.keeper_id is not None else None
    budget.keeper_id = keeper.id
    note = audit.Note(before.name if before else "", keeper.name)
    audit.record(session, Action.TAKE_OVER, actor, audit.Subject("budget", budget.id, project.id), note)

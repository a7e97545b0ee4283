"""How many budgets wait for one person: the number beside Home on every page, the same that Home counts."""

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company
from portal.services.home import home_rows
from portal.services.projects.visible_projects import visible


def count_for(session: Session, actor: Actor) -> int:
    """Budgets that `actor` may decide, and those that accounting gave back to him."""
    wanted = home_rows.came_back(actor)
    if holds(Action.ACCEPT, actor):
        wanted = or_(wanted, home_rows.decidable(actor, four_eyes=company(session).four_eyes))
    return home_rows.count(session, and_(visible(session, actor), wanted))

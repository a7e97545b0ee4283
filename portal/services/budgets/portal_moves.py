"""Moving an imported budget to the portal: once, for good, with a reason.

Source: Import a Budget from Sage 100 (a budget may be modified in the portal afterwards) against Export a Procore
Budget to Sage 100 (one system of record): whoever moves it decides that once.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.domain.decisions import Verdict, decide
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services.budget_facts import read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.intentions import Act, InputError, Intention

REASON_AT_LEAST = 3
REASON_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class MovePage:
    """What moving means for this budget; `verdict` closes it where the rule table does."""

    project_id: int
    project_name: str
    version: int
    verdict: Verdict
    erp_label: str
    erp_short: str


def read(session: Session, actor: Actor, project_id: int) -> MovePage:
    """Read the page of a project's budget."""
    project, budget = session.get_one(Project, project_id), budget_of(session, project_id)
    facts = read_facts(session, budget)
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    return MovePage(
        project.id,
        project.name,
        budget.version,
        decide(Action.MOVE_TO_PORTAL, actor, facts),
        facts.erp_label,
        connector_for(connection.connector).short_label if connection else facts.erp_label,
    )


def _move(intention: Intention) -> None:
    """The outcome of the rule table makes the portal the system of record; the act checks the reason."""
    if not REASON_AT_LEAST <= len(intention.reason.strip()) <= REASON_AT_MOST:
        raise InputError("reason", "Write a reason of 3 to 500 characters; it stands in the change history.")


MOVE = Act(_move)

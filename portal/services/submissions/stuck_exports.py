"""Resetting and withdrawing on a person's word, under the lock that hands documents out.

The connection's row is locked first, as the exchange does it: what "never left" says must still hold when the reset
is written.
"""

from portal.db.projects import Project
from portal.db.transactions import transaction
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budgets.budgets import budget_of
from portal.services.exchange import exchange
from portal.services.transitions import perform


def reset(actor: Actor, project_id: int, reason: str, *, seen_version: int | None = None) -> None:
    """Reset an export that never left. Raises Denied, InputError, ChangedMeanwhileError."""
    _perform(Action.RESET_EXPORT, actor, project_id, reason, seen_version)


def withdraw(actor: Actor, project_id: int, reason: str, *, seen_version: int | None = None) -> None:
    """Ask the ERP's side to take an export away that nobody posted; the budget is reset when it has."""
    _perform(Action.WITHDRAW_EXPORT, actor, project_id, reason, seen_version)


def _perform(action: Action, actor: Actor, project_id: int, reason: str, seen_version: int | None) -> None:
    refusal: Denied | None = None
    with transaction() as session:
        project = session.get_one(Project, project_id)
        if project.connection_id is not None:
            exchange.lock(session, project.connection_id)
        budget_id = budget_of(session, project_id).id
        try:
            perform(action, actor, budget_id, reason=reason, seen_version=seen_version)
        except Denied as denied:
            if denied.status != FORBIDDEN:
                raise
            refusal = denied  # nothing was written but the refusal, which must stay in the audit
    if refusal is not None:
        raise refusal

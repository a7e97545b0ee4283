"""Locking and unlocking. Source: Lock a Budget; Unlock a Budget with Budget Modifications."""

from sqlalchemy import delete

from portal import clock
from portal.db.budgets import BudgetModification
from portal.services.intentions import Act, InputError, Intention


def _lock(intention: Intention) -> None:
    intention.budget.locked_at = clock.now()
    intention.budget.locked_by = intention.actor.id


def _unlock(intention: Intention) -> None:
    """`given` is "preserve" or "delete": what becomes of the modifications. Deleting ends with the first export."""
    wish = intention.given or "preserve"
    if wish == "delete":
        if intention.facts.exported_before:
            raise InputError(
                "modifications", "The ERP holds this budget, so its modifications must be preserved."
            )
        intention.session.execute(
            delete(BudgetModification).where(BudgetModification.budget_id == intention.budget.id)
        )
    intention.notes["modifications"] = wish


LOCK = Act(_lock, touches=True)
UNLOCK = Act(_unlock)

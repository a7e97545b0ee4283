"""Who is told what, when: mails written to the outbox in the transaction of the act that causes them."""

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.domain.facts import BudgetFacts


def ask_approvers(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """An approval request with its link, to each approver who may accept this budget."""


def tell_of_rejection(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The reason and the remarks, to the sender."""


def tell_of_failure(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The ERP's messages, to the accepting approver and the sender."""


def tell_of_sync(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """Your budget is open again, to the sender."""

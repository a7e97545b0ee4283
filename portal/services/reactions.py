"""Table 2: what follows what. Rows for mails and ERP requests, written in the transaction of the act.

Only the bell rings after the commit.
"""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.domain.facts import BudgetFacts
from portal.domain.vocabulary import Action
from portal.services.exchange import readings
from portal.services.mails import notices

Reaction = Callable[[Session, Budget, BudgetFacts], None]

REACTIONS: Mapping[Action, tuple[Reaction, ...]] = {
    Action.SEND: (notices.ask_approvers,),
    Action.REJECT: (notices.tell_of_rejection,),
    Action.ACKNOWLEDGE_DIFFERENCE: (notices.ask_second_person,),
    Action.FINISH_EXPORT: (readings.order_after_export,),
    Action.FAIL_EXPORT: (notices.tell_of_failure,),
    Action.RESET_EXPORT: (notices.tell_of_reset,),
    Action.FINISH_WITHDRAWAL: (notices.tell_of_reset,),
    Action.CONFIRM_SYNC: (notices.tell_of_sync,),
}


def react(session: Session, action: Action, budget: Budget, facts: BudgetFacts) -> None:
    """Write what follows `action`; `facts` are those from before it."""
    for reaction in REACTIONS.get(action, ()):
        reaction(session, budget, facts)

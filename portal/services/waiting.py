"""How many budgets wait for one person's decision: the number beside Home, on every page."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetTouch
from portal.db.submissions import Submission
from portal.domain.decisions import holds
from portal.domain.facts import BudgetFacts
from portal.domain.guards import is_not_the_sender
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Phase
from portal.services.budget_facts import company

DECIDED_BY_ACCOUNTING = (Phase.SENT, Phase.EXPORT_FAILED)


def count_for(session: Session, actor: Actor) -> int:
    """Budgets sent or failed that `actor` may decide; those that four eyes keep from them are left out.

    Two queries whatever the number: the full facts are read on the pages that list the budgets.
    """
    if not holds(Action.ACCEPT, actor):
        return 0
    four_eyes = company(session).four_eyes
    rows = session.execute(
        select(Budget.phase, Submission.sent_by, BudgetTouch.person_id)
        .join(Submission, Submission.id == Budget.submission_id)
        .outerjoin(
            BudgetTouch,
            (BudgetTouch.budget_id == Budget.id)
            & (BudgetTouch.revision == Budget.revision)
            & (BudgetTouch.person_id == actor.id),
        )
        .where(Budget.phase.in_([phase.value for phase in DECIDED_BY_ACCOUNTING]))
    )
    return sum(
        _is_open(actor, Phase(phase), sender, toucher, four_eyes=four_eyes) for phase, sender, toucher in rows
    )


def _is_open(actor: Actor, phase: Phase, sender: int, toucher: int | None, *, four_eyes: bool) -> bool:
    """A failed export may be retried by any approver; a sent budget only by one who had no hand in it."""
    touched = frozenset() if toucher is None else frozenset({toucher})
    facts = BudgetFacts(locked=True, phase=phase, touched_by=touched, sender_id=sender, four_eyes=four_eyes)
    return phase is Phase.EXPORT_FAILED or not tuple(is_not_the_sender(actor, facts))

"""Taking a difference as the ERP's own adjustment: one approver with a reason, then a second person.

Nothing sets a budget synced by hand: an acknowledged amount only counts beside what the ERP shows. Source: portal
decision on amounts that differ after an export (Export a Procore Budget to Sage 100, Restrictions).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.submissions import DifferenceAcknowledgement
from portal.domain.causes import Cause, may_be_acknowledged
from portal.domain.denials import Denial, Denied
from portal.services.intentions import Act, InputError, Intention, NotFoundError
from portal.services.job_costs import acknowledged
from portal.services.submissions.approvals import REASON_AT_LEAST, REASON_AT_MOST
from portal.services.submissions.submissions import current_submission

CHANGED_SINCE = Denial(
    "amount_changed",
    "The last sync brought another amount for this cost code. Look at the differences again.",
)
CANNOT = Denial(
    "not_acknowledgeable",
    "This is no difference of the ERP's own: the amount only waits to be posted there. Do that first.",
)


@dataclass(frozen=True, slots=True)
class AcknowledgeInput:
    """The report's key of the budget code, and what the page showed as found, in cents."""

    key: str
    found_cents: int


@dataclass(frozen=True, slots=True)
class ConfirmInput:
    """Which acknowledgement the second person looked at."""

    acknowledgement_id: int


def _acknowledge(intention: Intention) -> int:
    """The reason is the act's. Returns the acknowledgement's row number."""
    given: AcknowledgeInput = intention.given
    session = intention.session
    submission = current_submission(session, intention.budget)
    row = acknowledged.shown_now(submission).get((given.key, given.found_cents))
    if row is None:
        raise Denied((CHANGED_SINCE,))
    if not may_be_acknowledged(
        Cause(row.get("cause", Cause.CHANGED)), shows=submission.proof.get("shows", True)
    ):
        raise Denied((CANNOT,))
    known = session.scalar(
        select(DifferenceAcknowledgement).where(
            DifferenceAcknowledgement.submission_id == submission.id,
            DifferenceAcknowledgement.key == given.key,
            DifferenceAcknowledgement.found_cents == given.found_cents,
        )
    )
    entry = known or DifferenceAcknowledgement(
        submission_id=submission.id, key=given.key, found_cents=given.found_cents
    )
    entry.expected_cents = row["expected"]
    entry.reason = _reason(intention)
    entry.by_id, entry.at = intention.actor.id or 0, clock.now()
    session.add(entry)
    session.flush()
    intention.notes.update(submission=submission.number, key=given.key, found=given.found_cents)
    return entry.id


def _reason(intention: Intention) -> str:
    reason = intention.reason.strip()
    if not REASON_AT_LEAST <= len(reason) <= REASON_AT_MOST:
        raise InputError("reason", "Write a reason of 3 to 500 characters; the second person reads it.")
    return reason


def _who_acknowledged(session: Session, budget: Budget, given: ConfirmInput) -> Mapping[str, Any]:
    """The fact behind "two people": who acknowledged the difference that is to be confirmed."""
    return {"acknowledged_by": _the_one(session, budget, given).by_id}


def _confirm(intention: Intention) -> None:
    entry = _the_one(intention.session, intention.budget, intention.given)
    submission = current_submission(intention.session, intention.budget)
    if (entry.key, entry.found_cents) not in acknowledged.shown_now(submission):
        raise Denied((CHANGED_SINCE,))
    entry.confirmed_by, entry.confirmed_at = intention.actor.id, clock.now()
    intention.notes.update(submission=submission.number, key=entry.key, found=entry.found_cents)


def _the_one(session: Session, budget: Budget, given: ConfirmInput) -> DifferenceAcknowledgement:
    """An unconfirmed acknowledgement of the submission under way. Raises NotFoundError."""
    entry = session.get(DifferenceAcknowledgement, given.acknowledgement_id)
    if entry is None or entry.submission_id != budget.submission_id or entry.confirmed_by is not None:
        raise NotFoundError("There is no such acknowledgement to confirm.")
    return entry


ACKNOWLEDGE = Act(_acknowledge)
CONFIRM = Act(_confirm, look=_who_acknowledged)

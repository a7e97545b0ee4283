"""Sending a budget to accounting and taking it back: the frozen copy is made here.

Source: Send a Budget to ERP Integrations for Accounting Acceptance; Retrieve a Budget from ERP Before Acceptance.
"""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.submissions import ApprovalLink, BudgetTransaction, Submission
from portal.domain.vocabulary import Decision
from portal.services.intentions import Act, Intention, NotFoundError
from portal.services.submissions.frozen_copies import FrozenCopy, freeze, seal

NOTE_LIMIT = 500


def _send(intention: Intention) -> int:
    """Freeze a copy; `given` is the sender's note. Returns the submission's row number."""
    session, budget = intention.session, intention.budget
    copy = freeze(session, budget)
    text = copy.text()
    submission = Submission(
        budget_id=budget.id,
        number=_next_number(session, budget),
        revision=budget.revision,
        is_first=not intention.facts.exported_before,
        sent_by=intention.actor.id,
        sent_at=clock.now(),
        note=str(intention.given or "").strip()[:NOTE_LIMIT],
        content=text,
        content_hash=seal(text),
        four_eyes_was_on=intention.facts.four_eyes,
        **_totals(copy),
    )
    session.add(submission)
    session.flush()
    session.add_all(
        BudgetTransaction(
            submission_id=submission.id,
            line_id=amount.line_id,
            modification_id=amount.modification_id,
            type=amount.type,
            cents=amount.cents,
            notes=amount.notes,
        )
        for amount in copy.amounts
    )
    budget.submission_id = submission.id
    budget.keeper_id = None
    budget.last_decision_reason = ""
    intention.notes.update(
        submission=submission.number, hash=submission.content_hash, amounts=len(copy.amounts)
    )
    return submission.id


def _retrieve(intention: Intention) -> None:
    submission = current_submission(intention.session, intention.budget)
    end(intention, submission, Decision.RETRIEVED)


def end(intention: Intention, submission: Submission, decision: Decision, reason: str = "") -> None:
    """Stamp the submission's end and close its approval links."""
    now = clock.now()
    submission.decision = decision.value
    submission.decided_by = intention.actor.id
    submission.decided_at = now
    submission.reason = reason
    budget = intention.budget
    budget.last_decision_reason = reason
    budget.last_decision_at = now
    budget.last_decision_by = intention.actor.id
    close_links(intention.session, submission)
    intention.notes["submission"] = submission.number


def close_links(session: Session, submission: Submission) -> None:
    """Approval links die with the decision, a retrieve or a reset."""
    session.execute(
        update(ApprovalLink)
        .where(ApprovalLink.submission_id == submission.id, ApprovalLink.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def current_submission(session: Session, budget: Budget) -> Submission:
    """The submission under way or last ended. Raises NotFoundError when nothing was ever sent."""
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if submission is None:
        raise NotFoundError("This budget was never sent.")
    return submission


def _totals(copy: FrozenCopy) -> dict[str, int]:
    living = [line for line in copy.lines if not line.deleted]
    return {
        "line_count": len(living),
        "original_cents": sum(line.original_cents for line in living),
        "modification_cents": sum(line.modification_cents for line in living),
        "change_cents": sum(amount.cents for amount in copy.amounts),
    }


def _next_number(session: Session, budget: Budget) -> int:
    last = session.scalar(select(func.max(Submission.number)).where(Submission.budget_id == budget.id))
    return (last or 0) + 1


SEND = Act(_send, touches=True, needs_limits=True)
RETRIEVE = Act(_retrieve)

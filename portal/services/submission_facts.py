"""Facts about the submission under way: who sent it, whether it left the house, what the last sync showed of it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest, ErpStep
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.facts import ErpPolicy, is_exported
from portal.domain.vocabulary import RequestState
from portal.services.exchange import withdrawal_requests
from portal.services.exchange.export_requests import EXPORT
from portal.services.job_costs import acknowledged, mismatch_words

_MAY_BE_THERE = (
    RequestState.HANDED_OUT.value,
    RequestState.IN_DOUBT.value,
    RequestState.SUCCEEDED.value,
    RequestState.NEEDS_PERSON.value,
)


def about(
    session: Session,
    budget: Budget,
    project: Project,
    connection: ErpConnection | None,
    policy: ErpPolicy | None,
    zone: str,
) -> dict[str, Any]:
    """Fields of `BudgetFacts` by name; times worded in `zone`. Nothing for a budget that was never sent."""
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if submission is None:
        return {}
    found: dict[str, Any] = {
        "first_export": submission.is_first,
        "sent_by": _name(session, submission.sent_by),
        "sent_when": clock.say_when(submission.sent_at, zone),
        "exported_when": clock.say_when(submission.exported_at, zone) if submission.exported_at else "",
        "sender_id": submission.sent_by,
        "was_handed_out": was_handed_out(session, submission),
    }
    if is_exported(budget.phase) and connection is not None and policy is not None:
        found |= _on_its_way(session, project, connection, policy, submission)
    return found


def was_handed_out(session: Session, submission: Submission) -> bool:
    """Whether a writing step of this submission's export left the house and the ERP has not denied holding it."""
    statement = (
        select(ErpStep.id)
        .join(ErpRequest, ErpRequest.id == ErpStep.request_id)
        .where(
            ErpRequest.submission_id == submission.id,
            ErpRequest.kind == EXPORT,
            ErpStep.mutates,
            ErpStep.state.in_(_MAY_BE_THERE),
        )
        .limit(1)
    )
    return session.scalar(statement) is not None


def _on_its_way(
    session: Session,
    project: Project,
    connection: ErpConnection,
    policy: ErpPolicy,
    submission: Submission,
) -> dict[str, Any]:
    """What the last sync showed of an exported submission, and what people do about it."""
    found: dict[str, Any] = {
        "withdrawal_under_way": policy.withdraws and withdrawal_requests.under_way(session, submission)
    }
    if submission.proof.get("mismatch"):
        scene = mismatch_words.scene_of(project, connection, policy, submission)
        found["has_mismatch"] = True
        waiting = acknowledged.waiting(session, submission)
        found["mismatch_sentence"] = " ".join(
            text
            for text in (
                mismatch_words.whole(scene, submission.proof),
                mismatch_words.acknowledged(session, waiting),
            )
            if text
        )
        found["has_open_acknowledgement"] = bool(waiting)
    return found


def _name(session: Session, person_id: int) -> str:
    person = session.get(Person, person_id)
    return person.name if person else "Somebody"

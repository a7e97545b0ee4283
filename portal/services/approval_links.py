"""Approval links: a mailed way for one approver to one submission. They carry no authority and change nothing.

The token is random and only its hash is kept; it is made when the mail leaves, so that no stored mail holds it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.submissions import ApprovalLink, Submission
from portal.services.budget_facts import company


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads, and whether it is still the way to a decision."""

    submission_id: int
    project_id: int
    person_id: int
    alive: bool


def issue(session: Session, submission_id: int, person_id: int) -> str:
    """A fresh token for this approver and submission; earlier ones of the pair end (only the last mail counts)."""
    now = clock.now()
    earlier = session.scalars(
        select(ApprovalLink).where(
            ApprovalLink.submission_id == submission_id,
            ApprovalLink.person_id == person_id,
            ApprovalLink.ended_at.is_(None),
        )
    )
    for link in earlier:
        link.ended_at = now
    token = secrets.token_urlsafe(24)
    session.add(
        ApprovalLink(
            token_hash=_hash(token),
            submission_id=submission_id,
            person_id=person_id,
            created_at=now,
            expires_at=now + timedelta(days=company(session).link_days),
        )
    )
    return token


def follow(session: Session, token: str) -> LinkTarget | None:
    """Read where a token leads; None for an unknown one. Following it any number of times changes nothing."""
    link = session.scalar(select(ApprovalLink).where(ApprovalLink.token_hash == _hash(token)))
    if link is None:
        return None
    submission = session.get_one(Submission, link.submission_id)
    budget = session.get_one(Budget, submission.budget_id)
    alive = link.ended_at is None and link.expires_at > clock.now() and submission.decision == "none"
    return LinkTarget(submission.id, budget.project_id, link.person_id, alive)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

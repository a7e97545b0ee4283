"""Approval links: a mailed way for one approver to one submission. They carry no authority and change nothing.

The token is random and only its hash is kept; it is made when the mail leaves, so that no stored mail holds it.
Source: OWASP Forgot Password Cheat Sheet (tokens); approval links that mail scanners open.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.submissions import ApprovalLink, Submission
from portal.domain.vocabulary import Decision
from portal.services.actors import may_accept
from portal.services.budget_facts import company

TOKEN_BYTES = 24


class LinkState(StrEnum):
    """Whether a link is still the way to a decision, and if not, why; the value stands in the address it leads to."""

    ALIVE = ""
    DECIDED = "decided"
    EXPIRED = "expired"
    REPLACED = "replaced"
    NOT_YOURS = "no-privilege"


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads, whose it is, and whether it is still alive."""

    project_id: int
    number: int
    person_id: int
    state: LinkState


def issue(session: Session, submission_id: int, person_id: int) -> str:
    """A fresh token for this approver and submission; earlier ones of the pair end (only the last mail counts)."""
    now = clock.now()
    session.execute(
        update(ApprovalLink)
        .where(
            ApprovalLink.submission_id == submission_id,
            ApprovalLink.person_id == person_id,
            ApprovalLink.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
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
    found = session.execute(
        select(ApprovalLink, Submission.number, Submission.decision, Budget.project_id, Budget.submission_id)
        .join(Submission, Submission.id == ApprovalLink.submission_id)
        .join(Budget, Budget.id == Submission.budget_id)
        .where(ApprovalLink.token_hash == _hash(token))
    ).first()
    if found is None:
        return None
    link: ApprovalLink = found.ApprovalLink
    over = found.decision != Decision.NONE.value or found.submission_id != link.submission_id
    return LinkTarget(found.project_id, found.number, link.person_id, _state(session, link, over=over))


def is_wanted(session: Session, submission_id: int | None, person_id: int | None) -> bool:
    """Whether a request for this decision should still be mailed to this person."""
    found = session.execute(
        select(Submission.decision, Budget.submission_id)
        .join(Budget, Budget.id == Submission.budget_id)
        .where(Submission.id == submission_id)
    ).first()
    person = session.get(Person, person_id) if person_id is not None else None
    return (
        found is not None
        and found.decision == Decision.NONE.value
        and found.submission_id == submission_id
        and person is not None
        and may_accept(session, person)
    )


def _state(session: Session, link: ApprovalLink, *, over: bool) -> LinkState:
    """The first reason that ended it, the most telling one first."""
    if over:
        return LinkState.DECIDED
    person = session.get(Person, link.person_id)
    if person is None or not may_accept(session, person):
        return LinkState.NOT_YOURS
    if link.expires_at <= clock.now():
        return LinkState.EXPIRED
    return LinkState.ALIVE if link.ended_at is None else LinkState.REPLACED


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Differences that approvers took as the ERP's own adjustment: which count, and which wait for the second person."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.submissions import DifferenceAcknowledgement, Submission


def of_submission(session: Session, submission: Submission) -> Sequence[DifferenceAcknowledgement]:
    """Every acknowledgement of a submission, oldest first; also those whose amounts have changed since."""
    return session.scalars(
        select(DifferenceAcknowledgement)
        .where(DifferenceAcknowledgement.submission_id == submission.id)
        .order_by(DifferenceAcknowledgement.id)
    ).all()


def that_count(session: Session, submission: Submission) -> frozenset[tuple[str, int]]:
    """Report key and found cents of those that a second person has confirmed."""
    return frozenset(
        (row.key, row.found_cents)
        for row in of_submission(session, submission)
        if row.confirmed_by is not None
    )


def waiting(session: Session, submission: Submission) -> list[DifferenceAcknowledgement]:
    """Those that wait for the second person and still name what the ERP shows."""
    shown = shown_now(submission)
    return [
        row
        for row in of_submission(session, submission)
        if row.confirmed_by is None and (row.key, row.found_cents) in shown
    ]


def shown_now(submission: Submission) -> dict[tuple[str, int], dict[str, Any]]:
    """The differences that keep the budget closed now, by report key and found cents."""
    rows: list[dict[str, Any]] = submission.proof.get("differences", [])
    return {(row["key"], row["found"] or 0): row for row in rows}

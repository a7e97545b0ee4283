"""What was sent to accounting: the frozen copy, its transactions, remarks, decision and approval links."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Cents, JsonMap, Moment, Numbered


class Submission(Numbered, Base):
    """One Send. `content` is the frozen copy as canonical JSON text, `content_hash` its SHA-256 (hex).

    `baseline` is the job cost report's amounts at acceptance; `proof` what the last sync found, line by line;
    `delivery` what the ERP's side said of the export (file name, number, hash), for whoever posts it by hand.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("budget_id", "number"),
        # answers the median time to a decision by itself: a row may carry a frozen copy of ten thousand lines
        Index("ix_submissions_decided", "decided_at", "decision", "sent_at"),
    )

    budget_id: Mapped[int] = mapped_column(ForeignKey("budgets.id"), index=True)
    number: Mapped[int]
    revision: Mapped[int]
    is_first: Mapped[bool]
    sent_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(default="")
    content: Mapped[str]
    content_hash: Mapped[str]
    line_count: Mapped[int]
    original_cents: Mapped[int] = mapped_column(Cents)
    modification_cents: Mapped[int] = mapped_column(Cents)
    change_cents: Mapped[int] = mapped_column(Cents)
    decision: Mapped[str] = mapped_column(default="none")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(default="")
    four_eyes_was_on: Mapped[bool] = mapped_column(default=True)
    exported_at: Mapped[datetime | None] = mapped_column(Moment)
    synced_at: Mapped[datetime | None] = mapped_column(Moment)
    baseline: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    proof: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    delivery: Mapped[JsonMap] = mapped_column(JSON, default=dict, server_default="{}")


class BudgetTransaction(Numbered, Base):
    """A single signed amount against one budget code, sent once. Source: ERP Events Dictionary."""

    __tablename__ = "budget_transactions"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_lines.id"), index=True)
    modification_id: Mapped[int | None] = mapped_column(ForeignKey("budget_modifications.id"))
    type: Mapped[str]
    cents: Mapped[int] = mapped_column(Cents)
    notes: Mapped[str] = mapped_column(default="")
    exported_at: Mapped[datetime | None] = mapped_column(Moment)
    synced_at: Mapped[datetime | None] = mapped_column(Moment)
    origin_id: Mapped[str | None]


class SubmissionRemark(Numbered, Base):
    """An approver's remark on one line of a submission; travels with a rejection."""

    __tablename__ = "submission_remarks"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("budget_lines.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str]


class SubmissionComment(Numbered, Base):
    """One message in the conversation about a submission: a question asked back without rejecting, or its answer."""

    __tablename__ = "submission_comments"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str]


class ApprovalLink(Numbered, Base):
    """A mailed way to one submission's review for one approver. Carries no authority; only the hash is stored."""

    __tablename__ = "approval_links"

    token_hash: Mapped[str] = mapped_column(unique=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class PostingNote(Numbered, Base):
    """An "I posted this": a tick and a note by whoever posts by hand. It lifts nothing; only the sync does."""

    __tablename__ = "posting_notes"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(default="")


class DifferenceAcknowledgement(Numbered, Base):
    """One difference between exported and found that an approver takes as the ERP's own adjustment.

    `key` is the report's ("sub job|cost code|cost type"), amounts in cents. It counts once a second person has
    confirmed it, and only while the ERP still shows exactly `found_cents`.
    """

    __tablename__ = "difference_acknowledgements"
    __table_args__ = (UniqueConstraint("submission_id", "key", "found_cents"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    key: Mapped[str]
    expected_cents: Mapped[int] = mapped_column(Cents)
    found_cents: Mapped[int] = mapped_column(Cents)
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)

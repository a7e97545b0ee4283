"""Budgets, their lines and modifications. `locked` and `phase` are written by `services.transitions` only."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Cents, Moment, Numbered

LIMIT = "BETWEEN -9999999999 AND 9999999999"


class Budget(Numbered, Base):
    """One per project. `version` counts every change (optimistic lock, ETag); `revision` every acceptance.

    `keeper_id` took over from a sender who left: what comes back goes to the keeper.
    """

    __tablename__ = "budgets"
    __table_args__ = (
        CheckConstraint(
            "phase IN ('none','sent','exporting','export_failed','awaiting_posting','awaiting_sync')",
            name="phase_known",
        ),
        CheckConstraint("phase = 'none' OR locked", name="outstanding_is_locked"),
        Index("ix_budgets_listed", "phase", "phase_at", "id", "first_exported_at"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    locked: Mapped[bool] = mapped_column(default=False)
    phase: Mapped[str] = mapped_column(default="none")
    phase_at: Mapped[datetime | None] = mapped_column(Moment)
    system_of_record: Mapped[str] = mapped_column(default="undecided")
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    locked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    last_decision: Mapped[str] = mapped_column(default="none")
    last_decision_reason: Mapped[str] = mapped_column(default="")
    last_decision_at: Mapped[datetime | None] = mapped_column(Moment)
    last_decision_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    import_disabled: Mapped[bool] = mapped_column(default=False)
    first_exported_at: Mapped[datetime | None] = mapped_column(Moment)
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    last_synced_at: Mapped[datetime | None] = mapped_column(Moment)
    origin_id: Mapped[str | None]
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submissions.id", use_alter=True, name="fk_budgets_current_submission")
    )


class BudgetLine(Numbered, Base):
    """A budget code with its original amount. `code_key` is "sub job|cost code|cost type" (row numbers).

    `exported_cents` is what the ERP holds of the original (None: never exported). A line that the ERP holds is not
    removed but marked by `deleted_at`, so that its removal can travel. `sort_key` orders by division and code.
    """

    __tablename__ = "budget_lines"
    __table_args__ = (
        UniqueConstraint("budget_id", "code_key"),
        Index("ix_budget_lines_order", "budget_id", "sort_key", "id"),
        CheckConstraint(f"original_cents {LIMIT}", name="original_within_limit"),
    )

    budget_id: Mapped[int] = mapped_column(ForeignKey("budgets.id"))
    code_key: Mapped[str]
    sort_key: Mapped[str]
    sub_job_id: Mapped[int | None] = mapped_column(ForeignKey("sub_jobs.id"))
    cost_code_id: Mapped[int] = mapped_column(ForeignKey("cost_codes.id"), index=True)
    cost_type_id: Mapped[int] = mapped_column(ForeignKey("cost_types.id"))
    description: Mapped[str] = mapped_column(default="")
    calculation: Mapped[str] = mapped_column(default="manual")
    unit_qty: Mapped[str] = mapped_column(default="")
    uom: Mapped[str] = mapped_column(default="")
    unit_cost: Mapped[str] = mapped_column(default="")
    original_cents: Mapped[int] = mapped_column(Cents, default=0)
    exported_cents: Mapped[int | None] = mapped_column(Cents)
    is_partial: Mapped[bool] = mapped_column(default=False)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class BudgetModification(Numbered, Base):
    """A recorded movement on a locked budget. One side may be empty where the grand total may change.

    `exported_by` names the submission that carried it to the ERP; None: it has not been sent.
    """

    __tablename__ = "budget_modifications"
    __table_args__ = (
        UniqueConstraint("budget_id", "number"),
        CheckConstraint("amount_cents > 0 AND amount_cents <= 9999999999", name="amount_positive"),
        CheckConstraint("from_line_id IS NOT NULL OR to_line_id IS NOT NULL", name="has_a_side"),
    )

    budget_id: Mapped[int] = mapped_column(ForeignKey("budgets.id"), index=True)
    number: Mapped[int]
    from_line_id: Mapped[int | None] = mapped_column(ForeignKey("budget_lines.id"), index=True)
    to_line_id: Mapped[int | None] = mapped_column(ForeignKey("budget_lines.id"), index=True)
    amount_cents: Mapped[int] = mapped_column(Cents)
    reference: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    exported_by: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)


class BudgetTouch(Numbered, Base):
    """Who sent, locked or edited a revision: the memory behind the four eyes rule."""

    __tablename__ = "budget_touches"
    __table_args__ = (UniqueConstraint("budget_id", "revision", "person_id"),)

    budget_id: Mapped[int] = mapped_column(ForeignKey("budgets.id"))
    revision: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

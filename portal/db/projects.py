"""Projects, sub jobs, and the company's cost codes, divisions and cost types."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Moment, Numbered


class Project(Numbered, Base):
    """A project here is a job in the ERP. `erp_job_id` is the ERP's own id once the two are linked.

    `erp_job_awaited` is the number under which an accountant is to enter the job by hand, where the ERP takes no jobs
    from outside; the project is linked when the sync brings that job.
    """

    __tablename__ = "projects"

    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    tool_active: Mapped[bool] = mapped_column(default=True)
    connection_id: Mapped[int | None] = mapped_column(ForeignKey("erp_connections.id"), index=True)
    erp_job_id: Mapped[str | None]
    erp_job_name: Mapped[str | None]
    erp_job_awaited: Mapped[str | None]
    linked_at: Mapped[datetime | None] = mapped_column(Moment)
    linked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    may_change_grand_total: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class SubJob(Numbered, Base):
    """A cost compartment inside a project; Sage calls it a phase, QuickBooks has none."""

    __tablename__ = "sub_jobs"
    __table_args__ = (UniqueConstraint("project_id", "code"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    erp_id: Mapped[str | None]


class Division(Numbered, Base):
    """Tier 1 of the cost code list, the group for subtotals."""

    __tablename__ = "divisions"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class CostCode(Numbered, Base):
    """A kind of work; the company's list, used by every project."""

    __tablename__ = "cost_codes"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    division_id: Mapped[int] = mapped_column(ForeignKey("divisions.id"), index=True)
    uom: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class CostType(Numbered, Base):
    """The nature of a cost: Labor, Material …; `code` is one to three letters."""

    __tablename__ = "cost_types"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class ProjectCode(Numbered, Base):
    """A cost code that an approver confirmed for a project's job: Ready to Update, View Requested Updates, Update.

    Source: Update Project Cost Codes for Export to Sage 100 Contractor.
    """

    __tablename__ = "project_codes"
    __table_args__ = (UniqueConstraint("project_id", "cost_code_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    cost_code_id: Mapped[int] = mapped_column(ForeignKey("cost_codes.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime] = mapped_column(Moment)

"""What came back from the ERP: one reading per job at a time, and its rows."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Cents, JsonMap, Moment, Numbered


class JobCostReading(Numbered, Base):
    """One read-back of a project. `asked_at` is when it left: a reading asked before an export proves nothing of it.

    `erp_total_cents` is the ERP's own job total; `witness` the second report's figures; `uncoded` the entries on
    this job without a cost code.
    """

    __tablename__ = "job_cost_readings"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime] = mapped_column(Moment)
    erp_total_cents: Mapped[int | None] = mapped_column(Cents)
    witness: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    uncoded: Mapped[list[JsonMap]] = mapped_column(JSON, default=list)
    is_current: Mapped[bool] = mapped_column(default=True, index=True)


class JobCostRow(Numbered, Base):
    """One row of the Job Costs Report. `cost_code_id` is None for costs on the job without a cost code.

    Source: View an ERP Job Costs Report.
    """

    __tablename__ = "job_cost_rows"

    reading_id: Mapped[int] = mapped_column(ForeignKey("job_cost_readings.id"), index=True)
    sub_job_id: Mapped[int | None] = mapped_column(ForeignKey("sub_jobs.id"))
    cost_code_id: Mapped[int | None] = mapped_column(ForeignKey("cost_codes.id"))
    cost_type_id: Mapped[int | None] = mapped_column(ForeignKey("cost_types.id"))
    erp_name: Mapped[str] = mapped_column(default="")
    original_cents: Mapped[int] = mapped_column(Cents, default=0)
    change_cents: Mapped[int] = mapped_column(Cents, default=0)
    committed_cents: Mapped[int] = mapped_column(Cents, default=0)
    invoiced_cents: Mapped[int] = mapped_column(Cents, default=0)
    cost_cents: Mapped[int] = mapped_column(Cents, default=0)

"""When each connection is synced, and every run of it. Source: Perform an On-Demand Sync with Sage 100 Contractor."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, JsonMap, Moment, Numbered

ON_ARRIVAL = -1
"""As an interval in minutes: as soon as the sync service has something new. 0 is never."""


class SyncSchedule(Numbered, Base):
    """One item of a connection (what its connector declares) and how often it is taken over.

    `cursor` is the last staged Version that this item was taken over to; 0 where nothing is staged.
    """

    __tablename__ = "sync_schedules"
    __table_args__ = (UniqueConstraint("connection_id", "item"),)

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    item: Mapped[str]
    minutes: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    last_run_at: Mapped[datetime | None] = mapped_column(Moment)
    cursor: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime | None] = mapped_column(Moment)


class SyncRun(Numbered, Base):
    """One run of step 1 (ERP to sync service) or step 2 (sync service to portal).

    `trigger`: on_arrival, schedule, on_demand, marker, full. `wish` is what was asked for: date range, depth, items, a
    job. `state`: waiting, running, finished, failed. `counts`: read, created, changed, unchanged, archived, failed.
    `follows` is the step 1 run after which this one is to go; `then_items` of a step 1 run are taken over after it
    (None: step 1 alone). `version` is the staged Version that the run reached.
    """

    __tablename__ = "sync_runs"
    __table_args__ = (
        Index("ix_sync_runs_open", "state", "id"),
        Index("ix_sync_runs_listed", "connection_id", "id"),
    )

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    step: Mapped[int]
    trigger: Mapped[str]
    wish: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    then_items: Mapped[list[Any] | None] = mapped_column(JSON)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("sync_runs.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("erp_requests.id"))
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(default="waiting")
    created_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=0)
    counts: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    messages: Mapped[list[Any]] = mapped_column(JSON, default=list)

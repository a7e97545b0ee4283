"""Append-only record of every act: who, what, when, before, after, why."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Index, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, JsonMap, Moment, Numbered


class AuditEvent(Numbered, Base):
    """One act or refused act. Written in the transaction of the act it records; no code updates or deletes it.

    `sequence` counts without gaps in the order of the commits; `hash` covers the row and the hash before it.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_subject", "subject", "subject_id", "id"),
        Index("ix_audit_events_actor", "actor_id", "sequence"),
        Index("ix_audit_events_action", "action", "sequence"),
        Index("ix_audit_events_outcome", "outcome", "sequence"),
    )

    at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    actor_name: Mapped[str]
    action: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="done")
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    detail: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    address: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[str]


class AuditHead(Numbered, Base):
    """One row: how many entries the chain has, and the last hash. Locked last in every transaction that audits."""

    __tablename__ = "audit_heads"

    count: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default="")


@event.listens_for(AuditHead.__table__, "after_create")
def _begin_the_chain(table: Table, connection: Connection, **_: Any) -> None:
    """Tables made at once from this code get the head too; migrated ones have it from the migration."""
    connection.execute(table.insert().values(id=1, count=0, hash=""))

"""The sync service's staging store: what an ERP's sync agent brought, before the portal takes it over.

One increasing Version per connection; a change or an archive gives the record a new, higher one. Source: the version
semantics of hh2's public clients; How does the hh2 synchronization client connect Procore to Sage 100 Contractor?
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, JsonMap, Moment, Numbered


class StagedRecord(Numbered, Base):
    """One record of the ERP as its agent last read it. `erp_version` is the agent's word for the record's content.

    `job` is the ERP key of the job it belongs to ("" for company lists), so that one job's records can be found.
    `read_at` is when the comparison that brought it began: the record cannot be newer than that.
    """

    __tablename__ = "staged_records"
    __table_args__ = (
        UniqueConstraint("connection_id", "entity", "erp_key"),
        Index("ix_staged_records_version", "connection_id", "version"),
        Index("ix_staged_records_job", "connection_id", "job", "entity"),
    )

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    entity: Mapped[str]
    erp_key: Mapped[str]
    erp_version: Mapped[str]
    job: Mapped[str] = mapped_column(default="")
    version: Mapped[int]
    is_archived: Mapped[bool] = mapped_column(default=False)
    fields: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    read_at: Mapped[datetime] = mapped_column(Moment)
    received_at: Mapped[datetime] = mapped_column(Moment)


class StagedBatch(Numbered, Base):
    """One batch of changes that was taken; a batch that comes again gets the same answer and changes nothing."""

    __tablename__ = "staged_batches"
    __table_args__ = (UniqueConstraint("connection_id", "batch_id"),)

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    batch_id: Mapped[str]
    content_hash: Mapped[str]
    answer: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    received_at: Mapped[datetime] = mapped_column(Moment)


class SyncFailure(Numbered, Base):
    """What an operation or a record met at the ERP, in its words; numbered like the records it concerns."""

    __tablename__ = "sync_failures"
    __table_args__ = (Index("ix_sync_failures_operation", "connection_id", "operation_id"),)

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    operation_id: Mapped[str] = mapped_column(default="")
    entity: Mapped[str] = mapped_column(default="")
    erp_key: Mapped[str] = mapped_column(default="")
    message: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)

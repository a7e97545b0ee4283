"""ERP connections and the durable queue of what is asked of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db.base import Base, JsonMap, Moment, Numbered


class ErpConnection(Numbered, Base):
    """One ERP company file. `connector` names the folder below `erp/connectors` that speaks to it.

    `settings` holds the connector's declared fields; `company` what the ERP last said of itself. How often it is read
    stands in its schedules. `silence_told_at` is when its silence was mailed; empty again with the next contact.
    """

    __tablename__ = "erp_connections"

    connector: Mapped[str]
    name: Mapped[str]
    username: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    owner_guid: Mapped[str]
    file_guid: Mapped[str]
    settings: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    company: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    paused: Mapped[bool] = mapped_column(default=False)
    last_contact_at: Mapped[datetime | None] = mapped_column(Moment)
    silence_told_at: Mapped[datetime | None] = mapped_column(Moment)
    last_lists_at: Mapped[datetime | None] = mapped_column(Moment)
    last_problem: Mapped[str] = mapped_column(default="")
    last_problem_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)


class ConnectorTicket(Numbered, Base):
    """One session of the Web Connector (or another client that asks for work); only the ticket's hash is kept.

    `expected` requests were waiting when it began, `done` answers it has brought: its progress. `machine` is the
    computer that a sync agent says it runs on.
    """

    __tablename__ = "connector_tickets"

    token_hash: Mapped[str] = mapped_column(unique=True)
    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    checked_company: Mapped[bool] = mapped_column(default=False)
    expected: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    machine: Mapped[str] = mapped_column(default="", server_default="")


class ErpRequest(Numbered, Base):
    """One act at the ERP: export this submission, create this job, read these costs. Its steps go out one by one.

    `business_key` is unique for ever; `memory` is what the connector carries from step to step. `retries` counts "not
    now" answers, `losses` documents that left and were never answered; both begin anew when a step gets on.
    """

    __tablename__ = "erp_requests"
    __table_args__ = (Index("ix_erp_requests_due", "connection_id", "state", "id"),)

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    kind: Mapped[str]
    business_key: Mapped[str] = mapped_column(unique=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    state: Mapped[str] = mapped_column(default="queued")
    payload: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    memory: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    messages: Mapped[list[Any]] = mapped_column(JSON, default=list)
    retries: Mapped[int] = mapped_column(default=0)
    losses: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(Moment)
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class ErpStep(Numbered, Base):
    """One document for the wire, stored before it is handed out. `wire_id` belongs to one attempt.

    `lease_owner` is the fencing token: only who holds it may record the answer. `mutates` steps carry a wire id that
    the ERP remembers, so that a lost answer can be asked for. `received_at` is when an agent said that it has it.
    """

    __tablename__ = "erp_steps"
    __table_args__ = (
        UniqueConstraint("request_id", "position", "attempt"),
        Index("ix_erp_steps_open", "connection_id", "state", "id"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("erp_requests.id"), index=True)
    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    position: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    mutates: Mapped[bool]
    wire_id: Mapped[str | None] = mapped_column(unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(default="queued")
    asking: Mapped[bool] = mapped_column(default=False)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime | None] = mapped_column(Moment, default=clock.now)
    handed_out_at: Mapped[datetime | None] = mapped_column(Moment)
    received_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    cleared: Mapped[bool] = mapped_column(default=False)


class ErpRecord(Numbered, Base):
    """A row of the ERP's own lists as last read: jobs, items, accounts."""

    __tablename__ = "erp_records"
    __table_args__ = (UniqueConstraint("connection_id", "kind", "erp_id"),)

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    kind: Mapped[str]
    erp_id: Mapped[str]
    name: Mapped[str]
    full_name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    detail: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    read_at: Mapped[datetime] = mapped_column(Moment)


class CostCodeLink(Numbered, Base):
    """A cost code of ours and its counterpart in one ERP company. `erp_id` is empty until the ERP has it."""

    __tablename__ = "cost_code_links"
    __table_args__ = (UniqueConstraint("connection_id", "cost_code_id"),)

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    cost_code_id: Mapped[int] = mapped_column(ForeignKey("cost_codes.id"))
    erp_id: Mapped[str | None]
    erp_name: Mapped[str] = mapped_column(default="")
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    accepted_at: Mapped[datetime] = mapped_column(Moment)


class CostTypeLink(Numbered, Base):
    """A cost type of ours and its counterpart in one ERP company, one to one; chosen by a person, never guessed."""

    __tablename__ = "cost_type_links"
    __table_args__ = (
        UniqueConstraint("connection_id", "cost_type_id"),
        UniqueConstraint("connection_id", "erp_id", name="uq_cost_type_links_counterpart"),
    )

    connection_id: Mapped[int] = mapped_column(ForeignKey("erp_connections.id"))
    cost_type_id: Mapped[int] = mapped_column(ForeignKey("cost_types.id"))
    erp_id: Mapped[str]
    erp_name: Mapped[str] = mapped_column(default="")
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    accepted_at: Mapped[datetime] = mapped_column(Moment)

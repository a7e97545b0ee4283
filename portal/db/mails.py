"""The mail outbox: written with the act that causes the mail, sent by a job, kept; and the server that takes it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Moment, Numbered


class Mail(Numbered, Base):
    """One message to one person. The row number makes its Message-ID, so a repeat is recognisable."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_due", "sent_at", "given_up_at", "not_before"),)

    to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    to_address: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    not_before: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up_at: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str] = mapped_column(default="")


class MailServer(Numbered, Base):
    """The SMTP server as an admin set it, at most one row; without it the server's environment counts.

    `security` is none, starttls or tls; `password` is sealed.
    """

    __tablename__ = "mail_servers"

    host: Mapped[str]
    port: Mapped[int]
    security: Mapped[str]
    username: Mapped[str] = mapped_column(default="")
    password: Mapped[str] = mapped_column(default="")
    sender: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(Moment)

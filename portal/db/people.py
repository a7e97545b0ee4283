"""People, their levels, the history of the privilege, and their sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, validates

from portal.db.base import Base, JsonMap, Moment, Numbered


class Person(Numbered, Base):
    """A directory record. Levels are values of `vocabulary.Level`; `title` is the role people read.

    `erp_digest`: wants the daily summary. `mail_refused`: the mail server's last word that this address is bad.
    """

    __tablename__ = "people"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    auditor: Mapped[bool] = mapped_column(default=False)
    directory_level: Mapped[str] = mapped_column(default="none")
    erp_level: Mapped[str] = mapped_column(default="none")
    budget_level: Mapped[str] = mapped_column(default="none")
    can_push: Mapped[bool] = mapped_column(default=False)
    can_export_budget: Mapped[bool] = mapped_column(default=True)
    can_import_budget: Mapped[bool] = mapped_column(default=False)
    can_export_jobs: Mapped[bool] = mapped_column(default=True, server_default=true())
    can_import_jobs: Mapped[bool] = mapped_column(default=False, server_default=false())
    can_export_codes: Mapped[bool] = mapped_column(default=True, server_default=true())
    approval_mail: Mapped[str] = mapped_column(default="immediate")
    erp_digest: Mapped[bool] = mapped_column(default=True, server_default=true())
    mail_refused: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(Moment)

    @validates("email")
    def _forget_refusal(self, _key: str, email: str) -> str:
        """Another address was refused by nobody yet."""
        if self.email and email != self.email:
            self.mail_refused = ""
        return email


class BudgetPermission(Numbered, Base):
    """A person's level and granular permissions on one project's budget; overrides `Person.budget_level`."""

    __tablename__ = "budget_permissions"
    __table_args__ = (UniqueConstraint("person_id", "project_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    level: Mapped[str]
    granular: Mapped[list[Any]] = mapped_column(JSON, default=list)


class PrivilegeChange(Numbered, Base):
    """One grant or withdrawal of Can Push to Accounting: who held it on any date is read from here."""

    __tablename__ = "privilege_changes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    granted: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Moment)


class SignedInSession(Numbered, Base):
    """A server-side browser session; the cookie holds a random token, this row only its hash.

    `proved_by`: how its person proved who they are (words in `services.people.account_page`), `proved_at` when last.
    """

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    content: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    proved_at: Mapped[datetime | None] = mapped_column(Moment)
    proved_by: Mapped[str] = mapped_column(default="phrase", server_default="phrase")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")


class OneTimeLink(Numbered, Base):
    """An invitation or password reset; only the hash of its token is kept."""

    __tablename__ = "one_time_links"

    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Throttle(Numbered, Base):
    """Failed tries by account or address, so that guessing slows down for everybody who guesses."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(Moment)
    closed_until: Mapped[datetime | None] = mapped_column(Moment)

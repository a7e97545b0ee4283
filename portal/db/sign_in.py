"""Ways to sign in beside the pass phrase: a second factor, and the company's own identity provider."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, JsonMap, Moment, Numbered


class SecondFactor(Numbered, Base):
    """A person's authenticator app. `secret` is sealed; `last_step` is the time step used last: it never counts again.

    It counts once `confirmed_at` is set: until then it was only shown.
    """

    __tablename__ = "second_factors"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class RecoveryCode(Numbered, Base):
    """One of a person's codes for the day the telephone is lost; works once, only its hash is kept."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str]
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class PendingSignIn(Numbered, Base):
    """Half a sign-in, bound to one browser by a cookie whose hash stands here: waiting for a code or for the provider.

    `person_id` is whose pass phrase was right already; `content` what the next step needs (nonce, verifier, way back).
    """

    __tablename__ = "pending_sign_ins"

    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    content: Mapped[JsonMap] = mapped_column(JSON, default=dict)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class IdentityProvider(Numbered, Base):
    """The company's OpenID Connect provider, at most one. `client_secret` is sealed.

    `adds_people`: somebody unknown with a mapped group is added to the directory at the first sign-in.
    """

    __tablename__ = "identity_providers"

    name: Mapped[str]
    issuer: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str]
    client_secret: Mapped[str]
    scopes: Mapped[str] = mapped_column(default="openid email profile groups")
    groups_claim: Mapped[str] = mapped_column(default="groups")
    adds_people: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class GroupRole(Numbered, Base):
    """What a group of the provider means here. It never grants Can Push to Accounting; `offers_push` only says so."""

    __tablename__ = "group_roles"
    __table_args__ = (UniqueConstraint("provider_id", "group_name"),)

    provider_id: Mapped[int] = mapped_column(ForeignKey("identity_providers.id"))
    group_name: Mapped[str]
    directory_level: Mapped[str] = mapped_column(default="none")
    erp_level: Mapped[str] = mapped_column(default="none")
    budget_level: Mapped[str] = mapped_column(default="none")
    auditor: Mapped[bool] = mapped_column(default=False)
    offers_push: Mapped[bool] = mapped_column(default=False)


class OutsideIdentity(Numbered, Base):
    """A person as the provider knows them: by issuer and subject, never by an address that may be given to another."""

    __tablename__ = "outside_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    groups: Mapped[list[Any]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)

"""ERP connections: one per company file. Adding one, its declared settings, its password, its file, pausing it.

The password is for the program at the ERP's side. It is made here, shown once, and kept as a hash, because the portal
only ever verifies it. Source: Connect QuickBooks with the Web Connector; Configure Advanced Settings.
"""

import secrets
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.contract import ConnectionAddress, OfferedFile, OffersFile
from portal.erp.registry import all_connectors, connector_for
from portal.services import audit
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.connections import connection_values
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import passwords
from portal.services.secrets.sealed_settings import without_secrets
from portal.vault import Vault

NAME_AT_MOST = 60
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_GROUP = 4, 5
_NEW = audit.Subject("connection", None)


def create(actor: Actor, slug: str, name: str, password: str | None = None) -> tuple[int, str]:
    """Add a connection to the ERP `slug`; returns its row number and its password, which is told this once.

    Raises Denied, and InputError(connector | name).
    """
    told = password or new_password()
    hashed = passwords.hash_phrase(told)
    with permitted(Action.CONFIGURE_CONNECTION, actor, _NEW) as session:
        if slug not in all_connectors():
            raise InputError("connector", "Choose an ERP from the list.")
        row = ErpConnection(
            connector=slug,
            name=_checked_name(session, name, None),
            username=f"portal-{secrets.token_hex(4)}",
            password_hash=hashed,
            owner_guid=_owner_guid(session),
            file_guid=_guid(),
            settings=connection_values.defaults(connector_for(slug).setting_fields),
            created_at=clock.now(),
        )
        session.add(row)
        session.flush()
        _note(session, actor, row.id, "created", connector=slug, name=row.name)
        return row.id, told


def change(actor: Actor, connection_id: int, name: str, typed: Mapping[str, str], vault: Vault) -> None:
    """Store the name and the declared settings, secrets sealed; a blank secret keeps the old one.

    Raises Denied, NotFoundError, and connection_values.ValueErrors.
    """
    with _changing(actor, connection_id) as session:
        row = existing(session, connection_id)
        fields = connector_for(row.connector).setting_fields
        values = connection_values.checked(session, row.id, fields, typed)
        secrets_typed = connection_values.sealed(vault, fields, typed, row.settings)
        before = dict(row.settings)
        row.name = _checked_name(session, name, row.id)
        row.settings = {**before, **values, **secrets_typed}
        changed = {key: value for key, value in values.items() if before.get(key) != value}
        replaced = dict.fromkeys(secrets_typed, "replaced")
        _note(session, actor, row.id, "changed", **{**changed, **replaced, "name": row.name})


def renew_password(actor: Actor, connection_id: int, password: str | None = None) -> str:
    """Make another password and return it, this once; the old one is refused from now on.

    Raises Denied and NotFoundError.
    """
    told = password or new_password()
    hashed = passwords.hash_phrase(told)
    with _changing(actor, connection_id) as session:
        existing(session, connection_id).password_hash = hashed
        _note(session, actor, connection_id, "new_password")
    return told


def set_paused(actor: Actor, connection_id: int, *, paused: bool) -> None:
    """Hand nothing out any more, or go on. What was handed out is still read back. Raises Denied, NotFoundError."""
    with _changing(actor, connection_id) as session:
        row = existing(session, connection_id)
        if row.paused is not paused:
            row.paused = paused
            _note(session, actor, connection_id, "paused" if paused else "resumed")


def file_of(session: Session, connection: ErpConnection, base_url: str) -> OfferedFile | None:
    """The file that sets the ERP's side up; None where the connector has none. Raises ValueError with the reason."""
    connector = connector_for(connection.connector)
    if not isinstance(connector, OffersFile):
        return None
    return connector.connection_file(
        ConnectionAddress(
            base_url=base_url,
            company=company(session).name,
            name=connection.name,
            username=connection.username,
            owner_id=connection.owner_guid,
            file_id=connection.file_guid,
            settings=without_secrets(connection.settings),
        )
    )


def existing(session: Session, connection_id: int) -> ErpConnection:
    """The connection of this row number. Raises NotFoundError."""
    row = session.get(ErpConnection, connection_id)
    if row is None:
        raise NotFoundError("There is no such connection.")
    return row


def new_password() -> str:
    """Four groups of five letters and figures that nobody confuses: some 98 random bits, to be typed once."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _changing(actor: Actor, connection_id: int) -> AbstractContextManager[Session]:
    return permitted(Action.CONFIGURE_CONNECTION, actor, audit.Subject("connection", connection_id))


def _checked_name(session: Session, name: str, own_id: int | None) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > NAME_AT_MOST:
        raise InputError(
            "name", f"Enter a name, at most {NAME_AT_MOST} characters, such as the ERP company's."
        )
    taken = session.scalar(select(ErpConnection.id).where(ErpConnection.name == plain))
    if taken not in {None, own_id}:
        raise InputError("name", "Another connection has this name. Give each its own.")
    return plain


def _owner_guid(session: Session) -> str:
    """One for all connections of this portal: it says which program calls, not which company file."""
    return session.scalar(select(ErpConnection.owner_guid).limit(1)) or _guid()


def _guid() -> str:
    return f"{{{uuid.UUID(bytes=secrets.token_bytes(16), version=4)}}}"


def _note(session: Session, actor: Actor, connection_id: int, what: str, **detail: str) -> None:
    subject = audit.Subject("connection", connection_id)
    audit.record(session, Action.CONFIGURE_CONNECTION, actor, subject, audit.Note(after=what, detail=detail))

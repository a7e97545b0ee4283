"""Sealing everything anew under the first key of the key file, in one transaction.

Interrupted at any point nothing is lost: the file gets the new key before anything is sealed with it and keeps the old
ones, so that a second run completes. Source: cryptography documentation, MultiFernet.rotate.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.db.exchange import ErpConnection
from portal.db.mails import MailServer
from portal.db.sign_in import IdentityProvider, SecondFactor
from portal.db.transactions import transaction
from portal.services.secrets.sealed_settings import resealed
from portal.vault import SealBrokenError, Vault, new_key, read_keys, write_keys

COLUMNS: tuple[tuple[str, InstrumentedAttribute[str]], ...] = (
    ("authenticator apps", SecondFactor.secret),
    ("identity providers", IdentityProvider.client_secret),
    ("mail servers", MailServer.password),
)
"""What is sealed, in words, and where; the settings of connections come beside these."""
SETTINGS = "settings of connections"


@dataclass(frozen=True, slots=True)
class Count:
    """How many secrets of one kind were sealed anew."""

    what: str
    number: int


def rotate(path: Path) -> tuple[Count, ...]:
    """Make a new first key, keep the old ones, and seal everything with it. Raises SealBrokenError, then unchanged."""
    keys = read_keys(path)
    open_everything(Vault(keys))
    fresh = (new_key(), *keys)
    write_keys(path, fresh)
    return reseal(Vault(fresh))


def drop_old(path: Path) -> tuple[tuple[Count, ...], int]:
    """Seal what an old key still holds, then forget the old keys; also returns how many went.

    Raises SealBrokenError: then every key is still in the file.
    """
    keys = read_keys(path)
    counts = reseal(Vault(keys))
    write_keys(path, keys[:1])
    try:
        open_everything(Vault(keys[:1]))
    except SealBrokenError:
        write_keys(path, keys)
        raise
    return counts, len(keys) - 1


def reseal(vault: Vault) -> tuple[Count, ...]:
    """Every stored secret under the first key of `vault`: all of them or, with SealBrokenError, none."""
    with transaction() as session:
        counts = [Count(what, _reseal_column(session, column, vault)) for what, column in COLUMNS]
        return (*counts, Count(SETTINGS, _reseal_settings(session, vault)))


def _reseal_column(session: Session, column: InstrumentedAttribute[str], vault: Vault) -> int:
    rows = session.scalars(select(column.class_).where(column != "").with_for_update()).all()
    for row in rows:
        setattr(row, column.key, vault.reseal(getattr(row, column.key)))
    return len(rows)


def _reseal_settings(session: Session, vault: Vault) -> int:
    number = 0
    for connection in session.scalars(select(ErpConnection).with_for_update()):
        settings, found = resealed(vault, connection.settings)
        if found:
            connection.settings = settings
        number += found
    return number


def open_everything(vault: Vault) -> None:
    """Raise SealBrokenError, naming what, when anything cannot be opened. Nothing is written."""
    with transaction() as session:
        for what, column in COLUMNS:
            for sealed in session.scalars(select(column).where(column != "")):
                _open(vault, sealed, what)
        for settings in session.scalars(select(ErpConnection.settings)):
            try:
                resealed(vault, settings)
            except SealBrokenError as error:
                raise SealBrokenError(_broken(SETTINGS)) from error


def _open(vault: Vault, sealed: str, what: str) -> None:
    try:
        vault.open(sealed)
    except SealBrokenError as error:
        raise SealBrokenError(_broken(what)) from error


def _broken(what: str) -> str:
    return (
        f"Secrets of {what} cannot be opened with the key file of this server, so nothing was changed. "
        "Put the right key file back. If it is lost, type these secrets anew under Settings, then run this again."
    )

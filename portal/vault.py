"""Secrets that must be read again (never those that are only verified): sealed at rest with keys outside the database.

The key file holds one Fernet key a line, readable by its owner only, never in the database or its backup. The first key
seals, any opens; `portal rotate-secrets` seals everything with a new first key.

Source: cryptography documentation, Fernet (MultiFernet).
"""

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealBrokenError(Exception):
    """A sealed text cannot be opened with the keys at hand; `str` says what an administrator does now."""


def read_keys(path: Path) -> tuple[str, ...]:
    """The keys of the file, the sealing one first; made once, with one key, when there is no file."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_keys(path, (new_key(),))
    return tuple(line for line in path.read_text(encoding="ascii").split() if line)


def write_keys(path: Path, keys: Sequence[str]) -> None:
    """Replace the file in one step, readable by its owner only."""
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join((*keys, "")))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def new_key() -> str:
    """A fresh random key."""
    return Fernet.generate_key().decode()


class Vault:
    """Seals and opens texts with the keys of one file."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._box = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> str:
        """The sealed form to store; an empty text stays empty."""
        return self._box.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed: str) -> str:
        """The text. Raises SealBrokenError when no key at hand made the seal."""
        if not sealed:
            return ""
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise SealBrokenError(
                "A stored secret cannot be read with the key file of this server. Put the right key file back, or "
                "type the secret anew under Settings."
            ) from None

    def reseal(self, sealed: str) -> str:
        """The same text under the first key. Raises SealBrokenError."""
        return self.seal(self.open(sealed))


def vault_at(path: Path) -> Vault:
    """The vault of one key file."""
    return Vault(read_keys(path))

"""Secrets that must be read again (never those that are only verified): sealed at rest with keys outside the database.

The key file holds one Fernet key a line, readable by its owner only, never in the database or its backup. The first key
seals, any opens; `portal rotate-secrets` seals everything with a new first key. Running processes notice another file.

Source: cryptography documentation, Fernet (MultiFernet).
"""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_Stamp = tuple[int, int, int] | None


class SealBrokenError(Exception):
    """A sealed text cannot be opened with the keys at hand; `str` says what an administrator does now."""


def read_keys(path: Path) -> tuple[str, ...]:
    """The keys of the file, the sealing one first; made once, with one key, when there is no file.

    Processes that start together agree on one. Raises SealBrokenError when the file holds something else.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        _write(beside, (new_key(),))
        with suppress(FileExistsError):
            os.link(beside, path)
        beside.unlink()
        _keep_folder(path.parent)
    keys = tuple(line for line in path.read_text(encoding="ascii", errors="replace").split() if line)
    _box_of(keys, path)
    return keys


def write_keys(path: Path, keys: Sequence[str]) -> None:
    """Replace the file in one step, readable by its owner only; it outlasts a power cut from then on."""
    beside = path.with_name(f"{path.name}.new")
    _write(beside, keys)
    beside.replace(path)
    _keep_folder(path.parent)


def new_key() -> str:
    """A fresh random key."""
    return Fernet.generate_key().decode()


class Vault:
    """Seals and opens texts with the keys of one file; with `file` it reads them again when the file was replaced."""

    def __init__(self, keys: Sequence[str], file: Path | None = None) -> None:
        self._file: Final = file
        self._stamp = _stamp_of(file)
        self._box = _box_of(keys, file)

    def seal(self, text: str) -> str:
        """The sealed form to store; an empty text stays empty."""
        self._look_again()
        return self._box.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed: str) -> str:
        """The text. Raises SealBrokenError when no key at hand made the seal."""
        if not sealed:
            return ""
        self._look_again()
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

    def _look_again(self) -> None:
        stamp = _stamp_of(self._file)
        if self._file is not None and stamp is not None and stamp != self._stamp:
            self._box, self._stamp = _box_of(read_keys(self._file), self._file), stamp


def vault_at(path: Path) -> Vault:
    """The vault of one key file. Raises SealBrokenError when it holds no keys."""
    return Vault(read_keys(path), path)


def _box_of(keys: Sequence[str], file: Path | None) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        where = f"The key file {file}" if file else "What was given as keys"
        raise SealBrokenError(f"{where} holds no usable keys. Put the right key file back.") from None


def _stamp_of(file: Path | None) -> _Stamp:
    """Which file stands there: another one after every replacement; None when there is none."""
    if file is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _write(path: Path, keys: Sequence[str]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join((*keys, "")))
        file.flush()
        os.fsync(file.fileno())


def _keep_folder(folder: Path) -> None:
    """Make a new or renamed entry outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

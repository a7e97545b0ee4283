"""The data folder of a running portal: its lock, its secrets, its sockets and logs."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

_LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes


class DataFolderTaken(Exception):  # noqa: N818 - reads as the sentence it carries
    """The folder cannot be used; the message says why and what to do."""


class DataFolder:
    """One folder holds everything a portal keeps. Created readable by its owner only."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.run = self._private("run")
            self.logs = self._private("logs")
            self.valkey = self._private("valkey")
            self.mail = self._private("mail")
            self.practice = self._private("practice")
            self.sage = self._private("sage")
            self.agent = self._private("agent")
            self.identity = self._private("identity")
        except OSError as error:
            raise DataFolderTaken(
                f"The data folder {self.path} cannot be written ({error.strerror}). Choose another with --data DIR."
            ) from error

    def _private(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for this process; a second portal on it would write over the first.

        Raises DataFolderTaken naming the process and address that hold it.
        """
        with (self.run / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DataFolderTaken(self._who_holds_it()) from None
            yield

    def _who_holds_it(self) -> str:
        try:
            holder = json.loads((self.run / "supervisor.json").read_text())
            who = f"process {holder['pid']}, {holder['url']}"
        except (OSError, ValueError, KeyError):
            who = "another process"
        return f"A portal already runs on {self.path} ({who}). Stop it first, or choose another folder with --data DIR."

    def announce(self, url: str) -> None:
        """Note who holds the folder, for the sentence a second start gets."""
        (self.run / "supervisor.json").write_text(json.dumps({"pid": os.getpid(), "url": url}))

    @property
    def socket(self) -> Path:
        """Return the path of the Redis socket; a short one under the temporary folder when ours is too long."""
        path = self.run / "valkey.sock"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
            return path
        digest = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{digest}"
        folder.mkdir(exist_ok=True, mode=0o700)
        if folder.stat().st_uid != os.getuid():
            raise DataFolderTaken(
                f"{folder} belongs to somebody else. Choose a shorter data folder with --data DIR."
            )
        return folder / "valkey.sock"

    def secret(self, name: str) -> Path:
        """Return the file of a secret, made once with 256 random bits, readable by its owner only."""
        path = self.path / name
        if not path.exists():
            aside = path.with_name(f"{name}.new")
            aside.unlink(missing_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
            aside.rename(path)
        return path

"""Reading single settings: each wrong or missing one becomes a sentence; all of them are told at once."""

import ipaddress
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DATABASES = ("mssql+pymssql://", "postgresql+psycopg://", "sqlite:///")


class Reading:
    """The given values, read one by one; `problems` gathers what is wrong with them."""

    def __init__(self, values: Mapping[str, Any], folder: Path) -> None:
        self._values = values
        self._folder = folder
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        """A text; "" when it is not given."""
        value = self._values.get(name, "")
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            if not str(value).strip().isprintable():
                self._problem(
                    f"{name} holds an odd letter. Write Windows paths in single quotes: {name} = 'C:\\...'."
                )
                return ""
            return str(value).strip()
        self._problem(f"{name} must be a text. Write {name} = '...'.")
        return ""

    def required(self, name: str, what: str) -> str:
        """A text that must be given; `what` says where it comes from."""
        value = self.text(name)
        if not value:
            self._problem(f"{name} is missing. It is {what}.")
        return value

    def portal_url(self) -> str:
        """The portal's address; https, except to this computer itself, because the key crosses that line."""
        value = self.required("portal_url", "the portal's address, such as https://budgets.example.com")
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            self._problem(
                f"portal_url is not an address: {value}. Write it like https://budgets.example.com."
            )
        elif value and parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
            self._problem(
                "portal_url must start with https://, because the key travels there. "
                "Plain http is taken only for a portal on this computer."
            )
        return value.rstrip("/")

    def key(self) -> str:
        """The key itself, or the first line of the file that holds it."""
        direct, file = self.text("key"), self.path("key_file")
        if direct:
            return direct
        if not file:
            self._problem(
                "key or key_file is missing. The key is the password that the portal showed when the connection was "
                "made; put it alone into a file and name that file as key_file."
            )
            return ""
        try:
            words = Path(file).read_text(encoding="utf-8-sig").split()
        except (OSError, UnicodeDecodeError) as error:
            self._problem(f"key_file {file} cannot be read: {error}.")
            return ""
        if len(words) != 1:
            self._problem(f"key_file {file} must hold the key and nothing else.")
            return ""
        return words[0]

    def database_url(self) -> str:
        """Where the company database is; a relative SQLite path starts at the settings file."""
        value = self.required(
            "database_url", "the company database, such as mssql+pymssql://user:word@server/company"
        )
        if value and not value.startswith(DATABASES):
            self._problem(f"database_url must start with one of {', '.join(DATABASES)}.")
        if value.startswith("sqlite:///"):
            return f"sqlite:///{self._under(value.removeprefix('sqlite:///'))}"
        return value

    def folder(self, name: str, what: str) -> Path:
        """A folder that is there, or can be made."""
        value = self.required(name, what)
        if not value:
            return Path()
        path = self._under(value)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._problem(f"{name} {path} cannot be made: {error.strerror}. Make it, or name another.")
        return path

    def path(self, name: str) -> str:
        """A path, absolute; "" when it is not given."""
        value = self.text(name)
        return str(self._under(value)) if value else ""

    def file(self, name: str) -> str:
        """A path to something that must be there."""
        value = self.path(name)
        if value and not Path(value).exists():
            self._problem(f"{name} {value} is not there. Correct the path.")
        return value

    def seconds(self, name: str) -> float:
        """A number of seconds above zero; 0 when it is not given."""
        value = self.text(name)
        if not value:
            return 0.0
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 < number <= 86_400:  # noqa: PLR2004  # a day
            self._problem(f"{name} must be a number of seconds between 0 and 86400, not {value}.")
            return 0.0
        return number

    def refuse_strangers(self, names: tuple[str, ...]) -> None:
        """A misspelt name is a setting that silently does nothing: say so."""
        for name in sorted(set(self._values) - set(names)):
            self._problem(f"{name} is no setting of the agent. Correct its spelling or take it out.")

    def _under(self, value: str) -> Path:
        return (self._folder / Path(value).expanduser()).resolve()

    def _problem(self, sentence: str) -> None:
        self.problems.append(sentence)


def readable_by_others(path: Path) -> bool:
    """Whether other accounts of this computer may read a file (POSIX; on Windows the folder's rights decide)."""
    return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""The only reader of the environment: everything the portal needs to know about where it runs."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Settings:
    """Frozen at start. `base_url` is where people reach the portal; links in mails are built from it alone."""

    data_dir: Path
    database_url: str
    redis_url: str
    base_url: str
    secret_key: str
    secret_key_file: Path | None = None
    """Where `secret_key` was read; beside the database unless named."""
    sealing_key_file: Path | None = None
    """Where the keys for stored secrets lie (see `portal.vault`); beside the database unless named."""
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_tls: bool = False
    smtp_user: str = ""
    smtp_password: str = ""
    mail_from: str = "budget-portal@localhost"
    mail_inbox_url: str = ""
    proxies: int = 0
    demo: bool = False
    practice_password: str = ""
    practice_identity_url: str = ""
    """Where the demo's identity provider answers."""
    busy_seconds: int = 20
    """A Web Connector session that was silent so long is dead, and the next one may begin."""
    silent_minutes: int = 30
    """A caller that is needed and silent for so long is told in a banner."""
    silent_mail_minutes: int = 60
    """After so long the ERP administrators get a mail about it, once a silence."""
    crash_file: Path | None = None
    """Names the point at which a process dies; only for chaos runs (crash_points)."""
    unsafe_resend: bool = False
    """Re-send lost documents without asking first: doubles amounts, exists to prove that asking is needed."""

    @property
    def https(self) -> bool:
        """Whether people reach the portal over TLS: then cookies are Secure and carry the `__Host-` prefix."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def key_file(self) -> Path:
        """The file of the key that signs forms and cookies."""
        return self.secret_key_file or self.data_dir / "secret.key"

    @property
    def sealing_keys(self) -> Path:
        """The key file of the vault."""
        return self.sealing_key_file or self.data_dir / "sealing.keys"

    @property
    def busy_time(self) -> timedelta:
        """`busy_seconds` as a span of time."""
        return timedelta(seconds=self.busy_seconds)

    @property
    def host(self) -> str:
        """The host name that requests must name (others are refused)."""
        return urlsplit(self.base_url).hostname or "localhost"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read PORTAL_DATA, DATABASE_URL, REDIS_URL, PORTAL_BASE_URL, PORTAL_SECRET_KEY_FILE, SMTP_*, PORTAL_*.

        Raises ValueError with a sentence when a value cannot be used.
        """
        env = os.environ if environ is None else environ
        data = Path(env.get("PORTAL_DATA", "var")).resolve()
        key_file = Path(env.get("PORTAL_SECRET_KEY_FILE", str(data / "secret.key")))
        return cls(
            data_dir=data,
            database_url=env.get("DATABASE_URL", f"sqlite:///{data / 'portal.sqlite3'}"),
            redis_url=env.get("REDIS_URL", f"unix://{data / 'valkey.sock'}"),
            base_url=env.get("PORTAL_BASE_URL", "http://localhost:8040").rstrip("/"),
            secret_key=_secret(key_file),
            secret_key_file=key_file,
            sealing_key_file=Path(env["PORTAL_SEALING_KEY_FILE"])
            if env.get("PORTAL_SEALING_KEY_FILE")
            else None,
            smtp_host=env.get("SMTP_HOST", "127.0.0.1"),
            smtp_port=_number(env, "SMTP_PORT", 25),
            smtp_tls=env.get("SMTP_TLS", "") == "1",
            smtp_user=env.get("SMTP_USER", ""),
            smtp_password=env.get("SMTP_PASSWORD", ""),
            mail_from=env.get("MAIL_FROM", "budget-portal@localhost"),
            mail_inbox_url=env.get("PORTAL_MAIL_INBOX_URL", ""),
            proxies=_number(env, "PORTAL_PROXIES", 0),
            demo=env.get("PORTAL_DEMO", "") == "1",
            practice_password=env.get("PORTAL_PRACTICE_PASSWORD", ""),
            practice_identity_url=env.get("PORTAL_PRACTICE_IDENTITY_URL", ""),
            busy_seconds=_number(env, "PORTAL_BUSY_SECONDS", 20),
            silent_minutes=_number(env, "PORTAL_SILENT_MINUTES", 30),
            silent_mail_minutes=_number(env, "PORTAL_SILENT_MAIL_MINUTES", 60),
            crash_file=Path(env["PORTAL_CRASH_FILE"]) if env.get("PORTAL_CRASH_FILE") else None,
            unsafe_resend=env.get("PORTAL_UNSAFE_RESEND", "") == "1",
        )


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, str(default))
    if not text.isdecimal():
        raise ValueError(f"{name} must be a whole number, not “{text}”.")
    return int(text)


def _secret(path: Path) -> str:
    """Read the key, or make it once, readable by its owner only. Processes that start together agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(beside, path)
        beside.unlink()
    return path.read_text().strip()

"""Checks of what the portal talks to: database, Redis, the mail server, and whether their clocks agree."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from redis.exceptions import RedisError
from sqlalchemy import make_url, text

from portal import clock
from portal.checks.findings import Finding, Place
from portal.checks.places import is_here
from portal.db import migrate
from portal.db.transactions import reader
from portal.mail.servers import PLAIN
from portal.queue import connect
from portal.services.mails import mail_servers

MOST_SKEW = 5.0
"""Seconds. Leases and session ends are compared across machines."""
_TIMEOUT = 2.0
_ENCRYPTED = {"require", "verify-ca", "verify-full"}


def migrations(_place: Place) -> Iterable[Finding]:
    """The tables of the database."""
    there = reader().execute(text("SELECT version_num FROM alembic_version")).scalar()
    if there != migrate.newest():
        yield Finding(
            f"The database is at migration {there}, this code needs {migrate.newest()}.",
            "Run: portal migrate",
        )


def database_encrypted(place: Place) -> Iterable[Finding]:
    """The way to the database."""
    url = make_url(place.settings.database_url)
    host = str(url.query.get("host") or url.host or "")
    if url.get_backend_name() != "sqlite" and not host.startswith("/") and not is_here(host):
        mode = url.query.get("sslmode")
        if mode not in _ENCRYPTED:
            yield Finding(
                f"The database on {host} is reached without TLS being required.",
                "Add sslmode=verify-full (or require) to DATABASE_URL.",
            )


def redis_protected(place: Place) -> Iterable[Finding]:
    """Who may talk to Redis."""
    url = urlsplit(place.settings.redis_url)
    if url.scheme == "unix" or is_here(url.hostname or ""):
        return
    if not url.password:
        yield Finding(
            f"Redis on {url.hostname} asks for no password: whoever reaches it may order jobs.",
            "Give it a password (requirepass or an ACL) and put it into REDIS_URL.",
        )
    if url.scheme != "rediss":
        yield Finding(
            f"Redis on {url.hostname} is reached without TLS.", "Use a rediss:// address in REDIS_URL."
        )


def redis_keeps(place: Place) -> Iterable[Finding]:
    """Whether Redis keeps what it was told."""
    with connect(place.settings.redis_url, timeout=_TIMEOUT) as client:
        try:
            kept = client.config_get("appendonly").get("appendonly")
        except RedisError as error:
            if "unknown command" not in str(error).lower() and "noperm" not in str(error).lower():
                raise
            return  # a hosted Redis does not tell; its keeper answers for it
    if kept != "yes":
        yield Finding(
            "Redis forgets its queue when it stops (appendonly is off): work then waits for the next sweep.",
            "Set appendonly yes in its configuration.",
        )


def mail_encrypted(place: Place) -> Iterable[Finding]:
    """The way to the mail server."""
    server = mail_servers.current(reader(), place.settings, place.vault)
    if server.security == PLAIN and not is_here(server.host):
        yield Finding(
            f"Mails travel to {server.host} in the clear, the password and one-time links with them.",
            "Choose STARTTLS or TLS under Settings, Mail.",
        )


def clocks(place: Place) -> Iterable[Finding]:
    """The clocks of database and Redis."""
    if make_url(place.settings.database_url).get_backend_name() == "postgresql":
        yield from _skew("the database", reader().execute(text("SELECT clock_timestamp()")).scalar_one())
    with connect(place.settings.redis_url, timeout=_TIMEOUT) as client:
        seconds, micros = client.time()
    yield from _skew("Redis", datetime.fromtimestamp(seconds + micros / 1_000_000, UTC))


def _skew(who: str, theirs: datetime) -> Iterable[Finding]:
    seconds = abs((theirs - clock.now()).total_seconds())
    if seconds > MOST_SKEW:
        yield Finding(
            f"The clock of {who} differs from this machine’s by {seconds:.0f} seconds.",
            "Let both machines follow a time server (NTP).",
        )


CHECKS = (migrations, database_encrypted, redis_protected, redis_keeps, mail_encrypted, clocks)

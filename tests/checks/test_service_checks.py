"""`portal check --deploy`, services: migrations, the ways to database, Redis and mail, and the clocks."""

from datetime import timedelta

import pytest
import time_machine
from redis import Redis
from sqlalchemy import text

from portal import clock
from portal.checks import service_checks as checks
from portal.db.mails import MailServer
from portal.db.transactions import transaction


def test_a_migrated_database_is_well_and_an_old_one_is_found(place, found):
    assert found(checks.migrations, place()) == ""
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    said = found(checks.migrations, place())
    assert "at migration 0001" in said
    assert "Run: portal migrate" in said


@pytest.mark.parametrize(
    ("url", "is_found"),
    [
        ("sqlite:////var/lib/portal.sqlite3", False),
        ("postgresql+psycopg://u:p@/x?host=/run/postgresql", False),
        ("postgresql+psycopg://u:p@localhost/x", False),
        ("postgresql+psycopg://u:p@db.example/x", True),
        ("postgresql+psycopg://u:p@db.example/x?sslmode=prefer", True),
        ("postgresql+psycopg://u:p@db.example/x?sslmode=verify-full", False),
    ],
)
def test_a_database_elsewhere_wants_tls(place, found, url, is_found):
    said = found(checks.database_encrypted, place(database_url=url))
    assert bool(said) is is_found
    assert ":p@" not in said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("unix:///run/valkey.sock", ""),
        ("redis://127.0.0.1:6379/0", ""),
        ("redis://[::1]:6379", ""),
        ("redis://queue.example:6379", "asks for no password"),
        ("redis://:word@queue.example:6379", "without TLS"),
        ("rediss://:word@queue.example:6379", ""),
    ],
)
def test_redis_elsewhere_wants_a_password_and_tls(place, found, url, said):
    answer = found(checks.redis_protected, place(redis_url=url))
    assert said in answer
    assert bool(answer) is bool(said)
    assert "word@" not in answer


def test_a_redis_that_forgets_is_found(place, found, redis_url):
    with Redis.from_url(redis_url) as client:
        before = client.config_get("appendonly")["appendonly"]
        try:
            client.config_set("appendonly", "yes")
            assert found(checks.redis_keeps, place()) == ""
            client.config_set("appendonly", "no")
            assert "appendonly is off" in found(checks.redis_keeps, place())
        finally:
            client.config_set("appendonly", before)


@pytest.mark.parametrize(
    ("host", "security", "is_found"),
    [
        ("127.0.0.1", "none", False),
        ("localhost", "none", False),
        ("mail.example", "none", True),
        ("10.0.0.5", "none", True),
        ("mail.example", "starttls", False),
        ("mail.example", "tls", False),
    ],
)
def test_mail_to_elsewhere_wants_tls(place, found, host, security, is_found):
    with transaction() as session:
        session.add(
            MailServer(host=host, port=25, security=security, sender="a@b.example", changed_at=clock.now())
        )
    assert bool(found(checks.mail_encrypted, place())) is is_found


def test_the_environment_s_mail_server_is_looked_at_as_well(place, found):
    assert "in the clear" in found(checks.mail_encrypted, place(smtp_host="mail.example"))
    assert found(checks.mail_encrypted, place(smtp_host="mail.example", smtp_tls=True)) == ""


def test_clocks_that_agree_are_well_and_a_skew_is_found(place, found):
    assert found(checks.clocks, place()) == ""
    with time_machine.travel(clock.now() + timedelta(seconds=90)):
        assert "The clock of Redis differs from this machine’s by 90 seconds." in found(
            checks.clocks, place()
        )

"""`portal check`: a line per check, what to do beside every finding, exit 1 when there is one, no stack trace."""

from dataclasses import replace

import pytest

from portal import clock, commands
from portal.checks import findings
from portal.db.exchange import ErpConnection
from portal.db.transactions import transaction
from tests import factories
from tests.checks.conftest import SAFE


@pytest.fixture
def check(plain_sqlite_app, sqlite_settings, monkeypatch, capsys, mail_sink):
    with plain_sqlite_app.app_context():
        world = factories.furnish()
        with transaction() as session:
            session.get_one(ErpConnection, world.connection).last_contact_at = clock.now()
            session.query(factories.Company).one().second_factor = "approvers"

    def run(*words, **bent):
        settings = replace(sqlite_settings, smtp_port=mail_sink.port, **{**SAFE, **bent})
        monkeypatch.setattr("portal.settings.Settings.from_environment", lambda: settings)
        return commands.run(["check", *words]), *capsys.readouterr()

    return run


def test_a_healthy_portal_is_zero(check):
    code, told, _ = check()
    assert code == 0, told
    assert "ok      The mail server" in told
    assert told.endswith("Everything is well.\n")


def test_what_is_wrong_is_told_with_what_to_do(check):
    code, told, _ = check(smtp_host="127.0.0.1", redis_url="unix:///nowhere/valkey.sock")
    assert code == 1
    assert "BAD     Redis does not answer" in told
    assert "Start Redis, or correct REDIS_URL." in told
    assert told.endswith("1 thing needs you.\n")


def test_deploy_lists_every_unsafe_thing(check):
    code, told, _ = check(
        "--deploy", demo=True, base_url="http://x.example", secret_key="x", unsafe_resend=True
    )
    assert code == 1
    for said in ("runs as a demo", "without TLS", "is guessable", "PORTAL_UNSAFE_RESEND", "no second factor"):
        assert said in told.replace("\n        ", " "), said
    assert "things are unsafe for production." in told
    assert "x.example" in told


def test_a_check_that_breaks_is_a_finding_and_hides_no_other(check):
    code, told, refused = check("--deploy", redis_url="unix:///nowhere/valkey.sock")
    assert code == 1
    assert "Could not look at: Whether Redis keeps what it was told (ConnectionError" in told.replace(
        "\n        ", " "
    )
    assert "ok      Four eyes" in told
    assert "Traceback" not in told + refused


def test_a_spoiled_key_file_is_a_sentence(check, sqlite_settings):
    sqlite_settings.sealing_keys.write_text("spoiled")
    code, _, refused = check()
    assert code == 1
    assert "holds no usable keys" in refused


def test_the_unsafe_never_stays_unsaid_because_one_check_raised():
    def breaks(_place):
        """Something."""
        raise RuntimeError("first line\nsecond line")

    ((_, found),) = findings.run([breaks], None)
    assert found[0].what == "Could not look at: Something (RuntimeError: first line)."

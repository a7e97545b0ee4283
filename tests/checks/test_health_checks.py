"""`portal check`: what answers, what was given up, and how the connections are."""

import pytest

from portal import clock
from portal.checks import health_checks as checks
from portal.db.exchange import ErpConnection
from portal.db.mails import Mail, MailServer
from portal.db.transactions import transaction
from portal.vault import new_key, write_keys
from tests.services.smtp_scripts import Scripted


def test_redis_away_is_found(place, found, tmp_path):
    assert found(checks.redis_answers, place()) == ""
    assert "Redis does not answer" in found(checks.redis_answers, place(redis_url=f"unix://{tmp_path}/none"))


def test_a_mail_server_that_is_there_and_one_that_is_not(place, found, mail_sink):
    assert found(checks.mail_server_answers, place(smtp_port=mail_sink.port)) == ""
    assert "ConnectionRefusedError" in found(checks.mail_server_answers, place(smtp_port=1))


def test_a_mail_server_that_refuses_the_password_is_found_without_it(place, found):
    server = Scripted(EHLO="250 AUTH PLAIN", AUTH="535 wrong: the SMTP word")
    try:
        where = place(smtp_port=server.port, smtp_user="portal", smtp_password="the SMTP word")
        said = found(checks.mail_server_answers, where)
    finally:
        server.close()
    assert "does not let the portal in" in said
    assert "SMTP word" not in said


def test_mails_given_up_are_counted_but_not_those_nobody_needs(place, found):
    now = clock.now()

    def put(error):
        with transaction() as session:
            session.add(
                Mail(
                    to_address="a@b.example",
                    kind="synced",
                    subject="s",
                    text="t",
                    html="h",
                    created_at=now,
                    not_before=now,
                    given_up_at=now,
                    last_error=error,
                )
            )

    put("Not sent: it was decided.")
    assert found(checks.mails_leave, place()) == ""
    put("550 no such person")
    assert "1 mail was given up." in found(checks.mails_leave, place())


def test_a_connection_that_never_called_is_found_and_a_working_one_is_not(world, place, found):
    assert "Not connected yet" in found(checks.connections_work, place())
    with transaction() as session:
        session.get_one(ErpConnection, world.connection).last_contact_at = clock.now()
    assert found(checks.connections_work, place()) == ""


def test_secrets_that_no_key_opens_are_found(place, found):
    where = place()
    with transaction() as session:
        sealed = where.vault.seal("word")
        session.add(
            MailServer(
                host="h",
                port=1,
                security="tls",
                sender="a@b.example",
                password=sealed,
                changed_at=clock.now(),
            )
        )
    assert found(checks.secrets_open, where) == ""
    write_keys(where.settings.sealing_keys, (new_key(),))
    assert "mail servers cannot be opened" in found(checks.secrets_open, place())


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_every_check_is_named_in_words(check):
    assert check.__doc__.strip().endswith(".")

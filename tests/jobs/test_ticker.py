import dataclasses
from datetime import timedelta

import pytest

from portal import clock
from portal.db.mails import Mail
from portal.db.transactions import reader, transaction
from portal.jobs import ticker


@pytest.fixture
def waiting_mail(plain_sqlite_app):
    """A mail whose bell was never rung."""
    now = clock.now()
    with plain_sqlite_app.app_context(), transaction() as session:
        session.add(
            Mail(
                to_address="aki@example.com",
                kind="test",
                subject="Waiting",
                text="text",
                html="<p>html</p>",
                created_at=now,
                not_before=now - timedelta(seconds=1),
            )
        )


@pytest.fixture
def sqlite_settings(sqlite_settings, mail_sink):
    return dataclasses.replace(sqlite_settings, smtp_port=mail_sink.port)


def test_a_mail_whose_bell_was_lost_leaves_with_the_next_tick(plain_sqlite_app, waiting_mail, mail_sink):
    assert ticker.tick(plain_sqlite_app) == 1
    assert [mail.subject for mail in mail_sink.mails] == ["Waiting"]
    assert ticker.tick(plain_sqlite_app) == 0
    assert len(mail_sink.mails) == 1


def test_a_duty_that_fails_keeps_no_other_from_its_turn(
    plain_sqlite_app, waiting_mail, mail_sink, monkeypatch, caplog
):
    def broken():
        raise RuntimeError("out of order")

    monkeypatch.setattr(ticker, "DUTIES", (broken, *ticker.DUTIES))
    assert ticker.tick(plain_sqlite_app) == 1
    assert "broken failed; it is tried again" in caplog.text
    assert len(mail_sink.mails) == 1


def test_a_tick_without_work_changes_nothing(plain_sqlite_app):
    assert ticker.tick(plain_sqlite_app) == 0
    with plain_sqlite_app.app_context():
        assert reader().query(Mail).count() == 0

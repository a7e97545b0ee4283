"""The outbox over real SMTP: each mail leaves once it can, none smuggles a header, none is lost, few are doubled."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock, mail
from portal.db.mails import Mail
from portal.db.transactions import reader, transaction
from portal.services.mails import mail_outbox
from tests import factories


@pytest.fixture
def settings_here(sqlite_settings, mail_sink):
    return replace(sqlite_settings, smtp_port=mail_sink.port)


@pytest.fixture
def outbox(make_app, settings_here):
    app = make_app(settings_here)
    with app.app_context():
        factories.furnish()
        yield settings_here


def put(**more):
    now = clock.now()
    given = {
        "to_address": "aki.sato@haldenrowe.example",
        "kind": "synced",
        "subject": "Maple St 116 is synced",
        "text": "It is synced.\n",
        "html": "<p>It is synced.</p>",
        "created_at": now,
        "not_before": now,
    }
    with transaction() as session:
        row = Mail(**{**given, **more})
        mail_outbox.put(session, row)
        return row.id


def row(mail_id):
    return reader().get_one(Mail, mail_id, populate_existing=True)


def test_a_mail_leaves_once(outbox, mail_sink):
    mail_id = put()
    assert mail_outbox.deliver(outbox, mail_id)
    assert not mail_outbox.deliver(outbox, mail_id)
    assert len(mail_sink.mails) == 1
    caught = mail_sink.mails[0]
    assert caught.subject == "Maple St 116 is synced"
    assert row(mail_id).sent_at is not None


def test_the_sweep_delivers_what_no_bell_announced(outbox, mail_sink):
    first, second = put(), put(subject="Another")
    assert mail_outbox.deliver_due(outbox) == 2
    assert mail_outbox.deliver_due(outbox) == 0
    assert [caught.subject for caught in mail_sink.mails] == ["Maple St 116 is synced", "Another"]
    assert row(first).sent_at
    assert row(second).sent_at


def test_a_subject_adds_no_header(outbox, mail_sink):
    put(subject="Maple\r\nBcc: thief@example.com\n\nand a body\x00\x07 St")
    mail_outbox.deliver_due(outbox)
    caught = mail_sink.mails[0]
    assert caught.subject == "Maple Bcc: thief@example.com and a body St"
    assert "Bcc" not in caught.headers
    assert caught.recipients == ("aki.sato@haldenrowe.example",)
    assert len(mail_sink.mails) == 1


@pytest.mark.parametrize(
    "address",
    [
        "thief@example.com\nBcc: other@example.com",
        "not an address",
        "two@example.com, three@example.com",
        "",
        "@example.com",
    ],
)
def test_a_bad_address_is_given_up_and_stops_nobody(outbox, mail_sink, address):
    bad, good = put(to_address=address), put()
    assert mail_outbox.deliver_due(outbox) == 1
    assert row(bad).given_up_at is not None
    assert "cannot be written" in row(bad).last_error
    assert row(good).sent_at is not None
    assert len(mail_sink.mails) == 1


def test_an_address_that_the_server_cannot_write_is_given_up(outbox, mail_sink):
    bad = put(to_address="jürgen@example.com")
    mail_outbox.deliver_due(outbox)
    assert row(bad).given_up_at is not None
    assert mail_sink.mails == []


def test_while_the_server_is_away_nothing_is_lost_and_the_sweep_does_not_wait_for_each(
    outbox, mail_sink, free_port
):
    away = replace(outbox, smtp_port=1)
    ids = [put(subject=f"Mail {number}") for number in range(3)]
    with time_machine.travel(clock.now(), tick=False) as moment:
        assert mail_outbox.deliver_due(away) == 0
        assert [row(each).attempts for each in ids] == [1, 0, 0]
        assert "ConnectionRefusedError" in row(ids[0]).last_error
        assert mail_outbox.deliver_due(outbox) == 2
        assert mail_outbox.deliver_due(outbox) == 0
        moment.shift(61)
        assert mail_outbox.deliver_due(outbox) == 1
    assert sorted(caught.subject for caught in mail_sink.mails) == ["Mail 0", "Mail 1", "Mail 2"]


def test_it_is_tried_for_days_at_growing_pauses_then_given_up(outbox):
    away, mail_id = replace(outbox, smtp_port=1), put()
    begun, waited = clock.now(), []
    with time_machine.travel(begun, tick=False) as moment:
        while row(mail_id).given_up_at is None:
            mail_outbox.deliver(away, mail_id)
            waited.append(row(mail_id).not_before - clock.now())
            moment.move_to(row(mail_id).not_before)
        lasted = clock.now() - begun
    assert waited[:5] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
    assert timedelta(days=4, hours=12) < lasted <= mail_outbox.KEPT_TRYING + timedelta(hours=4)


def test_a_delivery_that_died_is_repeated_with_the_same_message_id(outbox, mail_sink):
    mail_id = put()
    letter = mail_outbox._claim(outbox, mail_id, "who dies")
    mail.send(mail.of_environment(outbox), letter)
    assert not mail_outbox.deliver(outbox, mail_id)
    with time_machine.travel(clock.now() + mail_outbox.LEASE + timedelta(seconds=1)):
        assert mail_outbox.deliver(outbox, mail_id)
    assert len({caught.headers["Message-ID"] for caught in mail_sink.mails}) == 1
    assert len(mail_sink.mails) == 2


@pytest.mark.parametrize(
    ("answers", "given_up"),
    [
        ({"RCPT": "550 no such person"}, True),
        ({"RCPT": "450 mailbox busy"}, False),
        ({"END": "554 spam"}, True),
        ({"END": "451 try again"}, False),
        ({"MAIL": "553 you may not send as this"}, False),
    ],
)
def test_only_a_refused_address_or_message_is_final(outbox, scripted, answers, given_up):
    server, mail_id = scripted(**answers), put()
    assert not mail_outbox.deliver(replace(outbox, smtp_port=server.port), mail_id)
    assert (row(mail_id).given_up_at is not None) is given_up
    assert row(mail_id).last_error.split()[0] == next(iter(answers.values())).split()[0]


@pytest.mark.parametrize("goodbye", ["hang up", "500 what?"])
def test_a_bad_goodbye_sends_nothing_twice(outbox, scripted, goodbye):
    server, mail_id = scripted(QUIT=goodbye), put()
    here = replace(outbox, smtp_port=server.port)
    assert mail_outbox.deliver(here, mail_id)
    assert not mail_outbox.deliver(here, mail_id)
    assert server.taken == 1


def test_two_deliveries_at_once_send_one_mail(make_app, settings_here, mail_sink):
    app = make_app(settings_here)
    with app.app_context():
        factories.furnish()
        mail_id = put()
    start, sent = threading.Barrier(2), []

    def work():
        with app.app_context():
            start.wait()
            sent.append(mail_outbox.deliver(settings_here, mail_id))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent) == [False, True]
    assert len(mail_sink.mails) == 1


def test_a_stored_mail_holds_no_token(outbox):
    put(text=f"See {mail_outbox.APPROVAL_LINK}", html=mail_outbox.APPROVAL_LINK)
    stored = reader().scalars(select(Mail)).one()
    assert mail_outbox.APPROVAL_LINK in stored.text

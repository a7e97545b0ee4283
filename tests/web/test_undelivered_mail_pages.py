"""Settings, Mail tells what did not leave: refused addresses, mails still tried, and what a lost key holds back."""

from dataclasses import replace

import pytest

from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.services.mails import mail_outbox
from tests import factories
from tests.people import AKI, TOM
from tests.web.mail_settings import post, server_at
from tests.web.waiting_mails import put


@pytest.fixture
def tom(sqlite_app, world):
    return factories.client_for(sqlite_app, TOM)


def test_a_refused_address_is_kept_on_the_person_until_a_mail_is_taken(
    sqlite_app, sqlite_settings, world, tom, scripted, mail_sink
):
    refusing = replace(sqlite_settings, smtp_port=scripted(RCPT="550 no such person").port)
    with sqlite_app.app_context():
        mail_id = put(world)
        assert not mail_outbox.deliver(refusing, mail_id)
        assert reader().get(Person, world.id_of(AKI)).mail_refused == "550 no such person"
    page = tom.get("/settings/mail").text
    assert AKI.name in page
    assert page.count("550 no such person") == 2, "at the person and at the mail"
    assert "Given up" in page
    assert post(tom, "/again", mail=str(mail_id)).status_code == 303
    with sqlite_app.app_context():
        assert mail_outbox.deliver(replace(sqlite_settings, smtp_port=mail_sink.port), mail_id)
    page = tom.get("/settings/mail").text
    assert "550 no such person" not in page
    assert "the server has refused nobody’s address" in page


def test_another_address_is_not_refused_yet(sqlite_app, sqlite_settings, world, scripted):
    refusing = replace(sqlite_settings, smtp_port=scripted(RCPT="550 no such person").port)
    with sqlite_app.app_context():
        late = put(world)
        assert not mail_outbox.deliver(refusing, put(world))
        with transaction() as session:
            session.get(Person, world.id_of(AKI)).email = "sato@haldenrowe.example"
        assert reader().get(Person, world.id_of(AKI)).mail_refused == ""
        assert not mail_outbox.deliver(refusing, late)
        assert reader().get(Person, world.id_of(AKI)).mail_refused == "", "the old address was refused"


@pytest.mark.parametrize("answers", [{"RCPT": "450 mailbox busy"}, {"END": "554 spam"}])
def test_a_passing_refusal_or_a_refused_text_says_nothing_of_the_address(
    sqlite_app, sqlite_settings, world, scripted, answers
):
    with sqlite_app.app_context():
        mail_outbox.deliver(replace(sqlite_settings, smtp_port=scripted(**answers).port), put(world))
        assert reader().get(Person, world.id_of(AKI)).mail_refused == ""


def test_mails_still_trying_are_listed_oldest_first_and_tried_together(
    sqlite_app, sqlite_settings, world, tom
):
    with sqlite_app.app_context():
        first = put(world)
        second = put(world)
        for each in (second, first):
            mail_outbox.deliver(replace(sqlite_settings, smtp_port=1), each)
    page = tom.get("/settings/mail").text
    assert page.count("Still trying") == 2
    assert page.index(f'name="mail" value="{first}"') < page.index(f'name="mail" value="{second}"')
    assert "tried once" in page
    assert post(tom, "/again").status_code == 303
    with sqlite_app.app_context():
        assert mail_outbox.due(reader()) == [first, second]
    assert post(tom, "/again", mail="99").status_code == 404


def test_a_lost_key_holds_mails_back_and_is_said(sqlite_app, sqlite_settings, world, tom):
    post(tom, **server_at(587, username="portal", password="the SMTP word 1948"))
    sqlite_settings.sealing_keys.unlink()
    with sqlite_app.app_context():
        mail_id = put(world)
        assert not mail_outbox.deliver(sqlite_settings, mail_id)
        row = reader().get(Mail, mail_id)
        assert "cannot be read with the key file" in row.last_error
        assert row.given_up_at is None

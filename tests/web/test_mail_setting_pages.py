"""Settings, Mail over real SMTP: the stored server counts, its password never shows, the server's words do."""

import pytest

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.company import Company
from portal.db.mails import Mail, MailServer
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.mail.servers import is_blocked
from portal.services.mails import mail_outbox
from tests import factories
from tests.people import AKI, TOM, VERA
from tests.web.mail_settings import post, server_at
from tests.web.waiting_mails import put

SECRET = "the SMTP word 1948"


@pytest.fixture
def tom(sqlite_app, world):
    return factories.client_for(sqlite_app, TOM)


def test_without_a_row_the_environment_counts_and_the_page_says_so(sqlite_app, tom):
    page = tom.get("/settings/mail").text
    assert "the environment of the portal’s server counts (SMTP_HOST and its like)" in page
    assert 'value="9"' in page, "the port of the tests' environment"


def test_the_stored_server_takes_the_next_mail(sqlite_app, sqlite_settings, world, tom, mail_sink):
    assert post(tom, **server_at(mail_sink.port)).status_code == 303
    assert "These settings count." in tom.get("/settings/mail").text
    with sqlite_app.app_context():
        assert mail_outbox.deliver(sqlite_settings, put(world))
    assert mail_sink.mails[0].headers["From"] == "b@h.example"
    assert post(tom, "/environment").status_code == 303
    with sqlite_app.app_context():
        assert reader().query(MailServer).count() == 0
        assert not mail_outbox.deliver(sqlite_settings, put(world))


def test_a_test_mail_shows_the_server_s_own_words_at_once(sqlite_app, tom, mail_sink):
    post(tom, **server_at(mail_sink.port))
    page = post(tom, "/test").text
    assert f"The server took the mail to {TOM.email}." in page
    assert "250 caught as number 1" in page
    assert mail_sink.mails[
        0
    ].subject == "Test mail from the budget portal of Halden &amp; Rowe Builders".replace("&amp;", "&")
    fragment = tom.post(
        "/settings/mail/test", data={"csrf_token": tom.csrf}, headers={"HX-Request": "true"}
    ).text
    assert fragment.lstrip().startswith('<div id="settings-mail-test" role="status">')
    with sqlite_app.app_context():
        assert reader().query(Mail).count() == 0, "nothing but the audit"
        tested = reader().query(AuditEvent).filter_by(after="tested").all()
        assert [event.detail["taken"] for event in tested] == [True, True]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"RCPT": "550 no such person"}, "550 no such person"),
        ({"MAIL": "553 you may not send as this"}, "553 you may not send as this"),
        ({"END": "554 spam"}, "554 spam"),
    ],
)
def test_a_refused_test_mail_shows_the_words_of_the_refusal(tom, scripted, answers, said):
    post(tom, **server_at(scripted(**answers).port))
    page = post(tom, "/test").text
    assert "did not leave." in page
    assert said in page


def test_a_server_that_is_away_or_silent_is_said_within_the_time(tom, monkeypatch, scripted):
    post(tom, **server_at(1))
    assert "ConnectionRefusedError" in post(tom, "/test").text
    monkeypatch.setattr("portal.services.mails.mail_servers.TEST_SECONDS", 0.5)
    silent = scripted(MAIL="")
    silent.answers["MAIL"] = None
    post(tom, **server_at(silent.port))
    before = clock.now()
    assert "timed out" in post(tom, "/test").text
    assert (clock.now() - before).total_seconds() < 5


def test_the_password_is_sealed_replaced_or_kept_and_never_shown(sqlite_app, tom):
    post(tom, **server_at(587, username="portal", password=SECRET))
    page = tom.get("/settings/mail").text
    assert SECRET not in page
    assert "One is stored and not shown." in page

    def row():
        return reader().query(MailServer).one()

    with sqlite_app.app_context():
        first = row().password
        assert SECRET not in first
        assert sqlite_app.extensions["portal_vault"].open(first) == SECRET
    post(tom, **server_at(587, username="portal", sender="c@h.example"))
    with sqlite_app.app_context():
        assert row().password == first
    post(tom, **server_at(587, username="portal", password="another word"))
    with sqlite_app.app_context():
        assert sqlite_app.extensions["portal_vault"].open(row().password) == "another word"
        told = str(reader().query(AuditEvent.detail).all())
    assert SECRET not in told
    assert "replaced" in told
    post(tom, **server_at(587))
    with sqlite_app.app_context():
        assert row().password == ""


def test_a_stored_password_is_never_sent_to_another_server(sqlite_app, tom):
    post(tom, **server_at(587, username="portal", password=SECRET))
    moved = post(tom, **server_at(2525, username="portal"))
    assert moved.status_code == 422
    assert "Type the password again" in moved.text
    with sqlite_app.app_context():
        assert reader().query(MailServer).one().port == 587


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"host": ""}, "host", "Enter the server’s name"),
        ({"host": "http://mail"}, "host", "without a scheme"),
        ({"host": "169.254.169.254"}, "host", "link-local or a metadata service"),
        ({"host": "2852039166"}, "host", "link-local or a metadata service"),
        ({"host": "0xA9FEA9FE"}, "host", "link-local or a metadata service"),
        ({"host": "fe80::1"}, "host", "link-local or a metadata service"),
        ({"host": "::ffff:169.254.169.254"}, "host", "link-local or a metadata service"),
        ({"host": "fd00:ec2::254"}, "host", "link-local or a metadata service"),
        ({"port": "0"}, "port", "from 1 to 65535"),
        ({"port": "mail"}, "port", "from 1 to 65535"),
        ({"security": "ssl"}, "security", "Choose one"),
        ({"sender": "two@h.example, three@h.example"}, "sender", "Enter one address"),
        ({"sender": "nobody"}, "sender", "Enter one address"),
        ({"sender": "a@h.example\r\nBcc: thief@h.example"}, "sender", "Enter one address"),
        ({"username": "x" * 201}, "username", "at most 200"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field(sqlite_app, tom, wrong, field, sentence):
    page = post(tom, **(server_at(25) | wrong))
    assert page.status_code == 422
    assert sentence in page.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    with sqlite_app.app_context():
        assert reader().query(MailServer).count() == 0


def test_a_name_that_means_a_metadata_address_is_not_reached(tom, monkeypatch):
    """The name is looked at when it is used: what it means may change after it was stored."""
    place = (2, 1, 6, "", ("169.254.169.254", 25))
    monkeypatch.setattr("portal.mail.servers.socket.getaddrinfo", lambda *_, **__: [place])
    post(tom, **server_at(25, host="mail.example"))
    assert "No mail server may be reached at a link-local or metadata address." in post(tom, "/test").text


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "192.0.2.1", "::1", "mail.example", ""])
def test_ordinary_addresses_are_not_blocked(address):
    assert not is_blocked(address)


def test_the_times_are_stored_and_checked(sqlite_app, tom):
    given = {"digest_hour": "7", "reminder_days": "3"}
    assert post(tom, "/times", **given).status_code == 303
    with sqlite_app.app_context():
        firm = reader().query(Company).one()
        assert (firm.digest_hour, firm.reminder_days, firm.mails_again) == (7, 3, False)
    for field, text in (("digest_hour", "24"), ("digest_hour", "x"), ("reminder_days", "0")):
        refused = post(tom, "/times", **(given | {field: text}))
        assert refused.status_code == 422
        assert f'id="{field}-error"' in refused.text


@pytest.mark.parametrize("person", [VERA, AKI], ids=lambda person: person.name)
def test_only_a_directory_admin_changes_anything(sqlite_app, world, person):
    client = factories.client_for(sqlite_app, person)
    for path in ("", "/test", "/environment", "/times", "/again"):
        assert post(client, path, **server_at(25)).status_code == 403
    with sqlite_app.app_context():
        assert reader().query(MailServer).count() == 0
        refused = reader().query(AuditEvent).filter_by(after="stored").count()
        assert refused == 0


def test_an_auditor_reads_it_without_forms(sqlite_app, world):
    page = factories.client_for(sqlite_app, VERA).get("/settings/mail").text
    assert "Send a test mail" not in page
    assert "127.0.0.1, port 9" in page


def test_what_was_stored_is_in_the_audit(sqlite_app, tom):
    post(tom, **server_at(2525))
    with sqlite_app.app_context():
        event = reader().query(AuditEvent).filter_by(action=Action.CONFIGURE_MAIL.value).one()
        assert event.detail["port"] == 2525

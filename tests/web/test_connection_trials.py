"""The page of a connection while it is tested: it asks again only while something runs; secrets never show."""

import logging
import re

import pytest

from portal.db.audit import AuditEvent
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.mails import MailServer
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.erp import registry
from portal.erp.contract import SettingField
from portal.services.connections.connection_settings import settings_of
from portal.services.mails import mail_outbox
from portal.services.secrets import sealed_settings
from portal.services.sync import runs
from tests import factories
from tests.people import TOM, VERA
from tests.services.scripted import Scripted

WORDS = ("the ledger word 1948", "the SMTP word 2001")


@pytest.fixture
def home(world):
    return f"/settings/connections/{world.connection}"


def post(client, path, **fields):
    headers = {"HX-Request": "true"} if fields.pop("htmx", False) else {}
    return client.post(path, data={"csrf_token": client.csrf, **fields}, headers=headers)


def test_a_test_polls_until_it_has_ended(sqlite_app, ruth, home):
    assert "Test connection" in ruth.get(home).text
    assert "hx-trigger" not in ruth.get(f"{home}/test").text
    fragment = post(ruth, f"{home}/test", htmx=True).text
    assert fragment.lstrip().startswith('<div id="connections-test"')
    assert 'hx-trigger="every 3s"' in fragment
    assert "No call yet" in fragment
    with sqlite_app.app_context(), transaction() as session:
        runs.fail(session, session.query(SyncRun).one().id, ["QuickBooks is closed <now>."])
    ended = ruth.get(f"{home}/test").text
    assert "hx-trigger" not in ended
    assert "QuickBooks is closed &lt;now&gt;." in ended


def test_without_scripts_the_page_comes_back_with_the_test(sqlite_app, ruth, home):
    answer = post(ruth, f"{home}/test")
    assert answer.status_code == 303
    assert answer.location.endswith("#connections-test")
    page = ruth.get(home).text
    assert "No call yet" in page
    assert "Reload the page to see how far it is." in page
    with sqlite_app.app_context():
        assert reader().query(ErpRequest).count() == 1
        assert reader().query(AuditEvent).filter_by(after="tested").count() == 1


def test_a_paused_connection_says_so(sqlite_app, ruth, home):
    post(ruth, f"{home}/paused", paused="yes")
    answer = ruth.post(f"{home}/test", data={"csrf_token": ruth.csrf}, follow_redirects=True)
    assert "The connection is paused, so nothing is handed out. Resume it first." in answer.text
    with sqlite_app.app_context():
        assert reader().query(ErpRequest).count() == 0


@pytest.mark.parametrize("person", [VERA, TOM], ids=lambda person: person.name)
def test_only_an_erp_admin_tests(sqlite_app, world, home, person):
    client = factories.client_for(sqlite_app, person)
    assert "Test connection" not in client.get(home).text
    assert post(client, f"{home}/test").status_code == 403


class Safe(Scripted):
    """A vendor whose connection has a secret setting."""

    setting_fields = (
        SettingField("place", "Place"),
        SettingField("word", "Ledger word", kind="secret", required=True),
    )


@pytest.fixture
def vendor(sqlite_app, world, monkeypatch):
    known = {**registry.all_connectors(), "scripted": Safe()}
    monkeypatch.setattr(registry, "all_connectors", lambda: known)
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(ErpConnection, world.connection).connector = "scripted"


def settings(app, world):
    with app.app_context():
        return reader().get_one(ErpConnection, world.connection).settings


def test_a_secret_setting_is_sealed_replaced_or_kept_and_never_shown(sqlite_app, world, vendor, ruth, home):
    vault = sqlite_app.extensions["portal_vault"]
    assert "This is needed." in post(ruth, home, name="Ledger", place="here").text
    refused = post(ruth, home, name="", word=WORDS[0])
    assert refused.status_code == 422
    assert WORDS[0] not in refused.text
    assert post(ruth, home, name="Ledger", place="here", word=WORDS[0]).status_code == 303
    first = settings(sqlite_app, world)
    assert WORDS[0] not in str(first)
    assert sealed_settings.open_settings(vault, first) == {"word": WORDS[0]}
    page = ruth.get(home).text
    assert WORDS[0] not in page
    assert first["word"]["sealed"] not in page
    field = re.search(r'<input[^>]*id="word"[^>]*>', page)[0]
    assert 'type="password"' in field
    assert 'value=""' in field
    assert "One is stored and not shown. Leave this empty to keep it." in page
    assert post(ruth, home, name="Ledger", place="there", word="").status_code == 303
    kept = settings(sqlite_app, world)
    assert kept["word"] == first["word"]
    assert kept["place"] == "there"
    assert post(ruth, home, name="Ledger", word="another word").status_code == 303
    assert sealed_settings.open_settings(vault, settings(sqlite_app, world)) == {"word": "another word"}


def test_a_secret_stands_in_no_task_and_a_reader_sees_only_that_it_is_there(
    sqlite_app, world, vendor, ruth, home
):
    post(ruth, home, name="Ledger", place="here", word=WORDS[0])
    with sqlite_app.app_context():
        told = settings_of(reader(), reader().get_one(ErpConnection, world.connection))
    assert told["place"] == "here"
    assert "word" not in told
    page = factories.client_for(sqlite_app, VERA).get(home).text
    assert "stored, not shown" in page
    assert WORDS[0] not in page


def test_seeded_secrets_are_in_no_log_no_page_and_no_audit_row(
    sqlite_app, sqlite_settings, world, vendor, ruth, home, caplog
):
    """The positive control: the same search finds what stands beside each secret."""
    tom = factories.client_for(sqlite_app, TOM)
    server = {"host": "127.0.0.1", "port": "1", "security": "none", "sender": "seed@h.example"}
    with caplog.at_level(logging.DEBUG):
        pages = [
            post(ruth, home, name="Ledger beside", place="here", word=WORDS[0], follow="yes"),
            post(ruth, home, name="", word=WORDS[0]),
            post(tom, "/settings/mail", **server, username="portal", password=WORDS[1]),
            post(tom, "/settings/mail", **server, username="portal", password=WORDS[1], wrong="yes"),
            post(tom, "/settings/mail", **(server | {"sender": "x"}), username="portal", password=WORDS[1]),
            post(tom, "/settings/mail/test"),
        ]
        pages += [
            client.get(path) for client in (ruth, tom) for path in (home, "/settings/mail", "/settings")
        ]
        with sqlite_app.app_context():
            mail_outbox.deliver_due(sqlite_settings)
            logging.getLogger("portal").warning("%r %r", reader().query(MailServer).one(), world)
    with sqlite_app.app_context():
        assert reader().query(MailServer).one().password, "it was stored"
        audit = str([(row.detail, row.reason) for row in reader().query(AuditEvent)])
        stored = str(settings(sqlite_app, world)) + reader().query(MailServer).one().password
    seen = {"pages": "".join(page.text for page in pages), "audit": audit, "rows": stored, "log": caplog.text}
    assert "Ledger beside" in seen["pages"]
    assert "seed@h.example" in seen["audit"]
    assert "MailServer" in seen["log"]
    found = {where: [word for word in WORDS if word in text] for where, text in seen.items()}
    print(f"seeded secrets found: {sum(len(words) for words in found.values())} of {len(WORDS)}")
    assert not any(found.values()), found

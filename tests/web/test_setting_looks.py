"""The settings in a real browser: axe finds nothing, nothing is wider than the window, what works at once works."""

from dataclasses import replace

import pytest

from portal import clock
from portal.db.mails import MailServer
from portal.db.sync import SyncRun
from portal.db.transactions import transaction
from portal.services.connections import connection_tests
from portal.services.mails import mail_outbox
from portal.services.sync import runs
from tests import factories
from tests.people import AKI, KAREN, RUTH
from tests.services.smtp_scripts import Scripted
from tests.web.looks import PHONE, every_frame, look_through, sign_in
from tests.web.waiting_mails import put


def furnish(settings):
    """A refused address, a mail that is still tried, a stored server, and a connection under test."""
    world = factories.furnish()
    refusing, busy = Scripted(RCPT="550 5.1.1 no such person here"), Scripted(RCPT="450 mailbox busy")
    gone = put(world, AKI, "Newtown Apartments waits for your decision")
    late = put(world, KAREN, "Maple St 116 is synced")
    for server, mail_id in ((refusing, gone), (busy, late)):
        mail_outbox.deliver(replace(settings, smtp_port=server.port), mail_id)
        server.close()
    with transaction() as session:
        session.add(
            MailServer(
                host="127.0.0.1",
                port=1,
                security="none",
                username="portal",
                sender="Budgets <budgets@haldenrowe.example>",
                changed_at=clock.now(),
            )
        )
    connection_tests.start(world.actor(RUTH), world.connection)
    return world.connection


@pytest.fixture
def portal(sqlite_app, sqlite_settings, serve):
    with sqlite_app.app_context():
        connection = furnish(sqlite_settings)
    return serve(sqlite_app), connection, sqlite_app


@pytest.mark.browser
@every_frame
def test_every_setting_page_is_accessible_and_fits(browser, portal, tmp_path, frame):
    url, connection, _app = portal
    page = sign_in(browser, url, RUTH, frame)
    paths = {
        "company": "/settings/company",
        "mail": "/settings/mail",
        "budget": "/settings/budget",
        "connection": f"/settings/connections/{connection}",
    }
    assert look_through(page, url, paths, frame.pictures(tmp_path, "settings")) == {}
    for path in paths.values():
        page.goto(url + path)
        assert page.evaluate(IN_SIGHT), f"the current tab is out of sight on {path}"
    page.context.close()


IN_SIGHT = """(() => {
  const tab = document.querySelector(".tabs [aria-current=page]").getBoundingClientRect();
  const row = document.querySelector(".tabs").getBoundingClientRect();
  return tab.left >= row.left && tab.right <= row.right;
})()"""


@pytest.mark.browser
def test_without_the_script_the_tab_would_be_out_of_sight(browser, portal):
    """The positive control of the look above."""
    url, _connection, _app = portal
    page = sign_in(browser, url, RUTH, PHONE)
    page.goto(f"{url}/settings/mail")
    page.evaluate("document.querySelector('.tabs').scrollLeft = 0")
    assert not page.evaluate(IN_SIGHT)
    page.context.close()


@pytest.mark.browser
def test_a_test_mail_answers_in_its_place(browser, portal):
    url, _connection, _app = portal
    page = sign_in(browser, url, RUTH)
    page.goto(f"{url}/settings/mail")
    page.get_by_role("button", name="Send a test mail to me").click()
    page.locator("#settings-mail-test", has_text="ConnectionRefusedError").wait_for()
    assert page.url.endswith("/settings/mail")
    page.context.close()


@pytest.mark.browser
def test_the_test_of_a_connection_ends_by_itself_on_the_page(browser, portal):
    url, connection, app = portal
    page = sign_in(browser, url, RUTH)
    page.goto(f"{url}/settings/connections/{connection}")
    page.get_by_role("button", name="Test connection").click()
    page.locator("#connections-test", has_text="No call yet").wait_for()
    with app.app_context(), transaction() as session:
        runs.fail(session, session.query(SyncRun).one().id, ["QuickBooks is closed."])
    page.locator("#connections-test", has_text="QuickBooks is closed.").wait_for(timeout=8000)
    assert page.locator("#connections-test").get_attribute("hx-trigger") is None
    page.context.close()


@pytest.mark.browser
def test_without_scripts_a_reload_tells_the_same(browser, portal):
    url, connection, app = portal
    page = sign_in(browser, url, RUTH, java_script_enabled=False)
    page.goto(f"{url}/settings/connections/{connection}")
    page.get_by_role("button", name="Test connection").click()
    assert "No call yet" in page.locator("#connections-test").inner_text()
    with app.app_context(), transaction() as session:
        runs.fail(session, session.query(SyncRun).one().id, ["QuickBooks is closed."])
    page.reload()
    assert "QuickBooks is closed." in page.locator("#connections-test").inner_text()
    page.context.close()

"""The settings in a real browser: axe finds nothing, nothing is wider than the window, what works at once works."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal import clock
from portal.db.mails import Mail, MailServer
from portal.db.sync import SyncRun
from portal.db.transactions import transaction
from portal.services.connections import connection_tests
from portal.services.mails import mail_outbox
from portal.services.sync import runs
from tests import factories
from tests.people import AKI, KAREN, PHRASE, RUTH
from tests.services.smtp_scripts import Scripted


def put(world, person, subject):
    now = clock.now()
    with transaction() as session:
        row = Mail(
            to_id=world.id_of(person),
            to_address=person.email,
            kind="synced",
            subject=subject,
            text="It is.\n",
            html="<p>It is.</p>",
            created_at=now,
            not_before=now,
        )
        mail_outbox.put(session, row)
        return row.id


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


def sign_in(browser, url, width, scheme, *, scripts=True):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(f"{url}/sign-in")
    page.fill("[name=email]", RUTH.email)
    page.fill("[name=phrase]", PHRASE)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_setting_page_is_accessible_and_fits(browser, portal, tmp_path, scheme, width):
    url, connection, _app = portal
    folder = Path(os.environ.get("PORTAL_SCREENSHOTS", tmp_path))
    page, found = sign_in(browser, url, width, scheme), {}
    paths = {
        "company": "/settings/company",
        "mail": "/settings/mail",
        "budget": "/settings/budget",
        "connection": f"/settings/connections/{connection}",
    }
    for name, path in paths.items():
        assert page.goto(url + path).status == 200, path
        page.screenshot(path=folder / f"settings-{name}-{scheme}-{width}.png", full_page=True)
        found[name] = [
            f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
            for violation in Axe().run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[name].append("wider than the window")
        if not page.evaluate(IN_SIGHT):
            found[name].append("the current tab is out of sight")
    page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


IN_SIGHT = """(() => {
  const tab = document.querySelector(".tabs [aria-current=page]").getBoundingClientRect();
  const row = document.querySelector(".tabs").getBoundingClientRect();
  return tab.left >= row.left && tab.right <= row.right;
})()"""


@pytest.mark.browser
def test_without_the_script_the_tab_would_be_out_of_sight(browser, portal):
    """The positive control of the look above."""
    url, _connection, _app = portal
    page = sign_in(browser, url, 390, "light")
    page.goto(f"{url}/settings/mail")
    page.evaluate("document.querySelector('.tabs').scrollLeft = 0")
    assert not page.evaluate(IN_SIGHT)
    page.context.close()


@pytest.mark.browser
def test_a_test_mail_answers_in_its_place(browser, portal):
    url, _connection, _app = portal
    page = sign_in(browser, url, 1280, "light")
    page.goto(f"{url}/settings/mail")
    page.get_by_role("button", name="Send a test mail to me").click()
    page.locator("#settings-mail-test", has_text="ConnectionRefusedError").wait_for()
    assert page.url.endswith("/settings/mail")
    page.context.close()


@pytest.mark.browser
def test_the_test_of_a_connection_ends_by_itself_on_the_page(browser, portal):
    url, connection, app = portal
    page = sign_in(browser, url, 1280, "light")
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
    page = sign_in(browser, url, 1280, "light", scripts=False)
    page.goto(f"{url}/settings/connections/{connection}")
    page.get_by_role("button", name="Test connection").click()
    assert "No call yet" in page.locator("#connections-test").inner_text()
    with app.app_context(), transaction() as session:
        runs.fail(session, session.query(SyncRun).one().id, ["QuickBooks is closed."])
    page.reload()
    assert "QuickBooks is closed." in page.locator("#connections-test").inner_text()
    page.context.close()

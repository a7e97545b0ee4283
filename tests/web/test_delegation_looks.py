"""The substitute's pages, the warning before a send, and every mail in a real browser: axe finds nothing, all fits."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal import clock
from portal.db.delegations import Delegation
from portal.db.people import Person
from portal.db.transactions import transaction
from portal.domain.vocabulary import Action
from portal.services.people import delegations
from portal.services.people.delegations import Wish
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, PHRASE, RUTH
from tests.web import gallery

pytestmark = pytest.mark.browser

FRAMES = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 390)]


@pytest.fixture
def world(sqlite_app):
    """Aki stands in for Karen; a budget waits, and another could be sent though nobody would be told."""
    with sqlite_app.app_context():
        world = factories.furnish()
        today = clock.now().date()
        for first, last in ((1, 3), (5, 12)):
            wish = Wish(world.id_of(AKI), today + timedelta(days=first), today + timedelta(days=last))
            row = delegations.create(world.actor(KAREN), world.id_of(KAREN), wish)
        with transaction() as session:
            session.get_one(Delegation, row).starts_at = clock.now() - timedelta(days=1)
            session.get_one(Delegation, row - 1).ended_at = clock.now()
            session.get_one(Person, world.id_of(AKI)).approval_mail = "off"
        for name, number in (("Maple St 116", "2026001"), ("Newtown Apartments", "2026002")):
            project = factories.make_project(world, name, number)
            factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
            factories.act(world, project, DANA, Action.LOCK)
        factories.act(world, 1, DANA, Action.SEND)
        return world


def sign_in(browser, base, person, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("[name=email]", person.email)
    page.fill("[name=phrase]", PHRASE)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def faults_of(page):
    found = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    return found


@pytest.mark.parametrize(("scheme", "width"), FRAMES)
def test_the_pages_are_accessible_and_fit(browser, sqlite_app, serve, world, tmp_path, scheme, width):
    base, folder = serve(sqlite_app), Path(os.environ.get("PORTAL_SCREENSHOTS", tmp_path))
    pages = {
        "own": (KAREN, "/account/substitute"),
        "taken": (AKI, "/account/substitute"),
        "none": (LUIS, "/account/substitute"),
        "other": (RUTH, f"/directory/people/{world.id_of(KAREN)}/substitute"),
        "account": (KAREN, "/account"),
        "home": (AKI, "/"),
        "review": (AKI, "/erp/budgets/1/submissions/1?link=expired"),
        "budget": (DANA, "/projects/2/budget"),
        "send": (DANA, "/projects/2/budget/send"),
    }
    found = {}
    for name, (person, path) in pages.items():
        page = sign_in(browser, base, person, scheme, width)
        assert page.goto(base + path).status == 200, path
        page.screenshot(path=folder / f"delegation-{name}-{scheme}-{width}.png", full_page=True)
        found[name] = faults_of(page)
        page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_what_is_wrong_is_said_and_the_error_leads_to_its_field(browser, sqlite_app, serve, world):
    page = sign_in(browser, serve(sqlite_app), AKI, "light", 390)
    page.goto(page.url.rstrip("/") + "/account/substitute")
    page.get_by_role("button", name="Name the substitute").click()
    assert page.locator(".error-summary").inner_text().startswith("No substitute was named")
    assert faults_of(page) == []
    page.locator(".error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "first"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [640, 390])
def test_every_mail_is_readable(browser, tmp_path, scheme, width):
    env, found = gallery.environment(), {}
    folder = Path(os.environ.get("PORTAL_SCREENSHOTS", tmp_path))
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    for name, mail in gallery.MAILS.items():
        page.set_content(gallery.mail_html(env, name, mail))
        page.screenshot(path=folder / f"mail-{name}-{scheme}-{width}.png", full_page=True)
        found[name] = faults_of(page)
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}

"""The substitute's pages, the warning before a send, and every mail in a real browser: axe finds nothing, all fits."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.delegations import Delegation
from portal.db.people import Person
from portal.db.transactions import transaction
from portal.domain.vocabulary import Action
from portal.services.people import delegations
from portal.services.people.delegations import Wish
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, RUTH
from tests.web import gallery
from tests.web.looks import PHONE, Frame, every_frame, faults_of, look_at, sign_in

pytestmark = pytest.mark.browser


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


@every_frame
def test_the_pages_are_accessible_and_fit(browser, sqlite_app, serve, world, tmp_path, frame):
    base, picture = serve(sqlite_app), frame.pictures(tmp_path, "delegation")
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
        page = sign_in(browser, base, person, frame)
        found[name] = look_at(page, base + path, picture(name))
        page.context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_what_is_wrong_is_said_and_the_error_leads_to_its_field(browser, sqlite_app, serve, world):
    page = sign_in(browser, serve(sqlite_app), AKI, PHONE)
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
    picture = Frame(width, scheme).pictures(tmp_path, "mail")
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    for name, mail in gallery.MAILS.items():
        page.set_content(gallery.mail_html(env, name, mail))
        page.screenshot(path=picture(name), full_page=True)
        found[name] = faults_of(page)
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}

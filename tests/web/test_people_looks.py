"""The people pages in a real browser: axe finds nothing, nothing is wider than the window, boxes move in place."""

import pytest

from portal.db.people import Person
from portal.db.transactions import transaction
from portal.domain.vocabulary import Action, Granular, Level
from portal.services.people import budget_permissions, directory, privileges
from portal.services.people.directory import NewPerson
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, RUTH
from tests.web.looks import every_frame, look_through, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def world(sqlite_app):
    """Dana has sent one budget and locked another; Luis can push since a moment; somebody is invited."""
    with sqlite_app.app_context():
        world = factories.furnish()
        ruth = world.actor(RUTH)
        for name, number in (("Maple St 116", "2026001"), ("Newtown Apartments", "2026002")):
            project = factories.make_project(world, name, number)
            factories.add_lines(world, project, DANA, ("01-100", "L", 125_000))
            factories.act(world, project, DANA, Action.LOCK)
        factories.act(world, 1, DANA, Action.SEND)
        privileges.grant(ruth, world.id_of(LUIS), "Covers July")
        directory.add_person(ruth, NewPerson("Noor Haddad", "noor@haldenrowe.example", "Estimator"))
        granular = [Granular.SEND, Granular.LOCK]
        budget_permissions.put(ruth, world.id_of(AKI), 2, Level.READ_ONLY, granular)
        with transaction() as session:
            session.get_one(Person, world.id_of(KAREN)).mail_refused = "550 5.1.1 No such user here."
        return world


@pytest.fixture
def base(sqlite_app, world, serve):
    return serve(sqlite_app)


@every_frame
def test_every_people_page_is_accessible_and_fits(browser, base, world, tmp_path, frame):
    page = sign_in(browser, base, RUTH, frame)
    people = "/settings/people"
    paths = {
        "list": people,
        "approver": f"{people}/{world.id_of(AKI)}",
        "admin": f"{people}/{world.id_of(RUTH)}",
        "refused": f"{people}/{world.id_of(KAREN)}",
        "leave": f"{people}/{world.id_of(DANA)}/leave",
        "last": f"{people}/{world.id_of(AKI)}/last-approver?act=revoke&missed=yes",
        "holders-on": f"{people}/holders",
        "holders": "/directory/privileges",
        "directory": "/directory",
        "nobody": "/directory?q=zzz",
        "accountants": "/reports/accountants",
    }
    assert look_through(page, base, paths, frame.pictures(tmp_path, "people")) == {}
    page.context.close()


def settled(page):
    """htmx listens to what it has just put in after a moment that no hand is quick enough for."""
    page.wait_for_load_state("networkidle")
    page.locator("#settings-person:not(.htmx-added)").wait_for()
    page.wait_for_timeout(500)


def test_boxes_and_ticks_move_in_place(browser, base, world):
    page = sign_in(browser, base, RUTH)
    page.goto(f"{base}/settings/people/{world.id_of(AKI)}")
    page.evaluate("window.stayed = true")
    box = page.get_by_role("switch", name="Can import: Budgets")
    assert box.get_attribute("aria-checked") == "false"
    box.focus()
    page.keyboard.press("Space")
    page.locator("#box-import_budget[aria-checked=true]").wait_for()
    settled(page)
    assert page.evaluate("document.activeElement.id") == "box-import_budget"
    row = page.locator("#project-2")
    row.get_by_label("Delete budget line items").check()
    settled(page)
    row.get_by_label("Budget level on Newtown Apartments").select_option("standard")
    settled(page)
    assert page.evaluate("window.stayed")
    page.reload()
    assert row.get_by_label("Delete budget line items").is_checked()
    assert row.get_by_label("Budget level on Newtown Apartments").input_value() == "standard"
    page.context.close()


def test_the_same_works_without_scripts(browser, base, world):
    page = sign_in(browser, base, RUTH, java_script_enabled=False)
    page.goto(f"{base}/settings/people/{world.id_of(AKI)}")
    page.get_by_role("switch", name="Can import: Jobs").click()
    assert page.get_by_role("switch", name="Can import: Jobs").get_attribute("aria-checked") == "true"
    row = page.locator("#project-2")
    row.get_by_label("Delete budget line items").check()
    row.get_by_role("button", name="Save Newtown").click()
    assert row.get_by_label("Delete budget line items").is_checked()
    page.context.close()

"""The ledger under a person's hands in a real browser: keyboard, inline forms, scrolling, what asks again by itself."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import insert

from portal import clock
from portal.db.budgets import BudgetLine
from portal.db.projects import CostCode
from portal.db.transactions import transaction
from portal.domain.vocabulary import State
from portal.services.budgets.lines import code_key, sort_key
from tests.factories import budget_of, furnish, make_project
from tests.journeys import WALKS, bring, start
from tests.people import DANA, PHRASE

pytestmark = pytest.mark.browser


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


@pytest.fixture
def dana(sqlite_app, world, serve, page):
    """Dana's window, signed in."""
    address = serve(sqlite_app)
    page.goto(f"{address}/sign-in")
    page.fill("[name=email]", DANA.email)
    page.fill("[name=phrase]", PHRASE)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/")
    page.address = address
    return page


def open_budget(dana, project_id, query=""):
    dana.goto(f"{dana.address}/projects/{project_id}/budget{query}")


def violations(page):
    return [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]


def test_lines_are_typed_one_after_the_other_without_leaving_the_keyboard(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
    open_budget(dana, project_id)
    dana.click("[data-action=add_line], a:has-text('Add line')")
    dana.wait_for_selector("#line-new")
    for code, amount, total in (("01-100", "1250.50", "26,500.50"), ("01-500", "99.50", "26,600.00")):
        assert dana.evaluate("document.activeElement.name") == "cost_code"
        dana.keyboard.type(code)
        dana.locator("#line-new [name=amount]").fill(amount)
        dana.keyboard.press("Enter")
        dana.wait_for_selector(f"#budgets-total >> text={total}")
    assert dana.locator("tr.just-changed").inner_text().startswith("01-500")
    assert violations(dana) == []


def test_a_row_becomes_a_form_enter_saves_and_the_sums_follow(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
    open_budget(dana, project_id)
    url = dana.url
    dana.click("#line-1 a")
    dana.wait_for_selector("#line-1.form-row")
    assert dana.url == url
    assert dana.evaluate("document.activeElement.name") == "amount"
    dana.locator("#line-1 [name=amount]").fill("20000")
    dana.keyboard.press("Enter")
    dana.wait_for_selector("#line-1.just-changed")
    assert "27,250.00" in dana.locator("#budgets-total").inner_text()
    assert "20,000.00" in dana.locator("tr.group", has_text="Concrete").inner_text()
    dana.click("#line-1 a")
    dana.click("#line-1 >> text=Cancel")
    dana.wait_for_selector("#line-1:not(.form-row)")
    assert violations(dana) == []
    dana.click("button:has-text('Lock budget')")
    dana.wait_for_selector("text=The budget is locked. Its original amounts are frozen.")


def long_budget(world):
    project_id = make_project(world)
    with transaction() as session:
        codes = [CostCode(code=f"9{n:03}", name=f"Kind {n}", division_id=1) for n in range(250)]
        session.add_all(codes)
        session.flush()
        kind = world.types["L"]
        rows = [
            {
                "budget_id": budget_of(project_id).id,
                "code_key": code_key(None, code.id, kind),
                "sort_key": sort_key("01", "", code.code, "L"),
                "cost_code_id": code.id,
                "cost_type_id": kind,
                "description": code.name,
                "original_cents": 10_00,
                "changed_at": clock.now(),
            }
            for code in codes
        ]
        session.execute(insert(BudgetLine), rows)
    return project_id


def test_scrolling_brings_all_lines_and_the_totals_stay_in_view(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = long_budget(world)
    open_budget(dana, project_id)
    assert dana.locator("tr[id^=line-]").count() == 100
    for expected in (200, 250):
        dana.keyboard.press("End")
        dana.wait_for_function("n => document.querySelectorAll('tr[id^=line-]').length === n", arg=expected)
    assert dana.locator("#budgets-more").count() == 0
    assert dana.locator("tr.group").count() == 1
    dana.keyboard.press("Home")
    assert dana.locator("#budgets-total th").bounding_box()["y"] < 900
    dana.locator("tr[id^=line-] a").nth(249).click()
    dana.wait_for_selector("tr.form-row")


def test_the_page_follows_the_export_by_itself(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        bring(world, project_id, State.EXPORTING)
    open_budget(dana, project_id)
    assert "Exporting" in dana.locator(".badge").inner_text()
    with sqlite_app.app_context():
        WALKS[State.AWAITING_SYNC][-1](world, project_id)
    dana.wait_for_selector(".badge:has-text('Awaiting sync')", timeout=15_000)
    dana.click("button:has-text('Check now')")
    dana.wait_for_selector("#budgets-check:has-text('Job costs are asked for.')")
    assert violations(dana) == []
    with sqlite_app.app_context():
        WALKS[State.SYNCED][-1](world, project_id)
    dana.wait_for_selector(".badge:has-text('Synced')", timeout=15_000)
    assert re.search(r"every \d+s", dana.locator("#budgets-head").get_attribute("hx-trigger")) is None


def test_a_modification_shows_before_and_after_in_place(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        bring(world, project_id, State.LOCKED)
    open_budget(dana, project_id)
    dana.click("text=Create modification")
    dana.select_option("[name=from_line]", "1")
    dana.select_option("[name=to_line]", "2")
    dana.fill("[name=amount]", "500")
    dana.click("text=Show before and after")
    dana.wait_for_selector("td:has-text('17,500.00')")
    dana.click("text=Save modification")
    dana.wait_for_selector("text=The modification was saved")
    assert violations(dana) == []

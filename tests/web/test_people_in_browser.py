"""The people page in a real browser: switches and selects work in place, and the same without scripts."""

import pytest

from tests.people import LUIS, PHRASE, RUTH

pytestmark = pytest.mark.browser


@pytest.fixture
def base(sqlite_app, world, serve):
    return serve(sqlite_app)


def sign_in(page, base, person):
    page.goto(f"{base}/sign-in?next=/settings/people")
    page.fill("#email", person.email)
    page.fill("#phrase", PHRASE)
    page.click("button.primary")
    page.wait_for_url("**/settings/people")


def settled(page):
    """htmx listens to what it has just put in after a moment that no hand is quick enough for."""
    page.wait_for_load_state("networkidle")
    page.locator("#settings-people:not(.htmx-added)").wait_for()
    page.wait_for_timeout(500)


def test_a_switch_a_reason_and_a_select_work_in_place(page, base, world):
    sign_in(page, base, RUTH)
    luis = page.locator(f"#person-{world.id_of(LUIS)}")
    page.evaluate("window.stayed = true")
    luis.get_by_role("switch").click()
    luis.get_by_text("Approver", exact=True).wait_for()
    settled(page)
    luis.get_by_label("Reason of the last change").fill("Covers Aki in July")
    luis.get_by_role("button", name="Keep").click()
    page.get_by_role("cell", name="Covers Aki in July").wait_for()
    settled(page)
    luis.get_by_label("ERP Integrations level").select_option("read_only")
    luis.get_by_text("Needs ERP Integrations: Standard or Admin.").wait_for()
    assert page.evaluate("window.stayed")
    page.reload()
    assert luis.get_by_role("switch").get_attribute("aria-checked") == "false"
    assert page.get_by_text("took Can push to accounting from Luis Ortega").is_visible()


def test_whoever_was_signed_out_meanwhile_is_led_to_the_sign_in(browser, base, world):
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, base, RUTH)
    context.clear_cookies()
    page.locator(f"#person-{world.id_of(LUIS)}").get_by_role("switch").click()
    page.wait_for_url("**/sign-in*")
    context.close()


def test_the_same_works_without_scripts(browser, base, world):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, base, RUTH)
    luis = page.locator(f"#person-{world.id_of(LUIS)}")
    luis.get_by_role("switch").click()
    luis.get_by_text("Approver", exact=True).wait_for()
    luis.get_by_label("ERP Integrations level").select_option("none")
    luis.get_by_role("button", name="Save levels").click()
    luis.get_by_text("Needs ERP Integrations: Standard or Admin.").wait_for()
    context.close()

"""The keyboard alone: the order of stops, the key of Find, and where the focus lands after a mistake."""

import pytest

from tests.people import DANA

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOCUSED = "document.activeElement.textContent.trim() || document.activeElement.name"


@pytest.fixture
def dana(stage):
    window = stage.person(DANA)
    yield window
    assert stage.complaints == []


def stops(page, count):
    """What the next presses of Tab come to."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(" ".join(page.evaluate(FOCUSED).split()))
    return found


def test_the_first_stop_skips_the_rail_and_the_main_act_comes_before_the_table(stage, dana):
    page = dana.open(f"{stage.product.web}/projects").page
    assert stops(page, 1) == ["Skip to the page"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert stops(page, 2)[-1] == "New project"
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/new")


def test_slash_finds_a_project_without_the_mouse(stage, dana):
    dana.page.keyboard.press("/")
    dana.page.keyboard.type("orchard")
    dana.page.keyboard.press("Enter")
    dana.page.wait_for_url("**/budget")
    dana.sees("Orchard Lane Duplexes")


def test_a_mistake_takes_the_reader_to_its_summary_and_from_there_to_the_field(stage, dana):
    page = dana.open(f"{stage.product.web}/projects/new").page
    page.get_by_label("Job number").fill("2026014")
    page.get_by_label("Name", exact=True).fill("Harbor Point again")
    page.keyboard.press("Enter")
    page.locator(".error-summary").wait_for()
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "number"


def test_a_line_is_added_from_the_keyboard_and_the_next_one_begins(stage, dana):
    page = dana.open(f"{stage.product.web}/find?q=harbor").page
    page.get_by_role("link", name="Add line").focus()
    page.keyboard.press("Enter")
    page.locator("[name=cost_code]:focus").wait_for()
    page.keyboard.type("09-900")
    page.keyboard.press("Tab")
    page.keyboard.type("Lab")
    page.get_by_label("Original amount").fill("1200")
    page.keyboard.press("Enter")
    page.locator("#lines tr.just-changed", has_text="1,200.00").wait_for()
    assert page.evaluate("document.activeElement.name") == "cost_code"


def test_a_closed_button_is_a_stop_that_says_why(stage, dana):
    page = dana.open(f"{stage.product.web}/find?q=orchard").page
    page.get_by_role("button", name="Send to ERP").focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-disabled')") == "true"
    assert "not synced with QuickBooks" in dana.closed("Send to ERP")

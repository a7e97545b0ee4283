"""The gallery in a real browser: axe finds nothing, nothing is wider than the window, heads and totals stick."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web import gallery

PAGES = sorted(gallery.pages()) + [f"mail_{name}" for name in gallery.MAILS]
FORBIDDEN = re.compile(r"<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:", re.IGNORECASE)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    written = tmp_path_factory.mktemp("gallery")
    gallery.write(written)
    return written


@pytest.fixture
def look(browser, folder):
    """Open a gallery page in a window of its own; what its console complained about fails the test."""
    contexts, complaints = [], []

    def open_page(name, width=1280, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("name", sorted(gallery.pages()))
def test_no_page_needs_a_looser_content_policy(folder, name):
    assert FORBIDDEN.findall((folder / f"{name}.html").read_text(encoding="utf-8")) == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_fits(look, folder, scheme, width):
    found = {}
    page = look("home", width, scheme)
    for name in PAGES:
        page.goto((folder / f"{name}.html").as_uri())
        page.screenshot(path=folder / f"{name}-{scheme}-{width}.png", full_page=True)
        found[name] = [violation["id"] for violation in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[name].append("wider than the window")
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.browser
def test_ledger_head_and_totals_stick_to_the_window(look):
    page = look("budget")
    page.set_viewport_size({"width": 1280, "height": 500})
    page.mouse.wheel(0, 700)
    page.wait_for_function("scrollY > 650")
    assert page.locator(".ledger thead th").first.bounding_box()["y"] == pytest.approx(0, abs=1)
    total = page.locator(".ledger tfoot th").bounding_box()
    assert total["y"] + total["height"] <= 501


@pytest.mark.browser
def test_first_column_stays_when_a_phone_scrolls_the_ledger(look):
    page = look("budget", 390)
    before = page.locator(".ledger tbody th").nth(1).bounding_box()["x"]
    moved = page.evaluate("box => (document.querySelector('.box').scrollLeft = 300)")
    assert moved == 300
    assert page.locator(".ledger tbody th").nth(1).bounding_box()["x"] == pytest.approx(before, abs=1)


@pytest.mark.browser
def test_folds_are_open_on_a_wide_page_and_closed_on_a_phone(look):
    heading = "text=What each column of the file means here"
    assert look("import").locator(heading).is_visible()
    phone = look("import", 390)
    assert not phone.locator(heading).is_visible()
    phone.locator("summary", has_text="Columns: 8 of 16 read").click()
    assert phone.locator(heading).is_visible()


@pytest.mark.browser
def test_a_remark_opens_under_its_line_without_a_script(look):
    page = look("review")
    assert not page.locator("#remark-1").is_visible()
    page.locator("summary", has_text="Add remark on Contingency").click()
    assert page.locator("#remark-1").is_visible()
    assert page.locator("#remark-1").get_attribute("form") == "reject"


@pytest.mark.browser
def test_slash_leads_to_find_but_not_out_of_a_field(look):
    page = look("parts")
    page.locator("#notes").focus()
    page.keyboard.press("/")
    assert page.locator("#notes").input_value() == "/"
    page.locator("#main").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find-rail"


@pytest.mark.browser
def test_a_page_with_errors_starts_at_their_summary(look):
    assert look("parts").evaluate("document.activeElement.id") == "error-summary"


@pytest.mark.browser
def test_the_phone_menu_opens_the_places(look):
    page = look("home", 390)
    assert not page.locator(".menu-sheet").is_visible()
    page.locator("summary", has_text="Menu").click()
    assert page.locator(".menu-sheet a", has_text="ERP Integrations").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

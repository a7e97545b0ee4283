"""The acts of the loop that more than one walk needs, each with what must be seen after it."""

import time

from tests.e2e import accounting_pages, desk_pages, settings_pages
from tests.e2e.conftest import Stage
from tests.e2e.windows import Window
from tests.people import Fixed

INCOME, EXPENSE = "Construction Income", "Job Materials"


def connection_page(stage: Stage) -> str:
    """Where the demo's connection is set up."""
    return f"{stage.product.web}/settings/connections/1"


def choose_accounts(stage: Stage, ruth: Window, desk: Window) -> Window:
    """Read QuickBooks' lists, then choose where new items post to."""
    settings_pages.refresh_lists(ruth, connection_page(stage))
    desk_pages.update_selected(desk, stage.product.desk)
    settings_pages.choose_accounts(ruth, connection_page(stage), INCOME, EXPENSE)
    return ruth.sees("Stored")


def update_until(stage: Stage, desk: Window, window: Window, word: str) -> Window:
    """Update Selected, and wait until an open page says what came of it, without reloading it."""
    desk_pages.update_selected(desk, stage.product.desk)
    return window.badge(word, timeout=30_000)


def accept_codes(stage: Stage, aki: Window) -> Window:
    """Order every cost code that budgets use."""
    accounting_pages.check_used_codes(aki, stage.product.web)
    return accounting_pages.accept_codes(aki)


def wait_for_mail(stage: Stage, window: Window, reader: Fixed, subject: str, seconds: float = 20) -> Window:
    """Look into the inbox until a mail of this subject to this person lies there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        window.open(stage.product.inbox)
        if window.page.locator("tr", has_text=reader.email).get_by_role("link", name=subject).count():
            return window
        time.sleep(0.3)
    raise AssertionError(f"No mail “{subject}” came in {seconds} seconds.")


def reload_until(window: Window, word: str, seconds: float = 30) -> Window:
    """Load a page anew, as people without scripts do, until its badge says this."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        window.page.reload()
        if window.page.locator(".page-title .badge", has_text=word).count():
            return window
        time.sleep(0.5)
    raise AssertionError(f"The badge did not say “{word}” in {seconds} seconds.")


def reload_until_gone(window: Window, mark: str, seconds: float = 60) -> Window:
    """Load a page anew, as people without scripts do, until nothing on it is marked so any more."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        window.page.reload()
        if not window.page.locator(mark).count():
            return window
        time.sleep(0.5)
    raise AssertionError(f"“{mark}” was still there after {seconds} seconds.")

"""What accounting and administrators do on the portal's pages for an ERP that is read in two steps."""

import re

from tests.e2e.windows import Window

CONNECTION = "Halden & Rowe Sage 100"


def open_connection(window: Window, url: str) -> Window:
    """The connection's settings, from the list of connections."""
    return window.open(f"{url}/settings/connections").press(CONNECTION)


def connection_number(window: Window, url: str) -> int:
    """The connection's number, as its address says it."""
    open_connection(window, url).page.wait_for_url("**/connections/*")
    return int(window.page.url.rpartition("/")[2])


def open_sync(window: Window, url: str) -> Window:
    """Sync now, from the page that tells how the connections are."""
    return (
        window.open(f"{url}/erp/sync")
        .press(CONNECTION, exact=False)
        .sees("1. Sage 100 Contractor to the sync service")
    )


def run(window: Window, words: str) -> Window:
    """Press one of the three buttons and wait until nothing runs any more; the page asks by itself."""
    window.press(words)
    window.page.locator("#sync-runs:not([hx-get])").wait_for(timeout=60_000)
    return window


def schedule(window: Window, url: str, item: str, words: str) -> Window:
    """Choose how often a part is taken over; it is stored at once."""
    row = window.open(f"{url}/erp/sync-schedule").page.locator(
        f"section:has-text('{CONNECTION}') tr", has_text=item
    )
    choice = row.get_by_role("combobox")
    if choice.locator("option:checked").inner_text() == words:
        return window
    choice.select_option(label=words)
    window.acts += 1
    window.page.locator("tr.just-changed", has_text=item).wait_for()
    return window


def map_codes(window: Window, url: str, connection: int, wanted: dict[str, str]) -> Window:
    """Tick codes of ours, choose theirs, and look at what would be mapped."""
    window.open(f"{url}/erp/cost-codes?connection={connection}")
    for code, name in wanted.items():
        row = window.page.locator("tr[id^=code-]", has_text=re.compile(rf"^\s*{re.escape(code)} "))
        row.get_by_role("checkbox").check()
        row.locator("input[list]").fill(name)
        window.acts += 2
    return window.press("Check the ticked codes")


def note_posted(window: Window, note: str) -> Window:
    """Tick that it was posted, with a note for the colleagues."""
    window.page.locator("#posted").check()
    window.acts += 1
    return window.fill("Note (may stay empty)", note).press("Note that it was posted")

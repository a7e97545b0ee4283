"""The QuickBooks computer and the inbox, as somebody at their pages uses them."""

from tests.e2e.windows import Window
from tests.people import Fixed


def update_selected(window: Window, desk: str) -> Window:
    """Press Update Selected in the Web Connector and wait for the session's end."""
    return window.open(desk).press("Update Selected").sees("Last update")


def enter_bill(window: Window, desk: str, *, job: str, item: str, amount: str) -> Window:
    """Enter a bill with an item on a job."""
    form = window.open(f"{desk}/enter").page.locator("form[action$='/bills']")
    form.locator("[name=job]").select_option(label=job)
    form.locator("[name=item]").select_option(label=item)
    form.locator("[name=amount]").fill(amount)
    form.locator("[name=ref_number]").fill("B-1042")
    window.acts += 4
    return window.press("Save the bill").sees("B-1042")


def open_mail(window: Window, inbox: str, reader: Fixed, subject: str) -> Window:
    """Open the newest mail to this person whose subject holds these words."""
    window.open(inbox)
    window.page.locator("tr", has_text=reader.email).get_by_role("link", name=subject).first.click()
    window.acts += 1
    return window


def follow(window: Window, link: str) -> Window:
    """Press a link inside the mail; it opens a window of its own, as mail programs do."""
    with window.page.context.expect_page() as opened:
        window.page.frame_locator("iframe").get_by_role("link", name=link).first.click()
    window.acts += 1
    fresh = opened.value
    fresh.wait_for_load_state()
    return Window(fresh, window.name, window.complaints, window.acts)

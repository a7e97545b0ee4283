"""Looking at pages in a real browser: in every frame, signed in, with nothing wrong on any of them."""

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.people import PHRASE


class Frame(NamedTuple):
    """A window: its width in pixels, and light or dark."""

    width: int = 1280
    scheme: str = "light"

    def pictures(self, folder, subject):
        """Where the picture of a named page goes: the folder of PORTAL_SCREENSHOTS, or else `folder`."""
        kept = Path(os.environ.get("PORTAL_SCREENSHOTS", folder))
        return lambda name: kept / f"{subject}-{name}-{self.scheme}-{self.width}.png"


DESK, PHONE = Frame(), Frame(390)
FRAMES = [Frame(width, scheme) for scheme in ("light", "dark") for width in (1280, 390)]
every_frame = pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: f"{frame.scheme}-{frame.width}")


def sign_in(browser, base, person, frame=DESK, **more):
    """A page in a context of its own, on which the person has signed in."""
    context = browser.new_context(
        viewport={"width": frame.width, "height": 900}, color_scheme=frame.scheme, **more
    )
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.fill("[name=email]", person.email)
    page.fill("[name=phrase]", PHRASE)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def faults_of(page):
    """What axe finds on the page as it stands, and whether it is wider than its window."""
    found = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    return found


def look_at(page, address, picture):
    """Open the address and keep its picture; what is wrong, with all that the console says meanwhile."""
    said = []

    def hear(message):
        said.append(f"console: {getattr(message, 'text', message)}")

    for kind in ("console", "pageerror"):
        page.on(kind, hear)
    assert page.goto(address).status == 200, address
    page.screenshot(path=picture, full_page=True)
    found = faults_of(page) + said
    for kind in ("console", "pageerror"):
        page.remove_listener(kind, hear)
    return found


def look_through(page, base, paths, picture):
    """Look at every path; what is wrong, by the name of the page. Nothing is left out but what has no fault."""
    found = {name: look_at(page, base + path, picture(name)) for name, path in paths.items()}
    return {name: faults for name, faults in found.items() if faults}

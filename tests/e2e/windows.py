"""A person at a browser: a window of their own, cookies of their own, and whatever the browser complained about."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.people import Fixed

_NARROW = re.compile(r"the server responded with a status of 4")
"""Chromium writes every 4xx answer to the console; the pages that answer so are asked on purpose here."""


@dataclass
class Window:
    """One person's browser. `acts` counts the clicks and fields this person needed."""

    page: Any
    name: str
    complaints: list[str] = field(default_factory=list)
    acts: int = 0

    def __post_init__(self) -> None:
        self.page.set_default_timeout(15_000)
        self._listen(self.page)
        self.page.context.on("page", self._listen)

    def _listen(self, page: Any) -> None:
        page.on("console", lambda message: self.complain(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: self.complain(f"{page.url}: {error}"))

    def complain(self, text: str) -> None:
        """Keep what the browser said; a page of this product leaves the console empty."""
        if not _NARROW.search(text):
            self.complaints.append(text)

    def open(self, address: str) -> "Window":
        """Type an address."""
        self.page.goto(address)
        return self

    def press(self, words: str, *, within: str = "main", exact: bool = True) -> "Window":
        """Click the button or link of these words."""
        wanted = self.page.locator(within)
        spoken = re.compile(rf"^{re.escape(words)}$" if exact else re.escape(words))
        found = wanted.get_by_role("button", name=spoken).or_(wanted.get_by_role("link", name=spoken))
        found.filter(visible=True).first.click()
        self.acts += 1
        return self

    def fill(self, label: str, text: str, *, within: str = "main") -> "Window":
        """Type into the field of this label, or choose the option of these words."""
        box = self.page.locator(within).get_by_label(label, exact=True).filter(visible=True).first
        if box.evaluate("node => node.tagName") == "SELECT":
            option = box.locator("option", has_text=re.compile(re.escape(text))).first
            box.select_option(value=option.get_attribute("value") or option.text_content())
        elif box.get_attribute("type") == "checkbox":
            box.check()
        else:
            box.fill(text)
        self.acts += 1
        return self

    def sees(self, words: str, *, within: str = "main", timeout: float = 15_000) -> "Window":
        """Wait until the page says these words."""
        self.page.locator(within).get_by_text(words).filter(visible=True).first.wait_for(timeout=timeout)
        return self

    def badge(self, word: str, *, timeout: float = 15_000) -> "Window":
        """Wait until the badge beside the title says this, without reloading."""
        self.page.locator(".page-title .badge", has_text=word).wait_for(timeout=timeout)
        return self

    def closed(self, words: str) -> str:
        """The sentence beside a grey button."""
        button = self.page.get_by_role("button", name=words, exact=True).and_(
            self.page.locator("[aria-disabled=true]")
        )
        return " ".join(
            self.page.locator(f"#{button.first.get_attribute('aria-describedby')}").inner_text().split()
        )


def sign_in(window: Window, url: str, person: Fixed) -> Window:
    """One press on the demo's sign-in page."""
    window.open(f"{url}/sign-in").press(person.name, exact=False)
    window.page.locator(".shell").wait_for()
    window.page.wait_for_load_state()
    return window

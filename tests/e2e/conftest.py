"""One running product for the tests of this folder, and browsers to open it with."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.albums import Album
from tests.e2e.products import Product
from tests.e2e.windows import Window, sign_in
from tests.people import Fixed


@dataclass
class Stage:
    """The product, and a window for whoever wants one. `complaints` are those of all windows."""

    product: Product
    album: Album
    folder: Path
    new_page: Callable[..., object]
    windows: list[Window] = field(default_factory=list)

    def window(self, name: str, *, scripts: bool = True) -> Window:
        """A fresh browser in nobody's name."""
        opened = Window(self.new_page(java_script_enabled=scripts), name)
        self.windows.append(opened)
        return opened

    def person(self, person: Fixed, *, scripts: bool = True) -> Window:
        """A fresh browser in which this person has signed in."""
        return sign_in(self.window(person.name, scripts=scripts), self.product.web, person)

    @property
    def complaints(self) -> list[str]:
        """What any browser wrote to its console."""
        return [text for window in self.windows for text in window.complaints]


@pytest.fixture(scope="session")
def product(tmp_path_factory, chromium):
    """`portal up`, started once."""
    assert chromium
    running = Product(tmp_path_factory.mktemp("product") / "data")
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture
def stage(product, browser, tmp_path):
    """Pictures go to PORTAL_SCREENSHOTS, or to this test's own folder."""
    contexts = []

    def new_page(**options):
        contexts.append(
            browser.new_context(
                viewport={"width": 1280, "height": 900}, locale="en-US", timezone_id="UTC", **options
            )
        )
        return contexts[-1].new_page()

    pictures = Path(os.environ.get("PORTAL_SCREENSHOTS") or tmp_path / "pictures")
    opened = Stage(product, Album(pictures), tmp_path, new_page)
    yield opened
    for window in opened.windows:
        window.page.screenshot(path=pictures / f"last-{window.name}.png")
    for context in contexts:
        context.close()

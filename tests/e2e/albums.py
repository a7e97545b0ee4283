"""Pictures of every stop of a walk, light and dark, wide and narrow, and what is wrong with them."""

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

WIDE, NARROW, HEIGHT = 1280, 390, 900
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_WHOLE = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _TAGS}}
_COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
_LOOKS = (
    ("light", WIDE, _WHOLE),
    ("dark", WIDE, _COLOURS),
    ("dark", NARROW, _COLOURS),
    ("light", NARROW, _WHOLE),
)
_AT_REST = "Promise.allSettled(document.getAnimations().map(each => each.finished)).then(() => true)"
"""A row that glows is at rest before its colours are judged."""
_ANEW = 3
"""How often a stop is looked at when its page loads itself anew meanwhile, as a budget that opens does."""


class Album:
    """A folder of pictures. `faults` holds what axe found and which pages are wider than their window."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: dict[str, list[str]] = {}
        self._count = 0
        self._checked: set[tuple[str, str, int]] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Any, name: str) -> None:
        """Photograph the page as it stands in four looks, check them, and leave it light and wide.

        Axe reads every stop once, light and wide; the other looks of a page once in a walk.
        """
        self._count += 1
        for left in reversed(range(_ANEW)):
            try:
                self._look(page, name)
                break
            except Error as error:
                if not left or "navigation" not in str(error):
                    raise
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})

    def _look(self, page: Any, name: str) -> None:
        page.wait_for_load_state()
        page.evaluate(_AT_REST)
        for scheme, width, options in _LOOKS:
            look = f"{self._count:02}-{name}-{scheme}-{width}"
            page.emulate_media(color_scheme=scheme)
            _fit(page, width)
            page.screenshot(path=self.folder / f"{look}.png", caret="initial")
            faults = _overflow(page, width)
            key = (re.sub(r"\d+", "1", page.url.split("?")[0]), scheme, width)
            if key not in self._checked or (scheme, width) == ("light", WIDE):
                faults += _axe(page, options)
                self._checked.add(key)
            if faults:
                self.faults[look] = faults


def _fit(page: Any, width: int) -> None:
    """Make the window as high as the page, so that what sticks to its edges stands where the page ends."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, HEIGHT)})


def _overflow(page: Any, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} pixels wide in a window of {width}"] if wide > width else []


def _axe(page: Any, options: dict[str, Any]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{fault['id']}: {', '.join(str(node['target']) for node in fault['nodes'])}" for fault in found]

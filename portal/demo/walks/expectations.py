"""Holding what was seen against what had to be seen."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from portal.demo.visitors import Page

PAUSE = 0.1
PATIENCE = 15.0
Seen = TypeVar("Seen")


class NotAsExpectedError(Exception):
    """The walk cannot go on: `str` says what was expected and what was seen."""


def same(what: str, seen: object, expected: object) -> None:
    """Raise NotAsExpectedError unless both are equal."""
    if seen != expected:
        raise NotAsExpectedError(f"{what}: expected {expected}, seen {seen}.")


def holds(condition: object, expected: str, seen: object) -> None:
    """Raise NotAsExpectedError unless the condition is true."""
    if not condition:
        raise NotAsExpectedError(f"Expected {expected}, seen: {seen}")


def says(page: Page, words: str) -> None:
    """Raise NotAsExpectedError unless the page says this."""
    holds(page.status < 400 and page.says(words), f"“{words}” on {page.url}", f"{page.status} {page.opening}")  # noqa: PLR2004 - HTTP's own limit


def eventually(look: Callable[[], Seen], expected: str, seconds: float = PATIENCE) -> Seen:
    """Look again and again until there is something to see. Raises NotAsExpectedError."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise NotAsExpectedError(f"Expected {expected} within {seconds:.0f} s, and it did not come.")
        time.sleep(PAUSE)
    return seen


def session_done(outcome: dict[str, Any]) -> str:
    """What a Web Connector session did. Raises NotAsExpectedError unless it ended well."""
    holds(
        outcome["is_ok"],
        "a Web Connector session that ends well",
        f"{outcome['ended']}: {outcome['message']}",
    )
    if outcome["ended"] == "done":
        count = outcome["exchanges"]
        return f"{count} {'answer' if count == 1 else 'answers'} of QuickBooks"
    return "the Web Connector had called by itself already"

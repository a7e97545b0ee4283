"""The way from one part of a long list of rows to the next, and to all of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from portal.services.imports.import_page import PART, Wish
from portal.services.imports.import_words import SHOWS


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows are shown, and where the others are; no text when all are."""

    text: str
    links: tuple[dict[str, str], ...]


def wished() -> Wish:
    """What the address asks for: `?show=errors` a kind of rows, `?from=100` the next part, `?whole=1` all of them."""
    show = request.args.get("show", "all")
    start = request.args.get("from", 0, type=int)
    return Wish(show if show in SHOWS else "all", start, request.args.get("whole") == "1")


def pages(here: str, show: str, start: int, shown: int, count: int) -> Pager:
    """The pager of `shown` rows from `start` on, out of `count`."""
    if shown >= count:
        return Pager("", ())

    def link(label: str, **more: int) -> dict[str, str]:
        kept: dict[str, str | int] = {} if show == "all" else {"show": show}
        return {"label": label, "url": f"{here}?{urlencode(kept | more)}#rows"}

    links = []
    if start:
        links.append(link(f"Previous {PART}", **{"from": max(start - PART, 0)}))
    if start + shown < count:
        links.append(link(f"Next {min(PART, count - start - shown)}", **{"from": start + shown}))
    links.append(link(f"Show all {count:,}", whole=1))
    return Pager(f"Rows {start + 1:,} to {start + shown:,} of {count:,}.", tuple(links))

"""A browser that notes pages with a 5xx status: nobody should ever see one."""

import http.client
import urllib.request

from portal.chaos.ledgers import Ledger
from portal.demo.acts import people
from portal.demo.visitors import Page, UnexpectedPageError, Visitor

AWAY = (OSError, http.client.HTTPException)
"""What a browser meets while the web server is being restarted."""
_FAULTY = 500


class WatchedVisitor(Visitor):
    """As `Visitor`; a page that is an error is noted and raised as UnexpectedPageError."""

    def __init__(self, url: str, ledger: Ledger) -> None:
        super().__init__(url)
        self._ledger = ledger

    def _open(self, request: urllib.request.Request) -> Page:
        page = super()._open(request)
        if page.status >= _FAULTY:
            self._ledger.saw(f"status {page.status}")
            raise UnexpectedPageError(f"{page.status} on {page.url}: {page.opening}")
        return page


def signed_in(url: str, email: str, ledger: Ledger) -> WatchedVisitor:
    """A watched browser in which this person is signed in."""
    visitor = WatchedVisitor(url, ledger)
    people.sign_in(visitor, email)
    return visitor

"""The demo's people, each with a browser of their own."""

from portal.demo.visitors import Page, Visitor
from portal.services.people.demo_accounts import DOMAIN, PASS_PHRASE

DANA = f"dana.whitfield@{DOMAIN}"
AKI = f"aki.sato@{DOMAIN}"
RUTH = f"ruth.adeyemi@{DOMAIN}"


def sign_in(visitor: Visitor, email: str, page: Page | None = None) -> Page:
    """Sign in on the sign-in page (or on the one that a link led to) and land where it leads."""
    form = page or visitor.get("/sign-in")
    return visitor.send(form, "/sign-in", email=email, phrase=PASS_PHRASE)


def signed_in(url: str, email: str) -> Visitor:
    """A browser in which this person is signed in."""
    visitor = Visitor(url)
    sign_in(visitor, email)
    return visitor

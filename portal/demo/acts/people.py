"""The demo's people, each with a browser of their own."""

from portal.demo.acts.authenticators import Authenticator
from portal.demo.visitors import Page, UnexpectedPageError, Visitor
from portal.services.people.demo_accounts import DOMAIN, PASS_PHRASE

DANA = f"dana.whitfield@{DOMAIN}"
AKI = f"aki.sato@{DOMAIN}"
RUTH = f"ruth.adeyemi@{DOMAIN}"
_CODE_PAGE = "/sign-in/code"
_FACTOR_PAGE = "/account/second-factor"


def sign_in(
    visitor: Visitor, email: str, page: Page | None = None, phone: Authenticator | None = None
) -> Page:
    """Sign in on the sign-in page (or on the one that a link led to) and land where it leads.

    With a `phone` the code is typed where it is asked for.
    """
    form = page or visitor.get("/sign-in")
    landed = visitor.send(form, "/sign-in", email=email, phrase=PASS_PHRASE)
    if phone is not None and landed.url.endswith(_CODE_PAGE):
        return type_code(visitor, landed, phone.code())
    return landed


def signed_in(url: str, email: str) -> Visitor:
    """A browser in which this person is signed in."""
    visitor = Visitor(url)
    sign_in(visitor, email)
    return visitor


def type_code(visitor: Visitor, page: Page, code: str) -> Page:
    """Type a code on the page that asks for it."""
    return visitor.send(page, _CODE_PAGE, code=code)


def sign_in_outside(visitor: Visitor, email: str, page: Page | None = None) -> Page:
    """Sign in through the company's identity provider, as the person of this address there."""
    on_the_way = visitor.send(page or visitor.get("/sign-in"), "/sign-in/outside")
    provider = visitor.get(on_the_way.link("Go to"))
    return visitor.send(provider, f"sign in as {email}", act="sign_in")


def set_up_second_factor(visitor: Visitor) -> tuple[Authenticator, Page]:
    """Take the secret that the page shows into a telephone and type its first code; the recovery codes follow."""
    page = visitor.send(visitor.get(_FACTOR_PAGE), f"{_FACTOR_PAGE}/begin")
    shown = page.tree.xpath("//main//code")
    if not shown:
        raise UnexpectedPageError(f"No secret on {page.url}. {page.opening}")
    phone = Authenticator("".join(shown[0].text_content().split()))
    return phone, visitor.send(page, f"{_FACTOR_PAGE}/confirm", code=phone.code())


def remove_second_factor(visitor: Visitor) -> Page:
    """Do without it again."""
    return visitor.send(visitor.get(_FACTOR_PAGE), f"{_FACTOR_PAGE}/remove")

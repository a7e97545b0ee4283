"""The portal: reachable over the network as it is, the key accepted, the clocks together."""

from datetime import UTC, datetime

from ..agents import introduction
from ..calls import Caller
from ..company.databases import Company
from ..failures import CompanyUnreadableError, PortalRefusedError, PortalUnreachableError
from ..links import LOCKED, UNAUTHORISED, Link
from ..settings import Settings
from .findings import Finding, failed, ok, warning

_APART_SECONDS = 60


def check(settings: Settings) -> list[Finding]:
    """Every finding about the portal; the key is tried only where the portal answers."""
    try:
        reply = Caller(settings).call("GET", "/openapi.json")
    except PortalUnreachableError as error:
        advice = "Let this computer make outbound connections to port 443 of the portal, or name the proxy."
        return [failed("portal", f"{error} {advice}")]
    except PortalRefusedError as error:
        return [failed("portal", f"{settings.portal_url} answers, but not as the portal does: {error}")]
    how = f" through {settings.proxy.rpartition('@')[2]}" if settings.proxy else ""
    return [ok("portal", f"{settings.portal_url} answers{how}."), _clock(reply.date), _key(settings)]


def _clock(theirs: datetime | None) -> Finding:
    if theirs is None:
        return warning("clock", "The portal does not say what time it is.")
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > _APART_SECONDS:
        return failed(
            "clock",
            f"This computer and the portal are {apart:,.0f} seconds apart. Set this computer's clock.",
        )
    return ok("clock", "Within a minute of the portal's.")


def _key(settings: Settings) -> Finding:
    try:
        company = Company(settings.database_url)
        company_words = introduction(settings, company)
        company.close()
    except CompanyUnreadableError:
        return failed("key", "Not tried: without the company database the agent cannot introduce itself.")
    try:
        Link(settings, company_words).register()
    except PortalUnreachableError as error:
        return failed("key", str(error))
    except PortalRefusedError as refused:
        if refused.status == UNAUTHORISED:
            advice = (
                "Make a new password on the connection's page of the portal and put it into the key file."
            )
            return failed("key", f"{refused} {advice}")
        if refused.status == LOCKED:
            return warning("key", f"The portal knows it, but does not serve this agent now: {refused}")
        return failed("key", str(refused))
    return ok("key", "The portal accepts it.")

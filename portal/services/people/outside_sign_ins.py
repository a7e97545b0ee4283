"""Signing in through the company's identity provider: sent there, checked on the return, known by issuer and subject.

Nothing is written before everything that came back was checked; a sign-in that comes back counts once.
Source: OpenID Connect Core 1.0; RFC 9207; OWASP ASVS 5.0, chapter 10.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from portal.db.sign_in import IdentityProvider
from portal.db.transactions import reader, transaction
from portal.services.people import identity_providers, outside_arrivals, pending_outside, throttles
from portal.services.people.accounts import SignInRefused
from portal.services.people.pending_outside import Away, Errand
from portal.services.people.throttles import Limit
from portal.services.providers import documents, exchanges
from portal.services.providers.exchanges import Outsider
from portal.services.providers.id_tokens import Expected
from portal.services.providers.problems import ProviderProblem
from portal.vault import SealBrokenError, Vault

_FREE = 30
_LONGEST = timedelta(minutes=1)
_CODE = re.compile(r"[a-z_]{1,40}")
NOT_OFFERED = "Signing in through an identity provider is not set up here. Use your pass phrase."
LOST = "This sign-in was begun in another browser, was used already, or took too long. Begin again."


@dataclass(frozen=True, slots=True)
class Sent:
    """Where to send the browser, who waits there, and the cookie that it must bring back."""

    url: str
    name: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes back: the browser, and who is signed in there (none: None)."""

    address: str
    browser: str
    person_id: int | None = None
    session_id: int | None = None


def begin(vault: Vault, redirect_uri: str, errand: Errand, address: str, *, hint: str = "") -> Sent:
    """Send somebody to the provider. Raises SignInRefused with the sentence."""
    provider = identity_providers.offered(reader())
    if provider is None:
        raise SignInRefused(NOT_OFFERED)
    with transaction() as session:
        limit = Limit(f"outside:{throttles.address_prefix(address)}", _FREE, _LONGEST)
        wait = throttles.admit(session, (limit,))
    if wait is not None:
        raise SignInRefused(
            f"Too many tries. Wait {throttles.say_wait(wait)}, then try again.", too_many=True
        )
    again = errand.way == "proof"
    try:
        client = identity_providers.client_of(vault, provider, redirect_uri)
        departure = exchanges.departure(client, hint=hint, again=again)
    except (ProviderProblem, SealBrokenError) as problem:
        raise SignInRefused(_away(provider, str(problem))) from None
    return Sent(departure.url, provider.name, pending_outside.put(errand, departure, provider.id))


def finish(
    vault: Vault, redirect_uri: str, cookie: str, given: Mapping[str, str], visit: Visit
) -> outside_arrivals.Arrived:
    """Take what the provider sent back. Raises SignInRefused with the sentence; nothing has changed then."""
    away = pending_outside.take(cookie, given.get("state", "")) if cookie and given.get("state") else None
    provider = identity_providers.offered(reader())
    if away is None or provider is None or provider.id != away.provider_id:
        raise SignInRefused(LOST)
    try:
        _check_answer(provider, given)
        outsider = _outsider(vault, provider, redirect_uri, given["code"], away)
    except (ProviderProblem, SealBrokenError) as problem:
        raise SignInRefused(_away(provider, str(problem))) from None
    return outside_arrivals.receive(away.errand, outsider, visit.address, visit.browser, visit.person_id)


def _check_answer(provider: IdentityProvider, given: Mapping[str, str]) -> None:
    """The answer is this provider's, and it is a code."""
    found = documents.discovery(provider.issuer)
    names = given.get("iss", "")
    if (names or found.names_itself) and not hmac.compare_digest(names.encode(), provider.issuer.encode()):
        raise ProviderProblem("What came back cannot be trusted: it is from another provider.")
    error = given.get("error", "")
    if error == "access_denied":
        raise ProviderProblem("You turned back there, or it did not let you in.")
    if error:
        said = error if _CODE.fullmatch(error) else "without a reason that can be read"
        raise ProviderProblem(f"It refused the sign-in ({said}).")
    if not given.get("code"):
        raise ProviderProblem("Nothing came back that could be checked.")


def _outsider(vault: Vault, provider: IdentityProvider, redirect_uri: str, code: str, away: Away) -> Outsider:
    since = away.begun_at if away.errand.way == "proof" else None
    client = identity_providers.client_of(vault, provider, redirect_uri)
    expected = Expected(provider.client_id, away.nonce, since)
    return exchanges.arrival(client, code, away.verifier, expected)


def _away(provider: IdentityProvider, why: str) -> str:
    return f"{provider.name} did not sign you in. {why}"

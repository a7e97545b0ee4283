"""The two ends of a sign-in at the provider: the address to send the browser to, and what its code is worth.

Source: OpenID Connect Core 1.0, sections 3.1.2, 3.1.3 and 5.3; RFC 7636 (PKCE).
"""

from dataclasses import dataclass
from typing import Any

from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests.exceptions import RequestException

from portal.services.providers import documents, id_tokens
from portal.services.providers.connections import SECONDS, fetch_json, guard, say_failure
from portal.services.providers.documents import Discovery
from portal.services.providers.id_tokens import Expected
from portal.services.providers.problems import ProviderProblem

_VERIFIER_LETTERS = 64
_WORD_LETTERS = 43
_GROUPS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Client:
    """Who the portal is at the provider. `secret` is open here, and sealed wherever it is kept."""

    issuer: str
    client_id: str
    secret: str
    scopes: str
    redirect_uri: str
    groups_claim: str = "groups"


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what must be remembered for its return."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody whom the provider vouches for. `email` is empty where it does not vouch for it."""

    issuer: str
    subject: str
    name: str
    email: str
    groups: tuple[str, ...]


def departure(client: Client, *, hint: str = "", again: bool = False) -> Departure:
    """Begin: fresh state, nonce and verifier. `again`: they must prove themselves anew. Raises ProviderProblem."""
    found = documents.discovery(client.issuer)
    nonce, verifier, state = (
        generate_token(_WORD_LETTERS),
        generate_token(_VERIFIER_LETTERS),
        generate_token(_WORD_LETTERS),
    )
    more = {"prompt": "login", "max_age": "0"} if again else {}
    more |= {"login_hint": hint} if hint else {}
    with _session(client, found) as session:
        url, _state = session.create_authorization_url(
            found.authorization_endpoint, state=state, code_verifier=verifier, nonce=nonce, **more
        )
    return Departure(url, state, nonce, verifier)


def arrival(client: Client, code: str, verifier: str, expected: Expected) -> Outsider:
    """Exchange the code and check what it was worth. Raises ProviderProblem with the sentence."""
    found = documents.discovery(client.issuer)
    token = _exchange(client, found, code, verifier)
    id_token, access_token = token.get("id_token"), token.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise ProviderProblem(
            "The provider sent no identity token. Its client must be one for OpenID Connect."
        )
    claims = id_tokens.claims_of(id_token, access_token, found, expected)
    if found.userinfo_endpoint and not {"email", "name", client.groups_claim} <= claims.keys():
        claims = _with_userinfo(claims, found, access_token)
    return _outsider(claims, client)


def _session(client: Client, found: Discovery) -> OAuth2Session:
    method = "client_secret_post" if found.secret_in_form else "client_secret_basic"
    session = OAuth2Session(
        client.client_id,
        client.secret,
        token_endpoint_auth_method=method,
        scope=client.scopes,
        redirect_uri=client.redirect_uri,
        code_challenge_method="S256",
        default_timeout=SECONDS,
    )
    guard(session)
    return session


def _exchange(client: Client, found: Discovery, code: str, verifier: str) -> dict[str, Any]:
    with _session(client, found) as session:
        try:
            token = session.fetch_token(
                found.token_endpoint,
                code=code,
                code_verifier=verifier,
                grant_type="authorization_code",
                allow_redirects=False,
            )
        except OAuthError as error:
            raise ProviderProblem(_refused(str(error.error))) from None
        except ValueError:
            raise ProviderProblem("The provider's answer to this sign-in is no identity token.") from None
        except (RequestException, OSError) as error:
            raise ProviderProblem(say_failure(error, "the identity token")) from None
    return dict(token) if isinstance(token, dict) else {}


def _refused(code: str) -> str:
    if code == "invalid_client":
        return "The provider does not know this portal: its client id or secret under Settings is wrong."
    if code == "invalid_grant":
        return "The provider did not take this sign-in: it was used before or took too long. Sign in again."
    return "The provider refused this sign-in."


def _with_userinfo(claims: dict[str, Any], found: Discovery, access_token: str) -> dict[str, Any]:
    """The claims and what the provider adds when asked; about the same person only."""
    more = fetch_json(found.userinfo_endpoint, "your data at the provider", access_token)
    if more.get("sub") != claims["sub"]:
        raise ProviderProblem("What came back cannot be trusted: it is about two different people.")
    return more | claims


def _outsider(claims: dict[str, Any], client: Client) -> Outsider:
    groups = claims.get(client.groups_claim, ())
    if isinstance(groups, str):
        groups = [groups]
    kept = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
    vouched = claims.get("email_verified", True) is True
    return Outsider(
        issuer=client.issuer,
        subject=str(claims["sub"]),
        name=str(claims.get("name") or ""),
        email=str(claims.get("email") or "").strip().lower() if vouched else "",
        groups=tuple(dict.fromkeys(kept[:_GROUPS_AT_MOST])),
    )

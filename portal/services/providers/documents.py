"""What a provider publishes about itself: its discovery document and its keys, kept for five minutes.

Source: OpenID Connect Discovery 1.0, sections 3 and 4.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from authlib.oidc.discovery import get_well_known_url
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from portal.services.providers.addresses import checked_url
from portal.services.providers.connections import fetch_json
from portal.services.providers.problems import ProviderProblem

KEPT_SECONDS = 300.0
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""With a public key only: a client secret or nothing at all never proves who sent a token."""
_kept: dict[str, tuple[float, Any]] = {}
_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where everything is at a provider. `secret_in_form`: how it wants the client's secret."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    signatures: tuple[str, ...]
    secret_in_form: bool
    names_itself: bool
    """Whether its answers in the address say which provider they are from (RFC 9207)."""


def discovery(issuer: str, *, anew: bool = False) -> Discovery:
    """The provider's document. Raises ProviderProblem with the sentence."""
    return _keep(f"discovery {issuer}", lambda: _read(issuer), anew=anew)


def keys(found: Discovery, *, anew: bool = False) -> KeySet:
    """The provider's public keys. Raises ProviderProblem."""
    return _keep(f"keys {found.jwks_uri}", lambda: _read_keys(found), anew=anew)


def forget() -> None:
    """Fetch everything anew the next time: the settings changed."""
    _kept.clear()


def _keep(name: str, make: Callable[[], _Kept], *, anew: bool) -> _Kept:
    at, value = _kept.get(name, (0.0, None))
    if anew or value is None or time.monotonic() - at > KEPT_SECONDS:
        value = make()
        _kept[name] = (time.monotonic(), value)
    return value  # type: ignore[no-any-return]  # stored under a name that says its kind


def _read(issuer: str) -> Discovery:
    checked_url(issuer, "The issuer")
    document = fetch_json(get_well_known_url(issuer, external=True), "the discovery document")
    if document.get("issuer") != issuer:
        says = str(document.get("issuer", "nothing"))[:100]
        raise ProviderProblem(
            f"The discovery document names the issuer {says}. Copy that address here if it is the right one."
        )
    offered = document.get("id_token_signing_alg_values_supported") or ["RS256"]
    signatures = tuple(name for name in SIGNATURES if name in offered)
    if not signatures:
        raise ProviderProblem("The provider signs its tokens in no way that can be trusted, such as RS256.")
    methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Discovery(
        issuer=issuer,
        authorization_endpoint=_place(document, "authorization_endpoint"),
        token_endpoint=_place(document, "token_endpoint"),
        jwks_uri=_place(document, "jwks_uri"),
        userinfo_endpoint=_place(document, "userinfo_endpoint") if document.get("userinfo_endpoint") else "",
        signatures=signatures,
        secret_in_form="client_secret_basic" not in methods and "client_secret_post" in methods,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _place(document: dict[str, Any], name: str) -> str:
    text = document.get(name)
    if not isinstance(text, str):
        raise ProviderProblem(f"The discovery document names no {name}.")
    return checked_url(text, f"The provider's {name}")


def _read_keys(found: Discovery) -> KeySet:
    document = fetch_json(found.jwks_uri, "the list of keys")
    rows = document.get("keys")
    usable = [row for row in rows if _signs(row)] if isinstance(rows, list) else []
    if not usable:
        raise ProviderProblem("The provider publishes no key for signatures.")
    try:
        return KeySet.import_key_set({"keys": usable})
    except (JoseError, ValueError, TypeError, KeyError):
        raise ProviderProblem("The provider's keys cannot be read.") from None


def _signs(row: object) -> bool:
    """Whether a published key is a public one for signatures; others are left aside."""
    return isinstance(row, dict) and row.get("use", "sig") == "sig" and row.get("kty") in {"RSA", "EC", "OKP"}

"""What an identity token proves: signature, issuer, audience, time, nonce, authorized party, and when they signed in.

Source: OpenID Connect Core 1.0, section 3.1.3.7; OWASP ASVS 5.0, 10.5.1 to 10.5.4.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    ExpiredTokenError,
    InvalidClaimError,
    InvalidKeyIdError,
    JoseError,
    MissingClaimError,
)

from portal import clock
from portal.services.providers import documents
from portal.services.providers.documents import Discovery
from portal.services.providers.problems import ProviderProblem

CLOCKS_DIFFER = 60
"""Seconds by which the provider's clock may be off."""
LONGEST_SUBJECT = 255
_CLAIMS = {
    "iss": "it names another issuer",
    "aud": "it was made for another application",
    "azp": "it was handed to another application",
    "nonce": "it belongs to another sign-in",
    "sub": "it names nobody",
    "at_hash": "it does not belong to what came with it",
    "auth_time": "it does not say when you signed in there",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What this sign-in began with. `signed_in_since`: they must have proved themselves there after this moment."""

    client_id: str
    nonce: str
    signed_in_since: datetime | None = None


def claims_of(token: str, access_token: str, found: Discovery, expected: Expected) -> dict[str, Any]:
    """The claims of a token that holds in every respect. Raises ProviderProblem, its sentence completed by why."""
    try:
        opened = _opened(token, found)
        claims = CodeIDToken(
            opened.claims,
            opened.header,
            {
                "iss": {"essential": True, "value": found.issuer},
                "aud": {"essential": True, "value": expected.client_id},
                "sub": {"essential": True},
                "nonce": {"essential": True, "value": expected.nonce},
            },
            {"client_id": expected.client_id, "nonce": expected.nonce, "access_token": access_token},
        )
        claims.validate(int(clock.now().timestamp()), CLOCKS_DIFFER)
    except ExpiredTokenError:
        raise ProviderProblem(_wrong("its time is over")) from None
    except (InvalidClaimError, MissingClaimError) as error:
        name = str(getattr(error, "claim", ""))
        raise ProviderProblem(_wrong(_CLAIMS.get(name, "something in it is missing or wrong"))) from None
    except (JoseError, ValueError, TypeError):
        raise ProviderProblem(_wrong("it is not signed by the provider")) from None
    if not isinstance(claims["sub"], str) or len(claims["sub"]) > LONGEST_SUBJECT:
        raise ProviderProblem(_wrong(_CLAIMS["sub"]))
    _check_moment(claims.get("auth_time"), expected.signed_in_since)
    return dict(claims)


def _opened(token: str, found: Discovery) -> jwt.Token:
    """The token under its signature; a key that is not known yet is looked for once more."""
    try:
        return jwt.decode(token, documents.keys(found), algorithms=found.signatures)
    except InvalidKeyIdError:
        return jwt.decode(token, documents.keys(found, anew=True), algorithms=found.signatures)


def _check_moment(signed_in_at: object, since: datetime | None) -> None:
    if since is None:
        return
    if not isinstance(signed_in_at, int | float) or isinstance(signed_in_at, bool):
        raise ProviderProblem(_wrong(_CLAIMS["auth_time"]))
    if signed_in_at < (since - timedelta(seconds=CLOCKS_DIFFER)).timestamp():
        raise ProviderProblem("The provider did not ask you again who you are. Sign in there anew.")


def _wrong(why: str) -> str:
    return f"What came back cannot be trusted: {why}."

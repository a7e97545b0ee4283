"""Signing: the provider's key, made at its start, and identity tokens, right or wrong on purpose."""

import base64
import json
import secrets
import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from portal.practice.armed_faults import ArmedFaults
from portal.practice.identity.grants import TOKEN_SECONDS, Grant
from portal.practice.identity.people import Known

_BITS = 2048
_LONG_AGO = 7200


class Keys:
    """The key that signs, and those that are published."""

    def __init__(self) -> None:
        self.signing = _new_key()
        self._published = [self.signing]

    def renew(self) -> None:
        """Sign with a new key from now on; the old one stays published for tokens that are out."""
        self.signing = _new_key()
        self._published.append(self.signing)

    def published(self) -> dict[str, Any]:
        """The public halves as a JSON Web Key Set."""
        return dict(KeySet([*self._published]).as_dict(private=False))


def identity_token(keys: Keys, faults: ArmedFaults, issuer: str, grant: Grant, secret: str) -> str:
    """The signed statement that this person signed in for this client; armed faults spoil it."""
    if faults.strikes("new_key"):
        keys.renew()
    claims = _spoiled(_claims(issuer, grant), faults)
    if faults.strikes("unsigned_token"):
        return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
    if faults.strikes("shared_secret_token"):
        key = OctKey.import_key(secret)
        return jwt.encode({"alg": "HS256", "kid": keys.signing.kid}, claims, key, algorithms=["HS256"])
    key_used = _new_key() if faults.strikes("foreign_key") else keys.signing
    return jwt.encode({"alg": "RS256", "kid": keys.signing.kid}, claims, key_used)


def about(person: Known, scope: str) -> dict[str, Any]:
    """What the scopes let a client know of a person."""
    asked = scope.split()
    found: dict[str, Any] = {"sub": person.subject}
    if "profile" in asked:
        found["name"] = person.name
    if "email" in asked:
        found |= {"email": person.email, "email_verified": True}
    if "groups" in asked:
        found["groups"] = list(person.groups)
    return found


def _claims(issuer: str, grant: Grant) -> dict[str, Any]:
    now = int(time.time())
    claims = {
        "iss": issuer,
        "sub": grant.sign_in.subject,
        "aud": grant.request.client_id,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "auth_time": grant.sign_in.at,
    }
    return claims | ({"nonce": grant.request.nonce} if grant.request.nonce else {})


def _spoiled(claims: dict[str, Any], faults: ArmedFaults) -> dict[str, Any]:
    changes: dict[str, dict[str, Any]] = {
        "wrong_nonce": {"nonce": secrets.token_urlsafe(12)},
        "wrong_audience": {"aud": "another-client"},
        "second_audience": {"aud": [claims["aud"], "another-client"], "azp": "another-client"},
        "expired_token": {"iat": claims["iat"] - _LONG_AGO, "exp": claims["exp"] - _LONG_AGO},
        "other_issuer": {"iss": "https://another-provider.example"},
        "old_sign_in": {"auth_time": claims["auth_time"] - _LONG_AGO},
    }
    for name, change in changes.items():
        if faults.strikes(name):
            claims |= change
    for name, claim in {"no_subject": "sub", "no_auth_time": "auth_time", "no_nonce": "nonce"}.items():
        if faults.strikes(name):
            claims.pop(claim, None)
    return claims


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _new_key() -> RSAKey:
    key_id = secrets.token_hex(8)
    return RSAKey.generate_key(_BITS, {"kid": key_id, "use": "sig", "alg": "RS256"})

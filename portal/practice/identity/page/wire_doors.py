"""The doors for clients: discovery, published keys, the exchange of a code, what is known of a person.

Source: OpenID Connect Discovery 1.0, section 3; OpenID Connect Core 1.0, sections 3.1.3 and 5.3; RFC 7636, section 4.6.
"""

import base64
import hashlib
import hmac

from flask import Blueprint, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from portal.practice import armed_faults
from portal.practice.identity.grants import TOKEN_SECONDS, Grant
from portal.practice.identity.houses import house
from portal.practice.identity.tokens import about, identity_token

blueprint = Blueprint("wire", __name__)


@blueprint.get("/.well-known/openid-configuration")
def discovery() -> ResponseReturnValue:
    """Where everything is."""
    issuer, faults = house().issuer, house().faults
    if slow := faults.strikes("slow"):
        armed_faults.wait(slow)
    if faults.strikes("broken_discovery"):
        return Response("<h1>Sign in</h1>", mimetype="text/html")
    return jsonify(
        issuer="https://another-provider.example" if faults.strikes("other_discovery") else issuer,
        authorization_endpoint=f"{issuer}/authorize",
        token_endpoint=f"{issuer}/token",
        userinfo_endpoint=f"{issuer}/userinfo",
        jwks_uri=f"{issuer}/keys",
        response_types_supported=["code"],
        grant_types_supported=["authorization_code"],
        subject_types_supported=["public"],
        id_token_signing_alg_values_supported=["RS256"],
        token_endpoint_auth_methods_supported=["client_secret_basic", "client_secret_post"],
        code_challenge_methods_supported=["S256"],
        scopes_supported=["openid", "profile", "email", "groups"],
        claims_supported=["sub", "name", "email", "email_verified", "groups", "auth_time", "nonce"],
        authorization_response_iss_parameter_supported=True,
    )


@blueprint.get("/keys")
def keys() -> ResponseReturnValue:
    """The public halves of the keys."""
    return jsonify(house().keys.published())


@blueprint.post("/token")
def token() -> ResponseReturnValue:
    """A code becomes an identity token and an access token, once."""
    if house().faults.strikes("redirecting"):
        return redirect(f"{house().issuer}/keys", 307)
    if not _client_is_known():
        return jsonify(error="invalid_client"), 401
    if request.form.get("grant_type") != "authorization_code":
        return jsonify(error="unsupported_grant_type"), 400
    grant = house().grants.take(request.form.get("code", ""))
    if grant is None or not _is_asked_by_the_same(grant):
        return jsonify(error="invalid_grant"), 400
    signed = identity_token(house().keys, house().faults, house().issuer, grant, house().client_secret)
    return jsonify(
        access_token=house().grants.token_for(grant),
        token_type="Bearer",  # noqa: S106 - a word of the protocol
        expires_in=TOKEN_SECONDS,
        id_token=signed,
        scope=grant.request.scope,
    )


@blueprint.get("/userinfo")
def userinfo() -> ResponseReturnValue:
    """What the scopes let the client know."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    grant = house().grants.of_token(given) if kind.lower() == "bearer" else None
    person = house().people.find(grant.sign_in.subject) if grant else None
    if grant is None or person is None:
        return jsonify(error="invalid_token"), 401
    found = about(person, grant.request.scope)
    if house().faults.strikes("other_person_at_userinfo"):
        found["sub"] = "somebody-else"
    return jsonify(found)


def _client_is_known() -> bool:
    """By the Authorization header or by the form, as clients choose."""
    if request.authorization and request.authorization.type == "basic":
        return house().is_client(request.authorization.username or "", request.authorization.password or "")
    return house().is_client(request.form.get("client_id", ""), request.form.get("client_secret", ""))


def _is_asked_by_the_same(grant: Grant) -> bool:
    """The address is the one of the request, and the verifier is what the challenge was made of."""
    digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return request.form.get("redirect_uri") == grant.request.redirect_uri and hmac.compare_digest(
        challenge, grant.request.challenge
    )

"""The practice identity provider as clients and browsers meet it: what it refuses, and that its faults are faults."""

import base64
import hashlib
import json
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from tests import providers
from tests.people import AKI, DANA

CLIENT = ("budget-portal", providers.SECRET)


@pytest.fixture
def verifier():
    return secrets.token_urlsafe(48)


def asking(provider, verifier, **more):
    digest = hashlib.sha256(verifier.encode()).digest()
    given = {
        "client_id": CLIENT[0],
        "redirect_uri": providers.RETURN,
        "response_type": "code",
        "scope": "openid email profile groups",
        "state": "a state",
        "nonce": "a nonce",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    kept = {name: value for name, value in {**given, **more}.items() if value}
    return f"{provider.url}/authorize?{urlencode(kept)}"


def answered(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def exchange(provider, code, verifier, auth=CLIENT, **more):
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": providers.RETURN}
    return requests.post(
        f"{provider.url}/token", data={**given, "code_verifier": verifier, **more}, auth=auth, timeout=10
    )


def signed_in(provider, verifier, person=DANA, **more):
    code = answered(providers.choose(asking(provider, verifier, **more), person))["code"]
    return exchange(provider, code, verifier).json()


def claims(provider, token):
    keys = KeySet.import_key_set(requests.get(f"{provider.url}/keys", timeout=10).json())
    return jwt.decode(token, keys, algorithms=["RS256"]).claims


def test_it_publishes_where_everything_is_and_no_private_key(provider):
    document = requests.get(f"{provider.url}/.well-known/openid-configuration", timeout=10).json()
    assert document["issuer"] == provider.url
    assert document["code_challenge_methods_supported"] == ["S256"]
    (key,) = requests.get(document["jwks_uri"], timeout=10).json()["keys"][:1]
    assert (key["kty"], key["alg"]) == ("RSA", "RS256")
    assert "d" not in key


def test_a_code_becomes_a_signed_token_and_the_persons_data(provider, verifier):
    token = signed_in(provider, verifier)
    found = claims(provider, token["id_token"])
    assert (found["iss"], found["aud"], found["nonce"]) == (provider.url, CLIENT[0], "a nonce")
    assert found["sub"] == providers.subject_of(DANA)
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    told = requests.get(f"{provider.url}/userinfo", headers=headers, timeout=10).json()
    assert (told["email"], told["groups"]) == (DANA.email, ["project-managers"])
    assert requests.get(f"{provider.url}/userinfo", timeout=10).status_code == 401


def test_an_address_that_is_not_the_clients_is_never_sent_to(provider, verifier):
    for wrong in ("http://evil.example/", providers.RETURN + "/more", ""):
        page = requests.get(asking(provider, verifier, redirect_uri=wrong), timeout=10, allow_redirects=False)
        assert (page.status_code, "where it may not go" in page.text) == (400, True)
    page = requests.get(asking(provider, verifier, client_id="another"), timeout=10, allow_redirects=False)
    assert page.status_code == 400


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "email"}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_wrong_request_goes_back_with_its_error(provider, verifier, change, error):
    answer = requests.get(asking(provider, verifier, **change), timeout=10, allow_redirects=False)
    assert answered(answer.headers["Location"])["error"] == error


def test_a_code_works_once_for_the_client_that_asked(provider, verifier):
    def code():
        return answered(providers.choose(asking(provider, verifier), DANA))["code"]

    used = code()
    assert exchange(provider, used, verifier).status_code == 200
    assert exchange(provider, used, verifier).json() == {"error": "invalid_grant"}
    assert exchange(provider, code(), "another verifier").json() == {"error": "invalid_grant"}
    assert exchange(provider, code(), verifier, redirect_uri="http://evil.example/").status_code == 400
    assert exchange(provider, code(), verifier, auth=(CLIENT[0], "wrong")).status_code == 401
    in_form = {"client_id": CLIENT[0], "client_secret": providers.SECRET}
    assert exchange(provider, code(), verifier, auth=None, **in_form).status_code == 200


def test_a_hint_puts_the_person_first_and_cancelling_goes_back(provider, verifier):
    page = requests.get(asking(provider, verifier, login_hint=AKI.email), timeout=10).text
    assert page.index(AKI.name) < page.index(DANA.name)
    back = answered(providers.choose(asking(provider, verifier), DANA, act="cancel"))
    assert (back["error"], back["state"]) == ("access_denied", "a state")


def test_a_former_sign_in_counts_until_somebody_asks_for_a_new_one(provider, verifier):
    with requests.Session() as browser:
        providers.choose_in(browser, asking(provider, verifier), DANA)
        assert f"Go on as {DANA.name}" in browser.get(asking(provider, verifier), timeout=10).text
        for anew in ({"prompt": "login"}, {"max_age": "0"}):
            assert "Go on as" not in browser.get(asking(provider, verifier, **anew), timeout=10).text
        back = providers.choose_in(browser, asking(provider, verifier), DANA, act="go_on")
        first = claims(provider, exchange(provider, answered(back)["code"], verifier).json()["id_token"])
        again = providers.choose_in(browser, asking(provider, verifier, prompt="login"), DANA)
        second = claims(provider, exchange(provider, answered(again)["code"], verifier).json()["id_token"])
        assert first["auth_time"] <= second["auth_time"]


def test_faults_are_known_armed_and_cleared(provider, verifier):
    assert (
        requests.post(f"{provider.url}/api/faults", json={"name": "no such"}, timeout=10).status_code == 422
    )
    provider.arm("wrong_nonce")
    assert claims(provider, signed_in(provider, verifier)["id_token"])["nonce"] != "a nonce"
    assert claims(provider, signed_in(provider, verifier)["id_token"])["nonce"] == "a nonce"
    provider.arm("unsigned_token")
    head = signed_in(provider, verifier)["id_token"].partition(".")[0]
    assert json.loads(base64.urlsafe_b64decode(head + "=="))["alg"] == "none"
    provider.arm("expired_token", -1)
    provider.clear()
    assert requests.get(f"{provider.url}/api/faults", timeout=10).json()["armed"] == []


def test_other_sites_and_other_host_names_are_refused(provider):
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert (
        requests.post(f"{provider.url}/api/faults", json={}, headers=foreign, timeout=10).status_code == 403
    )
    named = {"Host": "provider.example"}
    assert requests.get(f"{provider.url}/", headers=named, timeout=10).status_code == 400
    policy = requests.get(f"{provider.url}/", timeout=10).headers["Content-Security-Policy"]
    assert "form-action 'self' http://localhost;" in policy

"""What comes back from the provider is believed only when everything about it is right; else nothing changes."""

import sqlite3
import time
from contextlib import closing
from datetime import timedelta

import pytest
import time_machine

from portal import clock
from tests import factories, providers
from tests.people import AKI, DANA
from tests.web import outside

CANNOT = "What came back cannot be trusted"
FAULTS = {
    "wrong_nonce": f"{CANNOT}: it belongs to another sign-in.",
    "no_nonce": f"{CANNOT}: it belongs to another sign-in.",
    "wrong_audience": f"{CANNOT}: it was made for another application.",
    "second_audience": f"{CANNOT}: it was handed to another application.",
    "expired_token": f"{CANNOT}: its time is over.",
    "other_issuer": f"{CANNOT}: it names another issuer.",
    "unsigned_token": f"{CANNOT}: it is not signed by the provider.",
    "shared_secret_token": f"{CANNOT}: it is not signed by the provider.",
    "foreign_key": f"{CANNOT}: it is not signed by the provider.",
    "no_subject": f"{CANNOT}: it names nobody.",
    "other_person_at_userinfo": f"{CANNOT}: it is about two different people.",
    "replayed_code": "it was used before or took too long",
    "cancelled": "You turned back there, or it did not let you in.",
    "refused": "It refused the sign-in (server_error).",
    "redirecting": "The identity token was answered with a redirect, which is not followed.",
}
QUIET = ("pending_sign_ins", "throttles", "sessions")


@pytest.fixture
def world(sqlite_app, provider):
    with sqlite_app.app_context():
        found = factories.furnish()
    outside.offer(sqlite_app, found, provider)
    outside.link(factories.client_for(sqlite_app, DANA), DANA)
    return found


@pytest.fixture
def rows(sqlite_settings):
    """Everything in the database but what waits at the provider, and the number of sessions."""

    def read():
        path = sqlite_settings.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            kept = {line for line in database.iterdump() if not any(f'"{name}"' in line for name in QUIET)}
            return kept, database.execute("SELECT count(*) FROM sessions").fetchone()

    return read


def plain(page):
    return page.replace("&#39;", "'").replace("&amp;", "&")


def test_every_fault_is_refused_with_its_sentence_and_changes_nothing(sqlite_app, world, provider, rows):
    before, seen = rows(), {}
    for name, sentence in FAULTS.items():
        provider.arm(name)
        client = sqlite_app.test_client()
        answer = outside.through(client, DANA)
        seen[name] = (
            answer.status_code,
            sentence in plain(answer.text),
            client.get("/account").status_code,
        )
        assert rows() == before, name
        provider.clear()
    assert {name: what for name, what in seen.items() if what != (422, True, 302)} == {}
    print(f"faults refused: {len(seen)} of {len(FAULTS)}")
    assert outside.through(sqlite_app.test_client(), DANA).status_code == 303


def test_a_new_key_of_the_provider_is_found(sqlite_app, world, provider):
    assert outside.through(sqlite_app.test_client(), DANA).status_code == 303
    provider.arm("new_key")
    assert outside.through(sqlite_app.test_client(), DANA).status_code == 303


def test_a_return_counts_once_and_in_the_browser_that_began(sqlite_app, world):
    client, other = sqlite_app.test_client(), sqlite_app.test_client()
    back = providers.choose(outside.depart(client), DANA)
    lost = "This sign-in was begun in another browser, was used already, or took too long."
    outside.depart(other)
    refused = outside.come_back(other, back)
    assert (refused.status_code, lost in refused.text) == (422, True)
    assert lost in outside.come_back(sqlite_app.test_client(), back).text
    assert outside.come_back(client, back).status_code == 303
    assert client.get("/account").status_code == 200
    replayed = sqlite_app.test_client()
    address = outside.depart(replayed)
    stolen = replayed.get_cookie("portal-outside").value
    first = providers.choose(address, DANA)
    assert outside.come_back(replayed, first).status_code == 303
    thief = sqlite_app.test_client()
    thief.set_cookie("portal-outside", stolen)
    assert lost in outside.come_back(thief, first).text
    assert thief.get("/account").status_code == 302


def test_another_state_or_another_providers_name_is_refused(sqlite_app, world):
    client = sqlite_app.test_client()
    back = providers.choose(outside.depart(client), DANA)
    state = outside.asked(back)["state"]
    assert outside.come_back(client, back.replace(state, "x" * len(state))).status_code == 422
    elsewhere = back.partition("&iss=")[0]
    refused = outside.come_back(client, elsewhere + "&iss=https%3A%2F%2Fanother.example")
    assert "it is from another provider" in refused.text
    assert outside.come_back(client, back).status_code == 422


def test_a_sign_in_that_takes_too_long_is_over(sqlite_app, world):
    client = sqlite_app.test_client()
    back = providers.choose(outside.depart(client), DANA)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=True):
        assert outside.come_back(client, back).status_code == 422


def test_where_the_provider_does_not_answer_a_sentence_says_so(sqlite_app, world, provider):
    outside.offer(sqlite_app, world, provider, issuer="http://127.0.0.1:9")
    client = sqlite_app.test_client()
    token = factories.csrf_of(client.get("/sign-in").text)
    answer = client.post("/sign-in/outside", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "could not be fetched: the server was not reached." in answer.text


def test_a_slow_provider_holds_nobody_longer_than_five_seconds(sqlite_app, world, provider):
    outside.offer(sqlite_app, world, provider)
    provider.arm("slow", 1, "8")
    client = sqlite_app.test_client()
    token = factories.csrf_of(client.get("/sign-in").text)
    started = time.monotonic()
    answer = client.post("/sign-in/outside", data={"csrf_token": token})
    assert time.monotonic() - started < 7.5
    assert "did not come within 5 seconds" in answer.text


def test_nothing_is_offered_where_nothing_is_set_up_or_it_is_off(sqlite_app, world, provider):
    outside.offer(sqlite_app, world, provider, active=False)
    client = sqlite_app.test_client()
    page = client.get("/sign-in").text
    assert "Sign in with" not in page
    answer = client.post("/sign-in/outside", data={"csrf_token": factories.csrf_of(page)})
    assert "is not set up here" in answer.text


def test_a_proof_needs_a_new_sign_in_there(sqlite_app, world, provider):
    client = factories.client_for(sqlite_app, DANA)
    address = outside.depart(client, path="/account/proof/outside")
    assert outside.asked(address)["prompt"] == "login"
    assert outside.asked(address)["max_age"] == "0"
    for fault in ("old_sign_in", "no_auth_time"):
        provider.arm(fault)
        cookie = client.get_cookie("portal").value
        assert outside.through(client, DANA, path="/account/proof/outside").location == "/account"
        assert client.get_cookie("portal").value == cookie
    assert outside.through(client, AKI, path="/account/proof/outside").location == "/account"
    answer = outside.through(client, DANA, path="/account/proof/outside")
    assert (answer.status_code, answer.location) == (303, "/account/proof/send")
    assert client.get_cookie("portal").value != cookie
    assert client.get("/account").status_code == 200

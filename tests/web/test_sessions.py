"""A session is a row: it begins at sign-in, ends for good, and a captured cookie is worth nothing afterwards."""

from dataclasses import replace
from datetime import timedelta

import time_machine
from sqlalchemy import select

from portal import clock
from portal.db.people import Person, SignedInSession
from portal.db.transactions import reader, transaction
from portal.services.people import own_sessions
from tests import factories
from tests.people import AKI, DANA


def replay(app, token):
    """Ask for a page with a captured cookie, from another browser."""
    client = app.test_client()
    client.set_cookie("portal", token)
    return client.get("/account").status_code


def token_of(client):
    return client.get_cookie("portal").value


def test_the_cookie_holds_a_random_token_and_the_row_only_its_hash(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    token = token_of(client)
    assert len(token) >= 43
    with sqlite_app.app_context():
        row = reader().scalars(select(SignedInSession)).one()
        assert row.token_hash == own_sessions.hash_of(token)
        assert token not in repr(vars(row))
        assert row.person_id == world.id_of(DANA)


def test_the_cookie_is_kept_from_scripts_and_other_sites(sqlite_app, world):
    page = sqlite_app.test_client().get("/sign-in")
    client = sqlite_app.test_client()
    form = client.get("/sign-in")
    answer = client.post(
        "/sign-in",
        data={
            "csrf_token": factories.csrf_of(form.text),
            "email": DANA.email,
            "phrase": "four words about nothing",
        },
    )
    cookies = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("portal=")]
    assert len(cookies) == 1
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]
    assert "Path=/" in cookies[0]
    assert page.status_code == 200


def test_every_sign_in_makes_a_new_token(sqlite_app, world):
    first = token_of(factories.client_for(sqlite_app, DANA))
    assert token_of(factories.client_for(sqlite_app, DANA)) != first


def test_a_planted_cookie_is_replaced_at_sign_in(sqlite_app, world):
    client = sqlite_app.test_client()
    client.set_cookie("portal", "planted")
    form = client.get("/sign-in")
    client.post(
        "/sign-in",
        data={
            "csrf_token": factories.csrf_of(form.text),
            "email": DANA.email,
            "phrase": "four words about nothing",
        },
    )
    assert token_of(client) != "planted"
    assert replay(sqlite_app, "planted") == 302


def test_a_captured_cookie_is_dead_after_sign_out(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    token = token_of(client)
    assert replay(sqlite_app, token) == 200
    assert client.post("/sign-out", data={"csrf_token": client.csrf}).status_code == 303
    assert client.get_cookie("portal") is None
    assert replay(sqlite_app, token) == 302


def test_a_captured_cookie_is_dead_after_an_hour_of_rest(sqlite_app, world):
    with time_machine.travel(clock.now(), tick=False) as moment:
        token = token_of(factories.client_for(sqlite_app, DANA))
        moment.shift(timedelta(minutes=60) - own_sessions.TOUCH_EVERY)
        assert replay(sqlite_app, token) == 200
        moment.shift(timedelta(minutes=60))
        assert replay(sqlite_app, token) == 302


def test_a_session_that_is_used_all_day_ends_after_twelve_hours(sqlite_app, world):
    with time_machine.travel(clock.now(), tick=False) as moment:
        token = token_of(factories.client_for(sqlite_app, DANA))
        for _ in range(23):
            moment.shift(1800)
            assert replay(sqlite_app, token) == 200
        moment.shift(1800)
        assert replay(sqlite_app, token) == 302


def test_whoever_is_deactivated_is_out_with_the_next_request(sqlite_app, world):
    client = factories.client_for(sqlite_app, AKI)
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(AKI)).active = False
    assert client.get("/account").status_code == 302


def test_another_pass_phrase_ends_every_other_session_and_renews_this_one(sqlite_app, world):
    here, there = factories.client_for(sqlite_app, DANA), factories.client_for(sqlite_app, DANA)
    before, elsewhere = token_of(here), token_of(there)
    given = {"csrf_token": here.csrf, "old": "four words about nothing", "new": "rain falls on the gravel"}
    assert here.post("/account/phrase", data=given).status_code == 303
    assert token_of(here) != before
    assert replay(sqlite_app, token_of(here)) == 200
    assert [replay(sqlite_app, token) for token in (before, elsewhere)] == [302, 302]
    factories.client_for(sqlite_app, DANA, "rain falls on the gravel")


def test_own_sessions_can_be_ended_one_by_one_and_all_others(sqlite_app, world):
    here = factories.client_for(sqlite_app, DANA)
    others = [token_of(factories.client_for(sqlite_app, DANA)) for _ in range(3)]
    with sqlite_app.app_context():
        row = own_sessions.find(reader(), others[0])
    here.post(f"/account/sessions/{row.id}/end", data={"csrf_token": here.csrf})
    assert [replay(sqlite_app, token) for token in others] == [302, 200, 200]
    here.post("/account/sessions/end-others", data={"csrf_token": here.csrf})
    assert [replay(sqlite_app, token) for token in others] == [302, 302, 302]
    assert here.get("/account").status_code == 200


def test_nobody_ends_the_session_of_another(sqlite_app, world):
    mallory, victim = factories.client_for(sqlite_app, DANA), factories.client_for(sqlite_app, AKI)
    with sqlite_app.app_context():
        row = own_sessions.find(reader(), token_of(victim))
    mallory.post(f"/account/sessions/{row.id}/end", data={"csrf_token": mallory.csrf})
    assert victim.get("/account").status_code == 200


def test_a_visitor_makes_the_portal_write_nothing(sqlite_app, world):
    client = sqlite_app.test_client()
    for path in ("/sign-in", "/account", "/nowhere", "/healthz"):
        client.get(path)
    with sqlite_app.app_context():
        assert reader().scalars(select(SignedInSession)).all() == []


def test_pages_are_read_without_writing_more_than_once_a_minute(sqlite_app, world):
    with time_machine.travel(clock.now(), tick=False) as moment:
        client = factories.client_for(sqlite_app, DANA)
        seen = []
        for seconds in (10, 10, 50, 10):
            moment.shift(seconds)
            client.get("/account")
            with sqlite_app.app_context():
                seen.append(reader().scalars(select(SignedInSession.seen_at)).one())
        assert len(set(seen)) == 2


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(make_app, sqlite_settings):
    app = make_app(replace(sqlite_settings, base_url="https://budgets.example"))
    with app.app_context():
        factories.furnish()
    client = app.test_client()
    where = {"base_url": "https://budgets.example"}
    form = client.get("/sign-in", **where)
    answer = client.post(
        "/sign-in",
        data={
            "csrf_token": factories.csrf_of(form.text),
            "email": DANA.email,
            "phrase": "four words about nothing",
        },
        **where,
    )
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-portal="))
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert "Path=/" in cookie

"""Only our own pages may change something: the browser's word for it, and the form's token."""

import pytest
from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.people import SignedInSession
from portal.db.transactions import reader
from tests import factories
from tests.people import AKI, DANA, PHRASE


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return factories.furnish()


def end_others(client, token=None, **headers):
    data = {} if token is None else {"csrf_token": token}
    return client.post("/account/sessions/end-others", data=data, headers=headers).status_code


def test_a_form_without_its_token_is_refused_with_advice(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    answer = client.post("/account/sessions/end-others")
    assert answer.status_code == 403
    assert "what you typed is still there" in answer.text
    with sqlite_app.app_context():
        acts = reader().scalars(select(AuditEvent.after)).all()
    assert acts == ["signed_in"]


def test_for_htmx_the_refusal_is_a_fragment(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    answer = client.post("/account/sessions/end-others", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "<html" not in answer.text
    assert 'id="error-summary"' in answer.text


def test_the_token_is_taken_from_the_field_or_the_header(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    assert end_others(client, client.csrf) == 303
    assert end_others(client, None, **{"X-CSRF-Token": client.csrf}) == 303


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é" * 8])
def test_a_made_up_token_is_refused(sqlite_app, world, token):
    assert end_others(factories.client_for(sqlite_app, DANA), token) == 403


def test_the_token_of_another_person_or_of_an_older_session_is_refused(sqlite_app, world):
    client, other = factories.client_for(sqlite_app, DANA), factories.client_for(sqlite_app, AKI)
    again = factories.client_for(sqlite_app, DANA)
    assert end_others(client, other.csrf) == 403
    assert end_others(again, client.csrf) == 403
    assert end_others(again, again.csrf) == 303


def test_forms_in_other_tabs_stay_good_after_a_fresh_proof_and_die_with_the_session(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    in_another_tab, cookie = client.csrf, client.get_cookie("portal").value
    proved = client.post("/account/proof", data={"csrf_token": in_another_tab, "phrase": PHRASE})
    assert proved.status_code == 303
    renewed = client.get_cookie("portal").value
    assert renewed != cookie
    assert end_others(client, in_another_tab) == 303
    assert client.post("/sign-out", data={"csrf_token": in_another_tab}).status_code == 303
    client.set_cookie("portal", renewed)
    ended = client.post("/account/sessions/end-others", data={"csrf_token": in_another_tab})
    assert (ended.status_code, ended.location) == (302, "/sign-in")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_a_browser_that_says_another_site_asked_is_believed(sqlite_app, world, site):
    client = factories.client_for(sqlite_app, DANA)
    assert end_others(client, client.csrf, **{"Sec-Fetch-Site": site}) == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example"])
def test_without_fetch_metadata_a_foreign_origin_is_refused(sqlite_app, world, origin):
    client = factories.client_for(sqlite_app, DANA)
    assert end_others(client, client.csrf, Origin=origin) == 403


def test_our_own_origin_passes_without_a_referer(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    assert end_others(client, client.csrf, Origin="http://localhost") == 303
    assert end_others(client, client.csrf, **{"Sec-Fetch-Site": "same-origin"}) == 303


def test_nobody_is_signed_in_by_another_site(sqlite_app, world):
    """Login CSRF: the attacker's own token belongs to the attacker's visitor cookie."""
    attacker = sqlite_app.test_client()
    token = factories.csrf_of(attacker.get("/sign-in").text)
    victim = sqlite_app.test_client()
    given = {"csrf_token": token, "email": DANA.email, "phrase": PHRASE}
    assert victim.post("/sign-in", data=given).status_code == 403
    victim.get("/sign-in")
    assert victim.post("/sign-in", data=given).status_code == 403
    with sqlite_app.app_context():
        assert reader().scalars(select(SignedInSession)).all() == []


def test_whoever_is_signed_out_is_led_to_the_sign_in_and_not_told_of_tokens(sqlite_app, world):
    client = sqlite_app.test_client()
    page = client.post("/account/phrase", data={"old": "x"})
    assert (page.status_code, page.location) == (302, "/sign-in")
    fragment = client.post("/account/phrase", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/sign-in")


def test_a_get_never_needs_a_token_and_never_changes_anything(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    for path in ("/sign-out", "/account/sessions/end-others", "/account/phrase"):
        assert client.get(path).status_code in {404, 405}
        assert client.head(path).status_code in {404, 405}
    assert client.get("/account", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200

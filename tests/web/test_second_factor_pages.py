"""The second factor on pages: set up, asked for at the sign-in, renewed, removed, demanded by the company."""

import re
from dataclasses import replace
from datetime import timedelta

import lxml.html
import pyotp
import pytest
from sqlalchemy import select

from portal import clock
from portal.db.company import Company
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.services.people import one_time_links, second_factors
from tests import factories
from tests.people import AKI, DANA, PHRASE, RUTH, TOM

PAGE = "/account/second-factor"


def post(client, path, **given):
    return client.post(path, data={"csrf_token": factories.csrf_of(client.get(PAGE).text), **given})


def set_up(client):
    """Through the pages: the secret as it stands there, and the recovery codes of the answer."""
    assert post(client, f"{PAGE}/begin").location == PAGE
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get(PAGE).text)[1].replace(" ", "")
    answer = post(client, f"{PAGE}/confirm", code=pyotp.TOTP(secret).now())
    assert answer.status_code == 200
    return secret, re.findall(r"<li><code>([a-z2-7-]+)</code></li>", answer.text), answer


def sign_in(app, person, **more):
    client = app.test_client()
    token = factories.csrf_of(client.get("/sign-in").text)
    given = {"csrf_token": token, "email": person.email, "phrase": PHRASE, **more}
    return client, client.post("/sign-in", data=given)


def type_code(client, code):
    token = factories.csrf_of(client.get("/sign-in/code").text)
    return client.post("/sign-in/code", data={"csrf_token": token, "code": code})


def code_of(secret):
    return pyotp.TOTP(secret).at(clock.now())


def demand(app, policy):
    with app.app_context(), transaction() as session:
        session.scalars(select(Company)).one().second_factor = policy


def test_the_page_shows_a_picture_and_the_secret_in_letters(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    assert "Set up" in client.get(PAGE).text
    post(client, f"{PAGE}/begin")
    page = client.get(PAGE)
    svg = lxml.html.fromstring(page.text).xpath("//main//*[@role='img']/*[local-name()='svg']")
    assert len(svg) == 1
    assert "style=" not in lxml.html.tostring(svg[0]).decode()
    assert "Type this secret" in page.text or "type this secret" in page.text


def test_recovery_codes_are_shown_once_and_saved_as_text(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    _, codes, answer = set_up(client)
    assert len(codes) == 10
    assert codes[0] not in client.get(PAGE).text
    token = factories.csrf_of(answer.text)
    saved = client.post(
        f"{PAGE}/recovery-codes.txt", data={"csrf_token": token, "recovery": [*codes, "<script>"]}
    )
    assert saved.mimetype == "text/plain"
    assert saved.text.split() == codes
    assert "attachment" in saved.headers["Content-Disposition"]


def test_signing_in_asks_for_the_code_and_leads_on(sqlite_app, world, moment):
    secret, _, _ = set_up(factories.client_for(sqlite_app, DANA))
    moment.shift(30)
    client, answer = sign_in(sqlite_app, DANA, next="/projects")
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if "portal-pending=" in line)
    assert "HttpOnly" in cookie
    assert client.get("/account").status_code == 302
    wrong = type_code(client, "000000")
    assert (wrong.status_code, "does not fit" in wrong.text) == (422, True)
    assert "000000" not in wrong.text
    right = type_code(client, code_of(secret))
    assert (right.status_code, right.location) == (303, "/projects")
    account = client.get("/account").text
    assert "Pass phrase and code" in account
    assert client.get_cookie("portal-pending") is None


def test_the_code_of_one_browser_is_of_no_use_in_another(sqlite_app, world, moment):
    secret, _, _ = set_up(factories.client_for(sqlite_app, DANA))
    moment.shift(30)
    sign_in(sqlite_app, DANA)
    stranger = sqlite_app.test_client()
    assert stranger.get("/sign-in/code").location == "/sign-in"
    token = factories.csrf_of(stranger.get("/sign-in").text)
    answer = stranger.post("/sign-in/code", data={"csrf_token": token, "code": code_of(secret)})
    assert (answer.status_code, "Sign in again" in answer.text) == (422, True)


def test_after_five_wrong_codes_the_sign_in_begins_anew(sqlite_app, world, moment):
    set_up(factories.client_for(sqlite_app, DANA))
    moment.shift(30)
    client, _ = sign_in(sqlite_app, DANA)
    answers = [type_code(client, f"00000{number}") for number in range(5)]
    assert "Sign in again" in answers[-1].text
    assert client.get("/sign-in/code").location == "/sign-in"


def test_a_fresh_proof_asks_for_the_code_too(sqlite_app, world, moment):
    client = factories.client_for(sqlite_app, RUTH)
    secret, _, _ = set_up(client)
    moment.shift(timedelta(minutes=20))
    given = {"csrf_token": factories.csrf_of(client.get("/account").text), "name": "Sage"}
    assert client.post("/settings/connections/new", data=given).location == "/account/proof"
    token = factories.csrf_of(client.get("/account/proof").text)
    without = client.post("/account/proof", data={"csrf_token": token, "phrase": PHRASE})
    assert (without.status_code, "does not fit" in without.text) == (422, True)
    code = code_of(secret)
    whole = client.post("/account/proof", data={"csrf_token": token, "phrase": PHRASE, "code": code})
    assert whole.location == "/account/proof/send"


@pytest.mark.parametrize("path", ["begin", "confirm", "recovery-codes", "remove"])
def test_every_change_of_it_needs_a_fresh_proof(sqlite_app, world, moment, path):
    client = factories.client_for(sqlite_app, DANA)
    moment.shift(timedelta(minutes=20))
    assert post(client, f"{PAGE}/{path}").location == "/account/proof"


def test_it_can_be_removed_by_whoever_may_choose(sqlite_app, world, moment):
    client = factories.client_for(sqlite_app, DANA)
    set_up(client)
    assert post(client, f"{PAGE}/remove").status_code == 303
    assert sign_in(sqlite_app, DANA)[1].location == "/"


def test_whom_the_company_asks_is_led_to_setting_one_up(sqlite_app, world):
    client = factories.client_for(sqlite_app, AKI)
    demand(sqlite_app, "approvers")
    assert factories.client_for(sqlite_app, DANA).get("/projects").status_code == 200
    for path in ("/", "/projects", "/erp/budgets"):
        assert client.get(path).location == PAGE
    fragment = client.get("/projects", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, PAGE)
    assert "Your company asks you for a second factor" in client.get(PAGE).text
    assert client.get("/account").status_code == 200
    set_up(client)
    assert client.get("/projects").status_code == 200
    assert post(client, f"{PAGE}/remove").status_code == 422
    assert 'aria-disabled="true"' in client.get(PAGE).text


def test_signing_out_stays_open_for_them(sqlite_app, world):
    client = factories.client_for(sqlite_app, AKI)
    demand(sqlite_app, "everybody")
    token = factories.csrf_of(client.get(PAGE).text)
    assert client.post("/sign-out", data={"csrf_token": token}).location == "/sign-in?ended=1"


def test_an_administrator_takes_a_lost_one_away(sqlite_app, world):
    set_up(factories.client_for(sqlite_app, AKI))
    admin = factories.client_for(sqlite_app, TOM)
    path = f"/settings/people/{world.id_of(AKI)}/second-factor/remove"
    assert admin.post(path, data={"csrf_token": admin.csrf}).status_code == 303
    with sqlite_app.app_context():
        assert not second_factors.has(reader(), world.id_of(AKI))
    dana = factories.client_for(sqlite_app, DANA)
    assert dana.post(path, data={"csrf_token": dana.csrf}).status_code == 403


def test_a_one_time_link_does_not_lead_around_it(sqlite_app, world, moment):
    secret, _, _ = set_up(factories.client_for(sqlite_app, DANA))
    moment.shift(30)
    with sqlite_app.app_context(), transaction() as session:
        token = one_time_links.issue(session, world.id_of(DANA), one_time_links.INVITATION)
    client = sqlite_app.test_client()
    form = factories.csrf_of(client.get(f"/welcome/{token}").text)
    answer = client.post(f"/welcome/{token}", data={"csrf_token": form, "phrase": "rain falls on the gravel"})
    assert answer.location == "/sign-in/code"
    assert client.get("/account").status_code == 302
    assert type_code(client, code_of(secret)).location == "/"


def test_over_https_the_cookie_of_half_a_sign_in_is_secure(make_app, sqlite_settings):
    app = make_app(replace(sqlite_settings, base_url="https://budgets.example"))
    with app.app_context():
        world = factories.furnish()
        vault = app.extensions["portal_vault"]
        actor = world.actor(DANA)
        second_factors.begin(vault, actor)
        secret = second_factors.offer(reader(), vault, reader().get_one(Person, actor.id)).secret
        second_factors.confirm(vault, actor, pyotp.TOTP(secret).now())
    client, where = app.test_client(), {"base_url": "https://budgets.example"}
    token = factories.csrf_of(client.get("/sign-in", **where).text)
    given = {"csrf_token": token, "email": DANA.email, "phrase": PHRASE}
    answer = client.post("/sign-in", data=given, **where)
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if "pending" in line)
    assert cookie.startswith("__Host-portal-pending=")
    assert "Secure" in cookie

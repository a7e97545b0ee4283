"""A proof that is too old stops every POST that weighs, keeps what was typed, and lets it through after a new proof."""

from datetime import timedelta

import lxml.html
import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.exchange import ErpConnection
from portal.db.people import Person, SignedInSession
from portal.db.transactions import reader, transaction
from portal.domain.rules import RULES
from portal.services.people import fresh_proofs
from portal.web.doors import DOORS
from tests import factories
from tests.people import DANA, KAREN, PHRASE, RUTH, TOM

STALE = timedelta(minutes=16)


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return factories.furnish()


@pytest.fixture
def moment():
    with time_machine.travel(clock.now(), tick=False) as travelled:
        yield travelled


def stale(app, person, moment):
    client = factories.client_for(app, person)
    moment.shift(STALE)
    return client


def token_of(client):
    return client.get_cookie("portal").value


def replay(app, token):
    client = app.test_client()
    client.set_cookie("portal", token)
    return client.get("/account").status_code


def connections(app):
    with app.app_context():
        return sorted(reader().scalars(select(ErpConnection.name)))


def create(client, name="Sage of the yard", **headers):
    given = {"csrf_token": client.csrf, "connector": "quickbooks_desktop", "name": name}
    return client.post("/settings/connections/new", data=given, headers=headers)


def prove(client, phrase=PHRASE, **more):
    given = {"csrf_token": factories.csrf_of(client.get("/account/proof").text), "phrase": phrase, **more}
    return client.post("/account/proof", data=given)


def press(client, page):
    """Send the page's one form, as a browser does."""
    form = lxml.html.fromstring(page).xpath("//main//form")[0]
    fields = [(field.get("name"), field.get("value") or "") for field in form.xpath(".//input")]
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return client.post(form.get("action"), data=data)


def test_a_fresh_session_is_not_asked(sqlite_app, world):
    client = factories.client_for(sqlite_app, RUTH)
    assert create(client).status_code == 200
    assert "Sage of the yard" in connections(sqlite_app)


def test_a_stale_post_is_kept_and_sent_again_after_the_proof(sqlite_app, world, moment):
    client = stale(sqlite_app, RUTH, moment)
    old = token_of(client)
    answer = create(client, "Müller & Söhne “Sage”")
    assert (answer.status_code, answer.location) == (303, "/account/proof")
    assert connections(sqlite_app) == ["QuickBooks"]
    page = client.get("/account/proof")
    assert "Make and show an ERP password" in page.text
    proved = prove(client)
    assert (proved.status_code, proved.location) == (303, "/account/proof/send")
    assert token_of(client) != old
    assert replay(sqlite_app, old) == 302
    ready = client.get("/account/proof/send")
    assert "Make and show an ERP password" in ready.text
    assert connections(sqlite_app) == ["QuickBooks"]
    assert press(client, ready.text).status_code == 200
    assert connections(sqlite_app) == ["Müller & Söhne “Sage”", "QuickBooks"]
    assert client.get("/account/proof/send").location == "/"


def test_for_htmx_the_browser_is_led_to_the_page(sqlite_app, world, moment):
    client = stale(sqlite_app, TOM, moment)
    path = f"/settings/people/{world.id_of(KAREN)}/privilege"
    answer = client.post(path, data={"csrf_token": client.csrf}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/account/proof")
    assert "Karen Boyle" in client.get("/account/proof").text


def test_looking_never_needs_a_fresh_proof(sqlite_app, world, moment):
    client = stale(sqlite_app, RUTH, moment)
    for path in ("/settings/connections/new", "/account/proof", "/settings/company"):
        assert client.get(path).status_code == 200


def test_other_posts_never_need_one(sqlite_app, world, moment):
    client = stale(sqlite_app, DANA, moment)
    given = {"csrf_token": client.csrf}
    assert client.post("/account/sessions/end-others", data=given).location == "/account"


def test_who_may_not_do_it_is_refused_and_not_asked_to_prove(sqlite_app, world, moment):
    client = stale(sqlite_app, DANA, moment)
    assert create(client).status_code == 403


def test_a_wrong_proof_changes_nothing_is_recorded_and_slows_down(sqlite_app, world, moment):
    client = stale(sqlite_app, RUTH, moment)
    create(client)
    old = token_of(client)
    answers = [prove(client, f"guess number {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 6
    assert "This is not your pass phrase." in answers[0].text
    assert "Too many tries. Wait" in answers[5].text
    assert token_of(client) == old
    moment.shift(2)
    assert prove(client).status_code == 303
    with sqlite_app.app_context():
        acts = reader().execute(
            select(AuditEvent.outcome, AuditEvent.reason).where(AuditEvent.after == "proved")
        )
        assert sorted(map(tuple, acts)) == [("denied", "wrong phrase")] * 5 + [("done", "")]


def test_guesses_in_a_stolen_session_do_not_keep_the_owner_from_proving_elsewhere(sqlite_app, world, moment):
    thief, owner = factories.client_for(sqlite_app, RUTH), factories.client_for(sqlite_app, RUTH)
    moment.shift(STALE)
    create(thief)
    for number in range(7):
        prove(thief, f"guess number {number}")
    assert prove(owner).status_code == 303


def test_what_was_kept_is_sealed_and_holds_no_pass_phrase(sqlite_app, world, moment):
    client = stale(sqlite_app, RUTH, moment)
    given = {
        "csrf_token": client.csrf,
        "name": "Sage of the yard",
        "phrase": "a phrase that stays secret",
        "smtp_password": "another secret",
    }
    client.post("/settings/connections/new", data=given)
    with sqlite_app.app_context():
        content = reader().scalars(select(SignedInSession.content)).one()
    assert "yard" not in repr(content)
    prove(client)
    page = client.get("/account/proof/send").text
    assert "Sage of the yard" in page
    assert "a phrase that stays secret" not in page
    assert "another secret" not in page
    assert page.partition("<main")[2].count('name="csrf_token"') == 1


def test_only_the_last_request_is_kept_and_only_for_ten_minutes(sqlite_app, world, moment):
    client = stale(sqlite_app, RUTH, moment)
    create(client, "First")
    create(client, "Second")
    moment.shift(fresh_proofs.KEPT_FOR + timedelta(seconds=1))
    prove(client)
    assert client.get("/account/proof/send").location == "/"
    assert "Nothing waits to be sent" in client.get("/").text
    moment.shift(STALE)
    client.csrf = factories.csrf_of(client.get("/account").text)
    create(client, "Third")
    create(client, "Fourth")
    prove(client)
    page = client.get("/account/proof/send").text
    assert "Fourth" in page
    assert "Third" not in page


def test_a_request_that_is_too_large_is_not_kept_and_the_page_says_where_it_is(sqlite_app, world, moment):
    client = stale(sqlite_app, RUTH, moment)
    assert create(client, "x" * fresh_proofs.LARGEST).location == "/account/proof"
    assert "go back to find what you typed" in client.get("/account/proof").text


def test_whoever_lost_the_permission_meanwhile_is_refused_at_the_press(sqlite_app, world, moment):
    client = stale(sqlite_app, RUTH, moment)
    create(client)
    prove(client)
    ready = client.get("/account/proof/send").text
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(RUTH)).erp_level = "read_only"
    assert press(client, ready).status_code == 403
    assert connections(sqlite_app) == ["QuickBooks"]


def test_every_row_that_asks_for_a_fresh_proof_has_doors_that_do(sqlite_app):
    fresh = {action for action, rule in RULES.items() if rule.fresh}
    asked = {door.action for door in DOORS.values() if door.action in fresh}
    assert {"accept", "grant_push", "show_secret", "hand_out_link"} <= asked
    assert all(door.words_to_prove for door in DOORS.values() if door.action in fresh)

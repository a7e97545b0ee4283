"""Signing in: one sentence for every mistake, guessing slows down, the owner is not locked out, only local ways on."""

from dataclasses import replace

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.db.people import Person, Throttle
from portal.db.transactions import reader, transaction
from portal.services.people import accounts, demo_accounts
from portal.web.account.ways_back import local_path
from tests import factories
from tests.people import AKI, DANA, PHRASE


def post(client, email, phrase, address="127.0.0.1", **more):
    token = factories.csrf_of(client.get("/sign-in").text)
    given = {"csrf_token": token, "email": email, "phrase": phrase, **more}
    return client.post("/sign-in", data=given, environ_base={"REMOTE_ADDR": address})


def test_the_right_pass_phrase_leads_on_to_the_page_that_was_asked_for(sqlite_app, world):
    client = sqlite_app.test_client()
    asked = client.get("/account")
    assert asked.location == "/sign-in?next=/account"
    page = client.get(asked.location)
    assert 'name="next" type="hidden" value="/account"' in page.text
    answer = post(client, f"  {DANA.email.upper()} ", PHRASE, next="/account")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert DANA.name in client.get("/account").text


def test_every_mistake_gets_the_same_sentence(sqlite_app, world):
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(AKI)).active = False
    answers = {
        (answer.status_code, accounts.WRONG in answer.text)
        for answer in (
            post(sqlite_app.test_client(), DANA.email, "not this one"),
            post(sqlite_app.test_client(), "nobody@haldenrowe.example", PHRASE),
            post(sqlite_app.test_client(), AKI.email, PHRASE),
            post(sqlite_app.test_client(), "", ""),
        )
    }
    assert answers == {(422, True)}


def test_what_was_typed_stays_but_never_the_pass_phrase(sqlite_app, world):
    answer = post(sqlite_app.test_client(), DANA.email, "a phrase that stays secret", next="/account")
    assert f'value="{DANA.email}"' in answer.text
    assert 'value="/account"' in answer.text
    assert "a phrase that stays secret" not in answer.text


def test_unknown_accounts_take_the_same_work(sqlite_app, world, monkeypatch):
    calls = []
    real = accounts.passwords.is_right
    monkeypatch.setattr(
        accounts.passwords, "is_right", lambda stored, phrase: calls.append(stored) or real(stored, phrase)
    )
    post(sqlite_app.test_client(), "nobody@haldenrowe.example", PHRASE)
    assert calls == [None]


def test_guessing_one_account_from_one_place_is_slowed_down_and_forgotten_by_success(sqlite_app, world):
    client = sqlite_app.test_client()
    with time_machine.travel(clock.now(), tick=False) as moment:
        codes = [post(client, DANA.email, f"guess number {n}").status_code for n in range(8)]
        assert codes == [422] * 5 + [429] * 3
        assert "Wait" in post(client, DANA.email, PHRASE).text
        moment.shift(2)
        assert post(client, DANA.email, PHRASE).status_code == 303
        moment.shift(1)
        codes = [post(sqlite_app.test_client(), DANA.email, f"again {n}").status_code for n in range(5)]
        assert codes == [422] * 5


def test_waiting_doubles_up_to_a_quarter_of_an_hour_and_never_beyond(sqlite_app, world):
    client = sqlite_app.test_client()
    with time_machine.travel(clock.now(), tick=False) as moment:
        waits = []
        for _ in range(22):
            post(client, DANA.email, "wrong, wrong, wrong")
            with sqlite_app.app_context():
                row = reader().scalar(select(Throttle).where(Throttle.key.startswith("pair:")))
                wait = (row.closed_until - clock.now()).total_seconds() if row.closed_until else 0
            waits.append(wait)
            moment.shift(max(wait, 60))
        assert waits[:8] == [0, 0, 0, 0, 1, 2, 4, 8]
        assert max(waits) == waits[-1] == 900


def test_guesses_from_a_hundred_places_do_not_keep_the_owner_out(sqlite_app, world):
    office = "192.0.2.10"
    assert post(sqlite_app.test_client(), DANA.email, PHRASE, office).status_code == 303
    with time_machine.travel(clock.now(), tick=False):
        codes = [
            post(sqlite_app.test_client(), DANA.email, "a guess of somebody", f"198.51.{n}.7").status_code
            for n in range(100)
        ]
        assert codes.count(422) == 50
        assert post(sqlite_app.test_client(), DANA.email, PHRASE, office).status_code == 303


def test_guessing_many_accounts_from_one_place_is_slowed_down(sqlite_app, world):
    with time_machine.travel(clock.now(), tick=False):
        client = sqlite_app.test_client()
        codes = [
            post(client, f"person{n}@haldenrowe.example", PHRASE, f"203.0.113.{n}").status_code
            for n in range(40)
        ]
        assert codes == [422] * 30 + [429] * 10


def test_whoever_is_signed_in_is_led_on(sqlite_app, world):
    client = factories.client_for(sqlite_app, DANA)
    assert client.get("/sign-in?next=/account").location == "/account"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n//evil.example",
        "evil.example",
        "",
        None,
    ],
)
def test_only_local_paths_are_ways_back(target):
    assert local_path(target) == "/"


@pytest.mark.parametrize("target", ["/", "/projects/7/budget?group=division#line-3", "/a//b"])
def test_local_paths_stay_as_they_are(target):
    assert local_path(target) == target


def test_a_foreign_way_back_leads_home(sqlite_app, world):
    answer = post(sqlite_app.test_client(), DANA.email, PHRASE, next="//evil.example/x")
    assert answer.location == "/"


def test_the_demo_offers_its_people_by_one_press_and_nobody_else_does(
    sqlite_app, make_app, sqlite_settings, world
):
    assert "This is a demo" not in sqlite_app.test_client().get("/sign-in").text
    demo = make_app(replace(sqlite_settings, demo=True))
    with demo.app_context(), transaction() as session:
        person = session.get_one(Person, world.id_of(DANA))
        person.password_hash = accounts.passwords.hash_phrase(demo_accounts.PASS_PHRASE)
    client = demo.test_client()
    page = client.get("/sign-in").text
    assert "This is a demo" in page
    assert page.count(f'name="email" value="{DANA.email}"') == 1
    assert post(client, DANA.email, demo_accounts.PASS_PHRASE).status_code == 303

"""Forgot your pass phrase: the same answer for every address, a link that works once, and every session ends."""

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import event, select

from portal.db.base import database
from portal.db.mails import Mail
from portal.db.people import OneTimeLink, Person
from portal.db.sign_in import PendingSignIn
from portal.db.transactions import reader, transaction
from portal.services.mails import mail_outbox
from portal.services.people import forgotten_phrases, one_time_links
from tests import factories
from tests.people import AKI, DANA, PHRASE

NEW = "rain falls on the gravel"


def ask(app, email, address="127.0.0.1"):
    client = app.test_client()
    token = factories.csrf_of(client.get("/sign-in/forgot").text)
    return client.post(
        "/sign-in/forgot",
        data={"csrf_token": token, "email": email},
        environ_base={"REMOTE_ADDR": address},
    )


def letters(app):
    """What the job writes now; the addressees."""
    with app.app_context():
        forgotten_phrases.write_due()
        return list(reader().scalars(select(Mail.to_address).where(Mail.kind == one_time_links.RESET)))


def link_for(app, world, person):
    with app.app_context(), transaction() as session:
        token = one_time_links.issue(session, world.id_of(person), one_time_links.RESET)
    return f"/sign-in/new-phrase/{token}"


def choose(app, path, phrase=NEW):
    client = app.test_client()
    token = factories.csrf_of(client.get(path).text)
    return client, client.post(path, data={"csrf_token": token, "phrase": phrase})


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_work(sqlite_app, world):
    said = {}
    for number, email in enumerate((DANA.email, "nobody@haldenrowe.example")):
        statements = []
        client = sqlite_app.test_client()
        token = factories.csrf_of(client.get("/sign-in/forgot").text)
        with sqlite_app.app_context():
            engine = database.engine

        def hear(_c, _cursor, statement, *_more, heard=statements):
            heard.append(re.sub(r"savepoint_\d+", "savepoint", statement))

        event.listen(engine, "before_cursor_execute", hear)
        given = {"csrf_token": token, "email": email}
        answer = client.post(
            "/sign-in/forgot", data=given, environ_base={"REMOTE_ADDR": f"198.51.{number}.7"}
        )
        event.remove(engine, "before_cursor_execute", hear)
        said[email] = (answer.status_code, answer.location, client.get(answer.location).text, statements)
    first, second = said.values()
    strip = re.compile(r'value="[0-9a-f]{64}"')
    assert first[:2] == second[:2] == (303, "/sign-in/forgot?sent=1")
    assert strip.sub("", first[2]) == strip.sub("", second[2])
    assert first[3] == second[3] != []
    assert letters(sqlite_app) == [DANA.email]


def test_nothing_is_written_to_who_is_inactive_or_has_no_pass_phrase(sqlite_app, world):
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(DANA)).active = False
        session.get_one(Person, world.id_of(AKI)).password_hash = None
    for person in (DANA, AKI):
        ask(sqlite_app, person.email)
    assert letters(sqlite_app) == []


def test_one_request_makes_one_letter_however_often_the_job_runs(sqlite_app, world):
    ask(sqlite_app, f" {DANA.email.upper()} ")
    assert letters(sqlite_app) == letters(sqlite_app) == [DANA.email]
    with sqlite_app.app_context():
        pending = reader().scalars(select(PendingSignIn)).one()
        assert not forgotten_phrases.write_letter(pending.id)


def test_the_letter_carries_a_link_that_lives_in_the_letter_alone(make_app, sqlite_settings, mail_sink):
    app = make_app(replace(sqlite_settings, smtp_port=mail_sink.port))
    with app.app_context():
        factories.furnish()
    ask(app, DANA.email)
    letters(app)
    with app.app_context():
        mail_outbox.deliver_due(app.extensions["portal_settings"])
        stored = reader().scalars(select(Mail)).one()
        assert "/sign-in/new-phrase/" not in stored.text
    body = mail_sink.mails[0].text
    path = re.search(r"http://localhost(/sign-in/new-phrase/[\w-]{43})", body)[1]
    client, answer = choose(app, path)
    assert answer.location == "/"
    assert client.get("/account").status_code == 200


def test_using_it_ends_every_session_and_works_once(sqlite_app, world):
    elsewhere = factories.client_for(sqlite_app, DANA)
    path = link_for(sqlite_app, world, DANA)
    client, answer = choose(sqlite_app, path)
    assert answer.status_code == 303
    assert "One-time link" in client.get("/account").text
    assert elsewhere.get("/account").status_code == 302
    assert client.get(path).status_code == 404
    factories.client_for(sqlite_app, DANA, NEW)


def test_looking_does_not_use_it_up_and_a_weak_phrase_neither(sqlite_app, world):
    path = link_for(sqlite_app, world, DANA)
    for _ in range(3):
        assert sqlite_app.test_client().get(path).status_code == 200
    assert choose(sqlite_app, path, "short")[1].status_code == 422
    assert choose(sqlite_app, path)[1].status_code == 303


def test_it_dies_after_two_hours_and_with_the_next_one(sqlite_app, world, moment):
    first = link_for(sqlite_app, world, DANA)
    second = link_for(sqlite_app, world, DANA)
    assert sqlite_app.test_client().get(first).status_code == 404
    assert sqlite_app.test_client().get(second).status_code == 200
    moment.shift(timedelta(hours=2))
    assert sqlite_app.test_client().get(second).status_code == 404


def test_a_stranger_cannot_end_an_invitation_by_asking(sqlite_app, world):
    with sqlite_app.app_context(), transaction() as session:
        token = one_time_links.issue(session, world.id_of(DANA), one_time_links.INVITATION)
    link_for(sqlite_app, world, DANA)
    with sqlite_app.app_context():
        assert one_time_links.living(reader(), token) is not None


def test_an_invitation_opens_no_reset_page(sqlite_app, world):
    with sqlite_app.app_context(), transaction() as session:
        token = one_time_links.issue(session, world.id_of(DANA), one_time_links.INVITATION)
    assert sqlite_app.test_client().get(f"/sign-in/new-phrase/{token}").status_code == 404


def test_asking_is_slowed_down_by_address_and_by_account(sqlite_app, world, moment):
    codes = [ask(sqlite_app, DANA.email, f"198.51.{number}.7").status_code for number in range(6)]
    assert codes == [303] * 3 + [429] * 3
    codes = [ask(sqlite_app, f"person{n}@haldenrowe.example", "203.0.113.9").status_code for n in range(25)]
    assert codes == [303] * 20 + [429] * 5


def test_what_is_no_address_is_told_at_the_field(sqlite_app, world):
    answer = ask(sqlite_app, "dana")
    assert (answer.status_code, "Type the e-mail address" in answer.text) == (422, True)
    with sqlite_app.app_context():
        assert reader().scalars(select(PendingSignIn)).all() == []
        assert reader().scalars(select(OneTimeLink)).all() == []


def test_the_old_phrase_is_worth_nothing_afterwards(sqlite_app, world):
    choose(sqlite_app, link_for(sqlite_app, world, DANA))
    client = sqlite_app.test_client()
    token = factories.csrf_of(client.get("/sign-in").text)
    given = {"csrf_token": token, "email": DANA.email, "phrase": PHRASE}
    assert client.post("/sign-in", data=given).status_code == 422

"""The page behind a one-time link: founding a portal, and what strangers with a dead link see."""

import pytest

from portal.services.people import directory, invitations
from portal.services.people.directory import NewPerson
from tests import factories
from tests.people import RUTH

GIVEN = {
    "company": "Reyes Homes",
    "timezone": "America/Denver",
    "name": "Mona Reyes",
    "email": "mona@reyes.example",
    "phrase": "a kettle and three stones",
}


@pytest.fixture
def link(sqlite_app):
    with sqlite_app.app_context():
        return f"/welcome/{invitations.invite_first_admin()}"


def send(client, link, **fields):
    return client.post(link, data={"csrf_token": factories.csrf_of(client.get(link).text), **fields})


def test_the_first_administrator_names_the_company_and_is_in(sqlite_app, link):
    client = sqlite_app.test_client()
    page = client.get(link)
    assert "Set up the portal" in page.text
    assert send(client, link, **GIVEN).location == "/"
    home = client.get("/")
    assert home.status_code == 200
    assert "Reyes Homes" in home.text
    people = client.get("/settings/people").text
    assert "1 person, 0 accounting approvers" in people
    assert "Nobody was given the privilege yet." in people
    assert client.get("/settings/connections").status_code == 200
    assert sqlite_app.test_client().get(link).status_code == 404


def test_what_was_typed_stays_but_the_pass_phrase(sqlite_app, link):
    answer = send(sqlite_app.test_client(), link, **{**GIVEN, "email": "mona"})
    assert answer.status_code == 422
    assert 'value="Reyes Homes"' in answer.text
    assert "Enter an e-mail address" in answer.text
    assert GIVEN["phrase"] not in answer.text


def test_an_ordinary_guest_cannot_rename_the_company(sqlite_app):
    with sqlite_app.app_context():
        world = factories.furnish()
        from_ruth = world.actor(RUTH)
        guest = directory.add_person(from_ruth, NewPerson("Noor Haddad", "noor@haldenrowe.example"))
        link = f"/welcome/{invitations.invite(from_ruth, guest)}"
    client = sqlite_app.test_client()
    assert send(client, link, **GIVEN).status_code == 303
    page = client.get("/account").text
    assert "Halden &amp; Rowe Builders" in page
    assert "Noor Haddad" in page
    assert "mona@reyes.example" not in page


@pytest.mark.parametrize("token", ["x", "0" * 43])
def test_a_dead_link_says_whom_to_ask(sqlite_app, token):
    answer = sqlite_app.test_client().get(f"/welcome/{token}")
    assert answer.status_code == 404
    assert "Ask whoever sent it for a new one." in answer.text

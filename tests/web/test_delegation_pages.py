"""The pages on which a substitute is named and the delegation ended, for oneself and by directory admins for others."""

from datetime import date, timedelta

import pytest

from portal.db.base import database
from portal.db.delegations import Delegation
from portal.db.transactions import reader
from tests import factories
from tests.people import AKI, DANA, KAREN, RUTH, TOM, VERA

OWN = "/account/substitute"


@pytest.fixture
def shop(sqlite_app):
    with sqlite_app.app_context():
        world = factories.furnish()
    yield sqlite_app, world
    with sqlite_app.app_context():
        database.engine.dispose()


def days(first=0, last=4):
    begin = date.today()  # noqa: DTZ011 - close enough: the period begins tomorrow
    return {
        "first": (begin + timedelta(days=first + 1)).isoformat(),
        "last": (begin + timedelta(days=last + 1)).isoformat(),
    }


def post(app, person, address, **given):
    client = factories.client_for(app, person)
    answer = client.post(address, data={"csrf_token": client.csrf, **given})
    return client, answer


def rows(app):
    with app.app_context():
        return reader().query(Delegation).all()


def test_an_approver_names_a_substitute_and_ends_it(shop):
    app, world = shop
    client, answer = post(app, KAREN, OWN, substitute=str(world.id_of(AKI)), **days())
    assert (answer.status_code, answer.location) == (303, OWN)
    page = client.get(OWN).text
    assert "Approval requests reach the substitute for these days." in page
    assert "in place of Karen Boyle" in page
    assert "To come" in page
    (row,) = rows(app)
    answer = client.post(f"/delegations/{row.id}/end", data={"csrf_token": client.csrf})
    assert answer.location == OWN
    assert "Nobody: they come to you." in client.get(OWN).text
    assert rows(app)[0].ended_at is not None


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(shop):
    app, world = shop
    given = days(3, 1)
    _, answer = post(app, KAREN, OWN, substitute=str(world.id_of(AKI)), **given)
    assert answer.status_code == 422
    assert 'href="#last"' in answer.text
    assert answer.text.count("Choose the last day: the first one or a later one.") == 2
    assert f'value="{given["first"]}"' in answer.text
    assert f'<option selected value="{world.id_of(AKI)}">' in answer.text
    for wrong in ({"substitute": "x", **days()}, {"substitute": "999", **days()}, {}, {"first": "soon"}):
        assert post(app, KAREN, OWN, **wrong)[1].status_code == 422
    assert rows(app) == []


def test_a_directory_admin_names_one_for_somebody_else(shop):
    app, world = shop
    address = f"/directory/people/{world.id_of(KAREN)}/substitute"
    client, answer = post(app, TOM, address, substitute=str(world.id_of(AKI)), **days())
    assert (answer.status_code, answer.location) == (303, address)
    assert "Substitute of Karen Boyle" in client.get(address).text
    assert f'href="{address}"' in client.get(f"/settings/people/{world.id_of(KAREN)}").text
    (row,) = rows(app)
    assert client.post(f"/delegations/{row.id}/end", data={"csrf_token": client.csrf}).location == address


@pytest.mark.parametrize("person", [AKI, DANA, VERA])
def test_nobody_else_does(shop, person):
    app, world = shop
    address = f"/directory/people/{world.id_of(KAREN)}/substitute"
    client, answer = post(app, person, address, substitute=str(world.id_of(AKI)), **days())
    assert answer.status_code == 403
    assert client.get(address).status_code == 403
    assert rows(app) == []


def test_a_substitute_sees_whose_requests_come_and_cannot_end_it(shop):
    app, world = shop
    post(app, KAREN, OWN, substitute=str(world.id_of(AKI)), **days())
    (row,) = rows(app)
    client, answer = post(app, AKI, f"/delegations/{row.id}/end")
    assert answer.status_code == 403
    page = client.get(OWN).text
    assert "Whose requests you take" in page
    assert "End now" not in page
    assert rows(app)[0].ended_at is None


@pytest.mark.parametrize("person", [DANA, VERA, RUTH])
def test_who_gets_no_requests_is_told_so(shop, person):
    app, _ = shop
    page = factories.client_for(app, person).get(OWN).text
    assert "You cannot push to accounting, so no approval requests come" in page
    assert 'name="substitute"' not in page


def test_the_account_leads_approvers_there(shop):
    app, _ = shop
    assert f'href="{OWN}"' in factories.client_for(app, KAREN).get("/account").text


def test_an_unknown_person_or_delegation_is_not_found(shop):
    app, _ = shop
    client, answer = post(app, RUTH, "/directory/people/4711/substitute")
    assert answer.status_code == 404
    assert client.get("/directory/people/4711/substitute").status_code == 404
    assert client.post("/delegations/4711/end", data={"csrf_token": client.csrf}).status_code == 404

"""Settings, Sign-in: timeouts count from the next request on, within limits, after a fresh proof."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.company import Company
from portal.db.transactions import reader
from tests import factories
from tests.people import DANA, RUTH, TOM, VERA

PAGE = "/settings/sign-in"
GIVEN = {"idle_minutes": "30", "longest_hours": "8", "proof_minutes": "5", "second_factor": "approvers"}


def store(client, **changed):
    return client.post(PAGE, data={"csrf_token": client.csrf, **GIVEN, **changed})


def stored(app):
    with app.app_context():
        row = reader().scalars(select(Company)).one()
        return row.idle_minutes, row.longest_hours, row.proof_minutes, row.second_factor


def test_they_are_stored_shown_and_in_the_audit(sqlite_app, world):
    client = factories.client_for(sqlite_app, TOM)
    assert store(client).location == PAGE
    assert stored(sqlite_app) == (30, 8, 5, "approvers")
    assert 'value="30"' in client.get(PAGE).text
    with sqlite_app.app_context():
        event = reader().scalars(select(AuditEvent).where(AuditEvent.action == "configure_sign_in")).one()
    assert event.detail["was"]["idle_minutes"] == 60


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("idle_minutes", "4", "Enter a number of minutes from 5 to 480."),
        ("idle_minutes", "soon", "Enter a number of minutes from 5 to 480."),
        ("longest_hours", "25", "Enter a number of hours from 1 to 24."),
        ("proof_minutes", "0", "Enter a number of minutes from 1 to 60."),
        ("idle_minutes", "481", "Enter a number of minutes from 5 to 480."),
        ("second_factor", "nobody", "Choose who must have a second factor."),
    ],
)
def test_limits_are_told_at_their_field(sqlite_app, world, field, value, sentence):
    client = factories.client_for(sqlite_app, TOM)
    answer = store(client, **{field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(sqlite_app) == (60, 12, 15, "optional")


def test_a_session_cannot_rest_longer_than_it_lasts(sqlite_app, world):
    answer = store(factories.client_for(sqlite_app, TOM), idle_minutes="120", longest_hours="1")
    assert "Enter no more than a session lasts at all." in answer.text


def test_sessions_end_as_the_company_says(sqlite_app, world, moment):
    admin, dana = factories.client_for(sqlite_app, TOM), factories.client_for(sqlite_app, DANA)
    assert store(admin, second_factor="optional").status_code == 303
    moment.shift(timedelta(minutes=29))
    assert dana.get("/account").status_code == 200
    moment.shift(timedelta(minutes=30))
    assert dana.get("/account").status_code == 302
    dana = factories.client_for(sqlite_app, DANA)
    for _ in range(23):
        moment.shift(timedelta(minutes=20))
        assert dana.get("/account").status_code == 200
    moment.shift(timedelta(minutes=20))
    assert dana.get("/account").status_code == 302


def test_a_proof_counts_as_long_as_the_company_says(sqlite_app, world, moment):
    client = factories.client_for(sqlite_app, TOM)
    store(client, second_factor="optional", proof_minutes="5")
    moment.shift(timedelta(minutes=4))
    assert store(client, second_factor="optional").location == PAGE
    moment.shift(timedelta(minutes=1))
    assert store(client, second_factor="optional").location == "/account/proof"


def test_who_only_reads_settings_sees_them_and_changes_nothing(sqlite_app, world):
    with sqlite_app.app_context():
        assert world.actor(RUTH).directory == "admin"
    vera = factories.client_for(sqlite_app, VERA)
    page = vera.get(PAGE)
    assert (page.status_code, "A directory admin can change these settings." in page.text) == (200, True)
    assert '<button class="button primary' not in page.text
    assert store(vera).status_code == 403
    assert factories.client_for(sqlite_app, DANA).get(PAGE).status_code == 403

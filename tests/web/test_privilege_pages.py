"""The privilege in Settings: by plain form and by HTMX, closed switches with their sentences, reasons, history."""

import re

import pytest
from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.mails import Mail
from portal.db.people import PrivilegeChange
from portal.db.transactions import reader
from portal.domain.denials import Denied
from portal.domain.vocabulary import Level
from portal.services.people import directory, privileges
from tests import factories
from tests.people import AKI, DANA, KAREN, LUIS, RUTH, TOM, VERA
from tests.web.people_pages import HTMX, post, row_of


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (RUTH, "You cannot grant this to yourself. Another directory admin can: Tom Halden."),
        (TOM, "Needs ERP Integrations: Standard or Admin."),
        (DANA, "Needs ERP Integrations: Standard or Admin."),
    ],
)
def test_a_closed_switch_carries_its_sentence_and_the_post_raises_the_same(ruth, world, person, sentence):
    row = row_of(ruth.get("/settings/people").text, world, person)
    assert sentence in row
    assert 'aria-disabled="true"' in row
    answer = post(ruth, f"/settings/people/{world.id_of(person)}/privilege")
    assert answer.status_code in {403, 409}
    assert sentence in answer.text
    page = ruth.get("/settings/people").text
    assert "Approver" not in row_of(page, world, person)


def test_the_switch_works_without_scripts_and_counts_from_the_next_request(sqlite_app, ruth, world):
    luis = factories.client_for(sqlite_app, LUIS)
    assert luis.get("/directory/privileges").status_code == 403
    answer = post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege")
    assert (answer.status_code, answer.location) == (303, f"/settings/people#person-{world.id_of(LUIS)}")
    assert luis.get("/directory/privileges").status_code == 200
    post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege/end")
    assert luis.get("/directory/privileges").status_code == 403


def test_by_htmx_the_same_fragment_comes_back_as_the_page_holds(ruth, world):
    url = f"/settings/people/{world.id_of(LUIS)}/privilege"
    answer = post(ruth, url, HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="settings-people">')
    row = row_of(answer.text, world, LUIS)
    assert "Approver" in row
    assert "just-changed" in row
    assert f"{url}/end" in row
    page = ruth.get("/settings/people").text
    assert re.sub(r' class="just-changed"', "", answer.text).strip() in page


def test_a_refusal_by_htmx_keeps_the_list(ruth, world):
    answer = post(ruth, f"/settings/people/{world.id_of(RUTH)}/privilege", HTMX)
    assert answer.status_code == 403
    assert 'id="settings-people"' in answer.text
    assert "Another directory admin can: Tom Halden." in answer.text
    assert row_of(answer.text, world, AKI)


def test_history_and_audit_keep_who_when_and_why(sqlite_app, ruth, world):
    luis = world.id_of(LUIS)
    post(ruth, f"/settings/people/{luis}/privilege")
    with sqlite_app.app_context():
        change = reader().scalars(select(PrivilegeChange)).one()
        assert (change.granted, change.by_name, change.reason) == (True, RUTH.name, "")
    page = post(
        ruth, f"/settings/people/{luis}/privilege/reason/{change.id}", HTMX, reason="Covers July"
    ).text
    assert "gave Luis Ortega" in page
    assert "Covers July" in page
    with sqlite_app.app_context():
        events = reader().scalars(select(AuditEvent).where(AuditEvent.action == "grant_push")).all()
        assert [(event.actor_name, event.before, event.after) for event in events][:1] == [
            (RUTH.name, "no", "yes")
        ]


def test_a_reason_is_given_once_and_only_by_who_made_the_change(sqlite_app, ruth, world):
    luis = world.id_of(LUIS)
    post(ruth, f"/settings/people/{luis}/privilege")
    with sqlite_app.app_context():
        change_id = reader().scalars(select(PrivilegeChange.id)).one()
    tom = factories.client_for(sqlite_app, TOM)
    path = f"/settings/people/{luis}/privilege/reason/{change_id}"
    post(tom, path, reason="not mine to say")
    post(ruth, path, reason="first")
    post(ruth, path, reason="second thoughts")
    with sqlite_app.app_context():
        assert reader().scalars(select(PrivilegeChange.reason)).one() == "first"


def test_every_holder_is_mailed_and_who_did_it_is_not(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege")
    with sqlite_app.app_context():
        mails = reader().scalars(select(Mail).order_by(Mail.id)).all()
    assert {mail.to_address for mail in mails} == {AKI.email, KAREN.email, LUIS.email}
    assert {mail.subject for mail in mails} == {"Ruth Adeyemi gave Luis Ortega Can push to accounting"}
    leads = {
        mail.to_address for mail in mails if f"/directory/privileges#person-{world.id_of(LUIS)}" in mail.text
    }
    assert leads == {AKI.email, KAREN.email}


def test_a_refused_grant_is_in_the_audit(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(RUTH)}/privilege")
    with sqlite_app.app_context():
        event = reader().scalars(select(AuditEvent).where(AuditEvent.outcome == "denied")).one()
        assert (event.action, event.detail) == ("grant_push", {"codes": ["not_to_yourself"]})


def test_the_table_is_asked_again_inside_the_act(sqlite_app, world):
    """A direct call without any page is refused by the same rows."""
    with sqlite_app.app_context():
        for act in (
            lambda: privileges.grant(world.actor(DANA), world.id_of(LUIS)),
            lambda: privileges.revoke(world.actor(DANA), world.id_of(AKI)),
            lambda: directory.change_levels(world.actor(DANA), world.id_of(DANA), {"erp": Level.ADMIN}),
        ):
            with pytest.raises(Denied, match="needs"):
                act()


def test_who_held_it_on_a_date_and_as_a_file(ruth, world):
    assert "Nobody" in ruth.get("/settings/people/holders?day=2020-02-29").text
    post(ruth, f"/settings/people/{world.id_of(LUIS)}/privilege")
    today = ruth.get("/settings/people/holders").text
    assert [name for name in (LUIS.name, AKI.name, DANA.name) if f">{name}</th>" in today] == [
        LUIS.name,
        AKI.name,
    ]
    lines = ruth.get("/settings/people/holders.csv").data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Day,Person,Since,Granted by,Reason,Ended that day"
    assert [line.split(",")[1] for line in lines[1:]] == [AKI.name, KAREN.name, LUIS.name]


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "1999-12-31", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused_at_its_field(ruth, day):
    answer = ruth.get(f"/settings/people/holders?day={day}")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert ruth.get(f"/settings/people/holders.csv?day={day}").status_code == 422


def test_an_auditor_reads_who_held_it_and_a_project_manager_does_not(sqlite_app, world):
    assert factories.client_for(sqlite_app, VERA).get("/settings/people/holders").status_code == 200
    assert factories.client_for(sqlite_app, DANA).get("/settings/people/holders").status_code == 403

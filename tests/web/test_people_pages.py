"""Settings, People: levels by plain form and by HTMX, who may look, who is added, and whose mail is refused."""

import pytest
from sqlalchemy import select

from portal.db.people import Person, PrivilegeChange
from portal.db.transactions import reader, transaction
from tests import factories
from tests.people import AKI, DANA, EVERYBODY, LUIS, PRIYA, RUTH, TOM, VERA
from tests.web.people_pages import HTMX, post, row_of


def test_everybody_stands_in_the_list_with_levels_and_badges(ruth, world):
    page = ruth.get("/settings/people").text
    for person in EVERYBODY:
        assert person.email in row_of(page, world, person)
    assert "8 people, 2 accounting approvers" in page
    assert "Approver" in row_of(page, world, AKI)
    assert "Approver" not in row_of(page, world, LUIS)
    assert "(you)" in row_of(page, world, RUTH)


def test_levels_change_by_form_and_count_at_once(sqlite_app, ruth, world):
    dana = factories.client_for(sqlite_app, DANA)
    assert dana.get("/settings/people").status_code == 403
    answer = post(ruth, f"/settings/people/{world.id_of(DANA)}/levels", directory="admin")
    assert answer.status_code == 303
    assert dana.get("/settings/people").status_code == 200
    with sqlite_app.app_context():
        row = reader().get(Person, world.id_of(DANA))
        assert (row.directory_level, row.erp_level, row.budget_level) == ("admin", "none", "admin")


def test_unknown_levels_and_tools_change_nothing(sqlite_app, ruth, world):
    post(ruth, f"/settings/people/{world.id_of(DANA)}/levels", directory="emperor", can_push="yes", erp="")
    with sqlite_app.app_context():
        row = reader().get(Person, world.id_of(DANA))
        assert (row.directory_level, row.erp_level, row.can_push) == ("standard", "none", False)


def test_losing_the_erp_level_takes_the_privilege_along(sqlite_app, ruth, world):
    page = post(ruth, f"/settings/people/{world.id_of(AKI)}/levels", HTMX, erp="read_only").text
    assert "Needs ERP Integrations: Standard or Admin." in row_of(page, world, AKI)
    post(ruth, f"/settings/people/{world.id_of(AKI)}/levels", HTMX, erp="standard")
    with sqlite_app.app_context():
        assert not reader().get(Person, world.id_of(AKI)).can_push
        change = reader().scalars(select(PrivilegeChange)).one()
        assert change.reason == "Lost the ERP Integrations level for it"


def test_somebody_always_stays_directory_admin(sqlite_app, ruth, world):
    assert post(ruth, f"/settings/people/{world.id_of(TOM)}/levels", directory="none").status_code == 303
    answer = post(ruth, f"/settings/people/{world.id_of(RUTH)}/levels", directory="standard")
    assert answer.status_code == 422
    assert "Make somebody else a directory admin first." in answer.text
    with sqlite_app.app_context():
        assert reader().get(Person, world.id_of(RUTH)).directory_level == "admin"


@pytest.mark.parametrize("person", [DANA, LUIS, AKI, PRIYA])
def test_settings_are_closed_to_those_without_the_level(sqlite_app, world, person):
    client = factories.client_for(sqlite_app, person)
    assert client.get("/settings/people").status_code == 403
    for path in ("levels", "privilege", "approval-mail", "active", "link", "projects"):
        answer = post(client, f"/settings/people/{world.id_of(RUTH)}/{path}", directory="none", active="no")
        assert answer.status_code == 403


def test_an_auditor_reads_everything_and_changes_nothing(sqlite_app, world):
    vera = factories.client_for(sqlite_app, VERA)
    page = vera.get("/settings/people").text
    assert "<select" not in page
    assert "Add a person" not in page
    assert 'role="switch"' not in page
    assert post(vera, f"/settings/people/{world.id_of(LUIS)}/privilege").status_code == 403
    assert post(vera, "/settings/company", name="x").status_code == 403
    assert vera.get("/settings/company").status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "email": "a@b.example"}, "Enter the person&#39;s name"),
        ({"name": "A", "email": "nobody"}, "Enter an e-mail address"),
        ({"name": "A", "email": "a@b.example\nBcc: x@y.example"}, "Enter an e-mail address"),
        ({"name": "A", "email": AKI.email.upper()}, "Aki Sato already has this address"),
    ],
)
def test_what_was_typed_wrong_stays_with_its_sentence(ruth, world, fields, sentence):
    answer = post(ruth, "/settings/people/new", title="Estimator", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text or sentence.replace("&#39;", "’") in answer.text
    assert 'value="Estimator"' in answer.text


def test_an_approver_chooses_when_mail_comes_and_others_have_nothing_to_choose(sqlite_app, world):
    aki, dana = factories.client_for(sqlite_app, AKI), factories.client_for(sqlite_app, DANA)
    assert 'name="when"' in aki.get("/account").text
    assert 'name="when"' not in dana.get("/account").text
    assert post(aki, "/account/approval-mail", when="daily").status_code == 303
    with sqlite_app.app_context():
        assert reader().get(Person, world.id_of(AKI)).approval_mail == "daily"
    assert post(aki, "/account/approval-mail", when="never ever").status_code == 422


def test_a_refused_address_carries_its_mark(sqlite_app, ruth, world):
    assert "Mail is refused" not in ruth.get("/settings/people").text
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Person, world.id_of(AKI)).mail_refused = "550 No such user here"
    row = row_of(ruth.get("/settings/people").text, world, AKI)
    assert "Mail is refused" in row
    assert "550 No such user here" in row

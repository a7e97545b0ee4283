"""Settings, Budget: what the company asks of modifications, obeyed where one is made, changed or deleted."""

import pytest

from portal.db.audit import AuditEvent
from portal.db.budgets import BudgetModification
from portal.db.company import Company
from portal.db.projects import Project
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action, State
from tests.factories import client_for, furnish, make_connection
from tests.journeys import bring, start
from tests.people import AKI, DANA, TOM, VERA

MOVE = {"from_line": "1", "to_line": "2", "amount": "20,000.00"}
"""The first line holds 18,000.00, the second 7,250.00."""


@pytest.fixture
def project_id(sqlite_app):
    with sqlite_app.app_context():
        world = furnish()
        project_id = start(world)
        bring(world, project_id, State.LOCKED)
        return project_id


@pytest.fixture
def dana(sqlite_app, project_id):
    return client_for(sqlite_app, DANA)


@pytest.fixture
def tom(sqlite_app, project_id):
    return client_for(sqlite_app, TOM)


def ask_of_modifications(tom, **fields):
    answer = tom.post("/settings/budget", data={"csrf_token": tom.csrf, **fields})
    assert answer.status_code == 303


def move(client, project_id, path="new", **fields):
    url = f"/projects/{project_id}/budget/modifications/{path}"
    return client.post(url, data={"csrf_token": client.csrf, **fields}, follow_redirects=True)


def error_at(page, field):
    return page.text.split(f'id="{field}-error">')[1].split("</p>")[0]


def count(app):
    with app.app_context():
        return reader().query(BudgetModification).count()


def test_a_warning_is_what_one_gets_without_any_setting(sqlite_app, project_id, dana):
    page = move(dana, project_id, **MOVE)
    assert "This takes a line below 0.00. 03-100 Footings, L now stands at −2,000.00." in page.text
    assert count(sqlite_app) == 1
    with sqlite_app.app_context():
        event = reader().query(AuditEvent).filter_by(action=Action.CREATE_MODIFICATION.value).one()
        assert event.detail["below_zero"] == {"03-100 Footings, L": "-2000.00"}


def test_allowed_it_is_taken_silently(sqlite_app, project_id, dana, tom):
    ask_of_modifications(tom, below_zero="allow")
    page = move(dana, project_id, **MOVE)
    assert "below 0.00" not in page.text
    assert count(sqlite_app) == 1


def test_refused_it_stands_at_the_amount_with_line_and_figures(sqlite_app, project_id, dana, tom):
    ask_of_modifications(tom, below_zero="refuse")
    page = move(dana, project_id, **MOVE)
    assert page.status_code == 422
    said = error_at(page, "amount")
    assert "03-100 Footings, L holds 18,000.00 and would end at −2,000.00." in said
    assert 'value="20,000.00"' in page.text
    assert count(sqlite_app) == 0
    assert move(dana, project_id, **(MOVE | {"amount": "18,000.00"})).status_code == 200
    assert count(sqlite_app) == 1


def test_a_change_counts_as_what_it_ends_at(sqlite_app, project_id, dana, tom):
    ask_of_modifications(tom, below_zero="refuse")
    move(dana, project_id, **(MOVE | {"amount": "10,000.00"}))
    assert move(dana, project_id, "1", **(MOVE | {"amount": "18,000.00"})).status_code == 200
    refused = move(dana, project_id, "1", **(MOVE | {"amount": "18,000.01"}))
    assert "would end at −0.01" in error_at(refused, "amount")


def test_deleting_one_whose_money_was_moved_on_is_refused_too(sqlite_app, project_id, dana, tom):
    ask_of_modifications(tom, below_zero="refuse")
    move(dana, project_id, **(MOVE | {"amount": "10,000.00"}))
    move(dana, project_id, from_line="2", to_line="1", amount="17,250.00")
    refused = move(dana, project_id, "1/delete")
    assert refused.status_code == 422
    assert "06-100 Rough framing, M holds 0.00 and would end at −10,000.00." in refused.text
    assert count(sqlite_app) == 2
    assert move(dana, project_id, "2/delete").status_code == 200
    assert move(dana, project_id, "1/delete").status_code == 200
    assert count(sqlite_app) == 0


def test_net_zero_refuses_one_side_whatever_the_project_allows(sqlite_app, project_id, dana, tom):
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Project, project_id).may_change_grand_total = True
    one_sided = MOVE | {"from_line": "", "amount": "5.00"}
    assert move(dana, project_id, **one_sided).status_code == 200
    ask_of_modifications(tom, net_zero="y", below_zero="warn")
    refused = move(dana, project_id, **one_sided)
    assert refused.status_code == 422
    said = error_at(refused, "from_line")
    assert "add up to 0.00, and this one only gives 5.00 to 06-100 Rough framing, M." in said
    assert "changes the grand total" not in refused.text
    assert move(dana, project_id, "1/delete").status_code == 200, "an old one may still go"
    assert count(sqlite_app) == 0


def test_what_was_changed_is_in_the_audit_and_an_unknown_word_is_refused(sqlite_app, project_id, tom):
    ask_of_modifications(tom, net_zero="y", below_zero="refuse")
    with sqlite_app.app_context():
        event = reader().query(AuditEvent).filter_by(action=Action.CONFIGURE_BUDGETS.value).one()
        assert event.detail["was"] == {"net_zero": False, "below_zero": "warn"}
        assert event.detail["now"] == {"net_zero": True, "below_zero": "refuse"}
    wrong = tom.post("/settings/budget", data={"csrf_token": tom.csrf, "below_zero": "perhaps"})
    assert wrong.status_code == 422
    assert "Choose one from the list." in wrong.text
    with sqlite_app.app_context():
        assert reader().query(Company).one().below_zero == "refuse"


def test_readers_read_and_the_page_leads_to_what_is_set_elsewhere(sqlite_app, project_id, tom):
    page = tom.get("/settings/budget").text
    assert 'href="/settings/company">Four eyes</a>' in page
    assert 'href="/settings/connections">ERP connections</a>' in page
    vera = client_for(sqlite_app, VERA)
    assert "<fieldset disabled>" in vera.get("/settings/budget").text
    assert vera.post("/settings/budget", data={"csrf_token": vera.csrf}).status_code == 403
    aki = client_for(sqlite_app, AKI)
    assert aki.post("/settings/budget", data={"csrf_token": aki.csrf}).status_code == 403


def test_each_connection_that_keeps_cost_types_has_its_mapping(sqlite_app, project_id, tom):
    assert "Cost types in" not in tom.get("/settings/budget").text
    with sqlite_app.app_context(), transaction() as session:
        row = make_connection(session, "sage_100_contractor")
        row.name = "Sage of Halden"
        path = f"/erp/connections/{row.id}/cost-types"
    assert f'href="{path}">Cost types in Sage of Halden</a>' in tom.get("/settings/budget").text
    assert tom.get(path).status_code == 200


def test_the_company_says_who_may_grant(sqlite_app, project_id, tom):
    given = {"name": "Halden", "timezone": "UTC", "link_days": "7", "four_eyes": "yes"}
    for ticked in (True, False):
        fields = given | ({"holders_grant": "yes"} if ticked else {})
        answer = tom.post("/settings/company", data={"csrf_token": tom.csrf, **fields})
        assert answer.status_code == 303
        with sqlite_app.app_context():
            assert reader().query(Company).one().holders_grant is ticked
        assert tom.get("/settings/company").text.count(" checked") == 1 + ticked

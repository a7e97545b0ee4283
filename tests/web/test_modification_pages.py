"""Budget modifications: before and after, saving, changing and deleting until they are sent."""

import pytest

from portal.db.budgets import BudgetModification
from portal.db.projects import Project
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action, State
from tests.factories import act, budget_of, client_for, furnish
from tests.journeys import bring, start
from tests.people import DANA, LUIS, VERA


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


@pytest.fixture
def project_id(sqlite_app, world):
    with sqlite_app.app_context():
        project_id = start(world)
        bring(world, project_id, State.LOCKED)
        return project_id


@pytest.fixture
def dana(sqlite_app, world):
    return client_for(sqlite_app, DANA)


GIVEN = {
    "from_line": "1",
    "to_line": "2",
    "amount": "5,000.00",
    "reference": "CO 7",
    "notes": "More <framing>",
}


def post(client, project_id, path, **data):
    url = f"/projects/{project_id}/budget/modifications/{path}"
    return client.post(url, data=data | {"csrf_token": client.csrf})


def count(app, project_id):
    with app.app_context():
        return reader().query(BudgetModification).filter_by(budget_id=budget_of(project_id).id).count()


def test_the_form_shows_both_lines_before_and_after_and_saves_nothing_yet(sqlite_app, project_id, dana):
    page = post(dana, project_id, "new", **GIVEN, look="1")
    assert page.status_code == 200
    for figure in ("18,000.00", "13,000.00", "7,250.00", "12,250.00"):
        assert f'<td class="num">{figure}</td>' in page.text
    assert 'value="5,000.00"' in page.text
    assert count(sqlite_app, project_id) == 0
    fragment = dana.post(
        f"/projects/{project_id}/budget/modifications/new",
        data=GIVEN | {"look": "1", "csrf_token": dana.csrf},
        headers={"HX-Request": "true"},
    )
    assert fragment.text.lstrip().startswith('<div id="budgets-modification-form">')


def test_a_saved_one_counts_at_once_and_stands_in_the_list(project_id, dana):
    assert post(dana, project_id, "new", **GIVEN).status_code == 303
    ledger = dana.get(f"/projects/{project_id}/budget").text
    assert '<td class="num neg">−5,000.00</td><td class="num">13,000.00</td>' in ledger
    listed = dana.get(f"/projects/{project_id}/budget/modifications").text
    assert "CO 7" in listed
    assert "More &lt;framing&gt;" in listed
    assert "03-100 Footings, L" in listed
    assert "Not yet" in listed
    assert "Change<" in listed


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"from_line": ""}, "from_line", "must leave the grand total as it is"),
        ({"to_line": ""}, "to_line", "must leave the grand total as it is"),
        ({"from_line": "", "to_line": ""}, "from_line", "Choose the line that gives"),
        ({"to_line": "1"}, "to_line", "money cannot move from a line to itself"),
        ({"amount": "0"}, "amount", "above 0.00"),
        ({"amount": "-5"}, "amount", "above 0.00"),
        ({"amount": "five"}, "amount", "is not an amount"),
        ({"reference": "x" * 61}, "reference", "shorten it to 60"),
        ({"notes": "x" * 1001}, "notes", "shorten them to 1,000"),
    ],
)
def test_a_mistake_stands_at_its_field(sqlite_app, project_id, dana, wrong, field, sentence):
    page = post(dana, project_id, "new", **(GIVEN | wrong))
    assert page.status_code == 422
    assert sentence in page.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    assert count(sqlite_app, project_id) == 0


def test_a_project_may_let_the_grand_total_change(sqlite_app, project_id, dana):
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(Project, project_id).may_change_grand_total = True
    assert post(dana, project_id, "new", **(GIVEN | {"from_line": ""})).status_code == 303
    assert "outside this budget" in dana.get(f"/projects/{project_id}/budget/modifications").text
    assert "30,250.00" in dana.get(f"/projects/{project_id}/budget").text


def test_it_can_be_changed_and_deleted_until_it_is_sent(sqlite_app, world, project_id, dana):
    post(dana, project_id, "new", **GIVEN)
    form = dana.get(f"/projects/{project_id}/budget/modifications/1").text
    assert 'value="5000.00"' in form
    assert "13,000.00" in form
    assert post(dana, project_id, "1", **(GIVEN | {"amount": "1"})).status_code == 303
    assert "17,999.00" in dana.get(f"/projects/{project_id}/budget").text
    assert post(dana, project_id, "1/delete").status_code == 303
    assert count(sqlite_app, project_id) == 0
    post(dana, project_id, "new", **GIVEN)
    with sqlite_app.app_context():
        act(world, project_id, DANA, Action.SEND)
    with sqlite_app.app_context():
        last = reader().query(BudgetModification).one().id
    sent = post(dana, project_id, str(last), **(GIVEN | {"amount": "1"}))
    assert sent.status_code == 409
    assert "Waiting for accounting" in sent.text
    assert "Change<" not in dana.get(f"/projects/{project_id}/budget/modifications").text


def test_another_person_s_modification_is_not_for_a_standard_user(sqlite_app, project_id, world, dana):
    post(dana, project_id, "new", **GIVEN)
    luis = client_for(sqlite_app, LUIS)
    assert "Change<" not in luis.get(f"/projects/{project_id}/budget/modifications").text
    assert "Another person made it" in post(luis, project_id, "1/delete").text
    assert post(luis, project_id, "new", **GIVEN).status_code == 303
    assert post(luis, project_id, "2/delete").status_code == 303


def test_a_stale_page_writes_nothing_and_keeps_what_was_typed(sqlite_app, project_id, dana):
    stale = post(dana, project_id, "new", **GIVEN, version="1")
    assert stale.status_code == 409
    assert "Somebody changed this budget" in stale.text
    assert 'value="CO 7"' in stale.text
    assert count(sqlite_app, project_id) == 0


def test_the_way_from_a_line_chooses_it(project_id, dana):
    form = dana.get(f"/projects/{project_id}/budget/modifications/new?to_line=2").text
    assert '<option selected value="2">' in form


def test_an_empty_list_says_how_one_begins(sqlite_app, project_id, world):
    assert (
        "No modifications yet"
        in client_for(sqlite_app, VERA).get(f"/projects/{project_id}/budget/modifications").text
    )

"""Lines of a budget: added, edited and deleted in their rows, and on plain pages where there is no script."""

import re

import pytest

from portal.db.budgets import BudgetLine
from portal.db.projects import SubJob
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Action, State
from tests.factories import act, add_lines, budget_of, client_for, furnish
from tests.journeys import bring, start
from tests.people import DANA, LUIS

HTMX = {"HX-Request": "true"}
SEEN = re.compile(r'name="seen" value="([^"]*)"')


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


@pytest.fixture
def project_id(sqlite_app, world):
    with sqlite_app.app_context():
        return start(world)


@pytest.fixture
def dana(sqlite_app, world):
    return client_for(sqlite_app, DANA)


def amounts(app, project_id):
    with app.app_context():
        rows = reader().query(BudgetLine).filter_by(budget_id=budget_of(project_id).id, deleted_at=None)
        return {(row.cost_code_id, row.cost_type_id): row.original_cents for row in rows}


def line(world, **given):
    return {"cost_code": "01-100", "cost_type": str(world.types["M"]), "amount": "1,250.50"} | given


def post(client, project_id, path, data, **headers):
    url = f"/projects/{project_id}/budget/{path}"
    return client.post(url, data=data | {"csrf_token": client.csrf}, headers=headers)


def test_a_line_is_added_in_its_place_and_the_form_stays_open(sqlite_app, world, project_id, dana):
    answer = post(dana, project_id, "lines/new", line(world), **HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Retarget"] == "#budgets-ledger"
    assert answer.headers["HX-Trigger"] == "budget-changed"
    assert 'id="line-new"' in answer.text
    assert re.search(
        r'<tr id="line-3" class="just-changed"><th scope="row"><span class="code">01-100', answer.text
    )
    assert answer.text.index("line-3") < answer.text.index("line-1")
    assert "Total, 3 lines" in answer.text
    assert "26,500.50" in answer.text


def test_without_a_script_the_line_is_on_the_page_one_comes_back_to(world, project_id, dana):
    assert "Cost code" in dana.get(f"/projects/{project_id}/budget/lines/new").text
    answer = post(dana, project_id, "lines/new", line(world))
    assert answer.status_code == 303
    assert answer.location == f"/projects/{project_id}/budget?line=3#line-3"
    assert "Site office" in dana.get(answer.location).text


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"cost_code": "99-999"}, "cost_code", "There is no cost code “99-999”"),
        ({"cost_code": ""}, "cost_code", "Choose a cost code."),
        ({"cost_code": "03-100", "cost_type": "2"}, "cost_code", "is already in this budget with 18,000.00"),
        ({"cost_type": "77"}, "cost_type", "Choose a cost type from the list."),
        ({"amount": "12.345"}, "amount", "has more than two decimals"),
        ({"amount": "a lot"}, "amount", "is not an amount"),
        ({"amount": "100000000"}, "amount", "too large"),
        ({"calculation": "automatic", "quantity": "x"}, "quantity", "is not a number"),
        ({"calculation": "automatic", "quantity": "3"}, "unit_cost", "Enter a number"),
        (
            {"calculation": "automatic", "quantity": "1000000", "unit_cost": "1000000"},
            "quantity",
            "too large",
        ),
        ({"uom": "cubic yards"}, "uom", "shorten it to 6"),
        ({"description": "x" * 300}, "description", "shorten it to 255"),
    ],
)
def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(
    sqlite_app, world, project_id, dana, given, field, sentence
):
    before = amounts(sqlite_app, project_id)
    answer = post(dana, project_id, "lines/new", line(world) | {"description": "Kept"} | given, **HTMX)
    assert answer.status_code == 422
    at = re.search(rf'id="{field}-new-error">([^<]*)<', answer.text)
    assert at, answer.text
    assert sentence in at[1]
    for name in given.keys() - {"cost_type", "calculation"}:
        assert f'value="{given[name]}"' in answer.text
    assert amounts(sqlite_app, project_id) == before


def test_quantity_times_unit_cost_is_rounded_half_up(sqlite_app, world, project_id, dana):
    given = line(world, calculation="automatic", quantity="3", unit_cost="10.335", amount="9")
    assert post(dana, project_id, "lines/new", given, **HTMX).status_code == 200
    assert amounts(sqlite_app, project_id)[world.codes["01-100"], world.types["M"]] == 31_01


def test_an_edited_row_comes_back_with_its_sums(sqlite_app, project_id, dana):
    form = dana.get(f"/projects/{project_id}/budget/lines/1", headers=HTMX)
    assert form.text.lstrip().startswith('<tr id="line-1" class="form-row">')
    given = {"amount": "20000", "description": "Footings, all of them", "seen": SEEN.search(form.text)[1]}
    answer = post(dana, project_id, "lines/1", given, **HTMX)
    assert answer.status_code == 200
    assert 'id="line-1" class="just-changed"' in answer.text
    assert 'id="division-2" hx-swap-oob="true"' in answer.text
    assert 'id="budgets-total" hx-swap-oob="true"' in answer.text
    assert answer.text.count(">20,000.00<") == 4
    assert answer.text.count(">27,250.00<") == 2
    assert answer.headers["HX-Trigger"] == "budget-changed"
    row = dana.get(f"/projects/{project_id}/budget/lines/1/row", headers=HTMX)
    assert "Footings, all of them" in row.text
    assert "hx-swap-oob" not in row.text


def test_two_people_editing_one_line_lose_nothing(sqlite_app, project_id, dana):
    seen = SEEN.search(dana.get(f"/projects/{project_id}/budget/lines/1").text)[1]
    post(dana, project_id, "lines/1", {"amount": "1.00", "seen": seen})
    late = post(dana, project_id, "lines/1", {"amount": "2.00", "description": "Mine", "seen": seen}, **HTMX)
    assert late.status_code == 409
    assert "its amount is now 1.00" in late.text
    assert 'value="Mine"' in late.text
    again = post(dana, project_id, "lines/1", {"amount": "2.00", "seen": SEEN.search(late.text)[1]}, **HTMX)
    assert again.status_code == 200


def test_editing_one_line_does_not_close_the_form_of_another(project_id, dana):
    seen = [
        SEEN.search(dana.get(f"/projects/{project_id}/budget/lines/{number}").text)[1] for number in (1, 2)
    ]
    assert post(dana, project_id, "lines/1", {"amount": "1.00", "seen": seen[0]}, **HTMX).status_code == 200
    assert post(dana, project_id, "lines/2", {"amount": "1.00", "seen": seen[1]}, **HTMX).status_code == 200


def test_a_line_is_deleted_and_gone_from_the_page(sqlite_app, project_id, dana):
    version = re.search(
        r'name="version" value="(\d+)"', dana.get(f"/projects/{project_id}/budget/lines/1").text
    )[1]
    answer = post(dana, project_id, "lines/1/delete", {"version": version})
    assert answer.status_code == 303
    assert 'id="line-1"' not in dana.get(answer.location).text
    assert dana.get(f"/projects/{project_id}/budget/lines/1").status_code == 404


def test_a_locked_budget_opens_only_lines_that_may_go(sqlite_app, world, project_id, dana):
    with sqlite_app.app_context():
        add_lines(world, project_id, DANA, ("01-100", "L", 0))
        bring(world, project_id, State.LOCKED)
    page = dana.get(f"/projects/{project_id}/budget").text
    assert f'/projects/{project_id}/budget/lines/3"' in page
    assert f'/projects/{project_id}/budget/lines/1"' not in page
    form = dana.get(f"/projects/{project_id}/budget/lines/3").text
    assert "The budget is locked" in form
    assert 'name="amount"' not in form
    assert post(dana, project_id, "lines/3/delete", {}).status_code == 303
    refused = post(dana, project_id, "lines/1/delete", {})
    assert refused.status_code == 409
    assert "only a line of 0.00" in refused.text
    assert post(dana, project_id, "lines/2", {"amount": "1"}).status_code == 409


def test_on_a_locked_budget_a_new_line_begins_at_zero(sqlite_app, world, project_id, dana):
    with sqlite_app.app_context():
        act(world, project_id, DANA, Action.LOCK)
    form = dana.get(f"/projects/{project_id}/budget/lines/new").text
    assert "a new line starts at 0.00" in form
    assert 'name="amount"' not in form
    assert post(dana, project_id, "lines/new", line(world, amount="")).status_code == 303
    refused = post(dana, project_id, "lines/new", line(world, cost_code="01-500"), **HTMX)
    assert refused.status_code == 409
    assert "a new line starts at 0.00" in refused.text
    assert 'value="01-500"' in refused.text


def test_who_may_not_set_amounts_adds_a_line_of_zero(sqlite_app, world, project_id):
    luis = client_for(sqlite_app, LUIS)
    form = luis.get(f"/projects/{project_id}/budget/lines/new").text
    assert "You may not set amounts" in form
    assert 'name="amount"' not in form
    assert post(luis, project_id, "lines/new", line(world, amount="")).status_code == 303
    assert post(luis, project_id, "lines/new", line(world, cost_code="01-500")).status_code == 403


def test_a_line_of_another_project_is_not_found(sqlite_app, world, project_id, dana):
    with sqlite_app.app_context():
        other = start(world, "Elsewhere", "2")
    assert dana.get(f"/projects/{other}/budget/lines/1").status_code == 404
    assert post(dana, other, "lines/1", {"amount": "1"}).status_code == 404
    assert post(dana, other, "lines/1/delete", {}).status_code == 404


def test_sub_jobs_are_offered_where_the_project_has_some(sqlite_app, world, project_id, dana):
    assert 'name="sub_job"' not in dana.get(f"/projects/{project_id}/budget/lines/new").text
    with sqlite_app.app_context(), transaction() as session:
        session.add(SubJob(project_id=project_id, code="1", name="Garage"))
    assert "1 Garage" in dana.get(f"/projects/{project_id}/budget/lines/new").text
    post(dana, project_id, "lines/new", line(world, sub_job="1"))
    assert "Garage" in dana.get(f"/projects/{project_id}/budget").text
    wrong = post(dana, project_id, "lines/new", line(world, sub_job="99", cost_code="01-500"), **HTMX)
    assert "Choose a sub job of this project" in wrong.text

"""Accepting cost codes: what is created and what is mapped is said first; refusals are told; orders stay small."""

import re

import pytest
from sqlalchemy import select

from portal.db.exchange import CostCodeLink, ErpConnection, ErpRequest
from portal.db.projects import CostCode
from portal.db.transactions import reader, transaction
from tests import factories
from tests.erp_lists import add_record
from tests.people import AKI, DANA, RUTH
from tests.seen import plain, read


@pytest.fixture
def aki(sqlite_app, world):
    return factories.client_for(sqlite_app, AKI)


@pytest.fixture
def chosen(sqlite_app, world):
    """The connection's accounts are chosen; no code is linked, two are used on a budget."""
    with sqlite_app.app_context():
        add_record(world, "account", 31, "Construction Income")
        add_record(world, "account", 32, "Job Materials")
        add_record(world, "item", 21, "Slab")
        with transaction() as session:
            session.get_one(ErpConnection, world.connection).settings = {
                "income_account": "80000031-1",
                "expense_account": "80000032-1",
            }
        project_id = factories.make_project(world, linked=False)
        factories.add_lines(world, project_id, DANA, ("03-300", "L", 1), ("06-100", "L", 1))
    return f"/erp/connections/{world.connection}/cost-codes"


def test_codes_that_budgets_use_come_first_and_ticked(chosen, aki):
    page = aki.get("/erp/cost-codes").text
    order = re.findall(r'aria-label="Accept (\d\d-\d\d\d)[^"]*"( checked)?', page)
    assert order == [
        ("03-300", " checked"), ("06-100", " checked"), ("01-100", ""), ("01-500", ""), ("03-100", ""),
    ]  # fmt: skip
    assert "2 of 5 are used on budgets" in plain(page)
    assert "Construction Income" in page


def codes(world, *names):
    return [str(world.codes[name]) for name in names]


def test_accepting_says_what_is_created_and_mapped_and_then_does_it(sqlite_app, world, chosen, aki):
    slab = world.codes["03-300"]
    given = {"csrf_token": aki.csrf, "code": codes(world, "03-300", "06-100"), f"item-{slab}": "slab"}
    page = aki.post(f"{chosen}/check", data=given)
    assert page.status_code == 200
    said = plain(page.text)
    assert "Will be created in QuickBooks: 1 item" in said
    assert "06-100 Rough framing" in said
    assert "Will be mapped: 1" in said
    with sqlite_app.app_context():
        assert reader().scalars(select(ErpRequest)).all() == []
    hidden = re.findall(r'<input type="hidden" name="(code|item-\d+|all)" value="([^"]*)"', page.text)
    again = {"csrf_token": aki.csrf, "code": [value for name, value in hidden if name == "code"]}
    again |= {name: value for name, value in hidden if name != "code"}
    answer = aki.post(f"{chosen}/accept", data=again, follow_redirects=True)
    assert "1 mapped. 1 are being created" in plain(answer.text)
    assert "QuickBooks is creating 1 item." in plain(answer.text)
    with sqlite_app.app_context():
        link = reader().scalars(select(CostCodeLink)).one()
        assert (link.cost_code_id, link.erp_id) == (slab, "80000021-1")
        request = reader().scalars(select(ErpRequest)).one()
        assert request.payload == {"cost_code_ids": [world.codes["06-100"]]}
    assert "03-300 Slab on grade Slab" in read(aki, "/erp/cost-codes?show=synced")
    assert aki.post(f"{chosen}/accept", data=again).status_code == 422


def test_all_codes_that_budgets_use_are_accepted_in_orders_of_a_hundred(sqlite_app, world, chosen, aki):
    with sqlite_app.app_context():
        division = reader().scalars(select(CostCode.division_id)).first()
        with transaction() as session:
            rows = [CostCode(code=f"9-{number}", name="Many", division_id=division) for number in range(230)]
            session.add_all(rows)
            session.flush()
            world.codes.update({row.code: row.id for row in rows})
        project_id = factories.make_project(world, "Big St", "8", linked=False)
        factories.add_lines(world, project_id, DANA, *((f"9-{number}", "L", 1) for number in range(230)))
    page = aki.get("/erp/cost-codes").text
    assert "Check all 232 that budgets use" in page
    assert len(re.findall(r'name="code"', page)) == 100
    assert len(re.findall(r'name="code"', aki.get("/erp/cost-codes?page=3").text)) == 35
    answer = aki.post(f"{chosen}/accept", data={"csrf_token": aki.csrf, "all": "used"})
    assert answer.status_code == 303
    with sqlite_app.app_context():
        sizes = [len(each.payload["cost_code_ids"]) for each in reader().scalars(select(ErpRequest))]
    assert sizes == [100, 100, 32]


@pytest.mark.parametrize(
    ("item", "sentence"), [("Nothing", "The list has no “Nothing”."), (None, "Tick at least one")]
)
def test_a_choice_that_cannot_be_taken_is_redrawn_with_its_sentence(world, chosen, aki, item, sentence):
    given = {"csrf_token": aki.csrf}
    if item:
        given |= {"code": codes(world, "03-300"), f"item-{world.codes['03-300']}": item}
    for act in ("check", "accept"):
        answer = aki.post(f"{chosen}/{act}", data=given)
        assert answer.status_code == 422
        assert sentence in plain(answer.text)


def test_without_accounts_nothing_is_created_but_codes_can_be_mapped(sqlite_app, world, chosen, aki):
    with sqlite_app.app_context(), transaction() as session:
        session.get_one(ErpConnection, world.connection).settings = {}
    page = read(aki, "/erp/cost-codes")
    assert "Choose the income account for new items" in page
    given = {"csrf_token": aki.csrf, "code": codes(world, "06-100")}
    assert 'aria-disabled="true"' in aki.post(f"{chosen}/check", data=given).text
    assert aki.post(f"{chosen}/accept", data=given).status_code == 422
    given |= {f"item-{world.codes['06-100']}": "Slab"}
    assert aki.post(f"{chosen}/accept", data=given).status_code == 303


def test_a_refused_order_is_told_until_its_codes_are_synced(sqlite_app, world, chosen, aki):
    given = {"csrf_token": aki.csrf, "code": codes(world, "06-100")}
    aki.post(f"{chosen}/accept", data=given)
    with sqlite_app.app_context(), transaction() as session:
        request = session.scalars(select(ErpRequest)).one()
        request.state, request.messages = "failed", ["The name is in use.", "Map the code."]
    page = read(aki, "/erp/cost-codes")
    assert "QuickBooks refused the last order. The name is in use. Map the code." in page
    given |= {f"item-{world.codes['06-100']}": "Slab"}
    aki.post(f"{chosen}/accept", data=given)
    assert "refused the last order" not in read(aki, "/erp/cost-codes")


def test_only_approvers_accept_codes(sqlite_app, world, chosen):
    ruth = factories.client_for(sqlite_app, RUTH)
    assert "accept_cost_codes" not in ruth.get("/erp/cost-codes").text
    for act in ("check", "accept"):
        answer = ruth.post(f"{chosen}/{act}", data={"csrf_token": ruth.csrf, "code": codes(world, "06-100")})
        assert answer.status_code == 403

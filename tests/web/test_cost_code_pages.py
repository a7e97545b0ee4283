"""The company's cost codes: adding and changing one, and what stays because budgets use it."""

import pytest

from portal.db.audit import AuditEvent
from portal.db.projects import CostCode
from portal.db.transactions import reader, transaction
from tests.factories import client_for, furnish
from tests.journeys import start
from tests.people import DANA, VERA


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


@pytest.fixture
def dana(sqlite_app, world):
    return client_for(sqlite_app, DANA)


def post(client, path, **data):
    return client.post(f"/cost-codes/{path}", data=data | {"csrf_token": client.csrf})


CODE = {"code": "03-900", "name": "Curing", "division_id": "2", "uom": "SF", "active": "y"}


def test_the_list_stands_by_division_and_finds(dana):
    page = dana.get("/cost-codes").text
    assert page.index("01 General requirements") < page.index("01-100") < page.index("03 Concrete")
    found = dana.get("/cost-codes?q=slab").text
    assert "03-300" in found
    assert "01-100" not in found
    assert "Nothing found" in dana.get("/cost-codes?q=zzz").text


def test_the_list_goes_on_after_a_hundred(sqlite_app, dana):
    with sqlite_app.app_context(), transaction() as session:
        session.add_all(CostCode(code=f"02-{n:03}", name=f"Kind {n}", division_id=1) for n in range(120))
    first = dana.get("/cost-codes").text
    assert "125 in all" in first
    after = first.split('class="pager"')[1].split('href="')[1].split('"')[0]
    second = dana.get(after).text
    assert "06-100" in second
    assert ">02-000<" not in second


def test_a_code_is_added_and_the_form_waits_for_the_next(sqlite_app, dana):
    answer = post(dana, "new", **CODE)
    assert answer.location == "/cost-codes/new"
    assert "03-900" in dana.get("/cost-codes").text
    with sqlite_app.app_context():
        event = reader().query(AuditEvent).filter_by(action="manage_cost_codes").one()
        assert (event.actor_name, event.after) == ("Dana Whitfield", "03-900 Curing")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"code": ""}, "code", "Enter the cost code."),
        ({"code": "x" * 32}, "code", "shorten it to 31"),
        ({"code": "03-100"}, "code", "03-100 Footings is in the list already"),
        ({"name": " "}, "name", "Enter the name."),
        ({"division_id": "99"}, "division_id", "Choose a division"),
        ({"uom": "cubic yards"}, "uom", "shorten it to 6"),
    ],
)
def test_a_mistake_stands_at_its_field(dana, wrong, field, sentence):
    page = post(dana, "new", **(CODE | wrong))
    assert page.status_code == 422
    assert sentence in page.text.split(f'id="{field}-error">')[1].split("</p>")[0]


def test_a_used_code_keeps_number_and_division_but_not_its_name(sqlite_app, world, dana):
    with sqlite_app.app_context():
        start(world)
    used = str(world.codes["03-100"])
    for wrong in ({"code": "03-101"}, {"code": "03-100", "division_id": "1"}):
        page = post(dana, used, **(CODE | wrong))
        assert page.status_code == 422
        assert "Budgets use 03-100" in page.text
    assert (
        post(dana, used, **(CODE | {"code": "03-100", "name": "Deep footings", "active": ""})).status_code
        == 303
    )
    assert "Inactive" in dana.get("/cost-codes?q=deep").text
    assert post(dana, str(world.codes["01-500"]), **(CODE | {"code": "01-501"})).status_code == 303


def test_divisions_and_types_are_added_and_renamed(dana):
    assert post(dana, "divisions/new", code="16", name="Electrical").status_code == 303
    assert "is in the list already" in post(dana, "divisions/new", code="16", name="Again").text
    assert post(dana, "types/new", code="SVC", name="Services").status_code == 303
    assert "shorten it to 3" in post(dana, "types/new", code="SVCX", name="Services").text
    assert post(dana, "divisions/1", code="77", name="General").status_code == 303
    page = dana.get("/cost-codes").text
    assert "01 General" in page
    assert "77" not in page.split("<main")[1]
    assert "SVC" in page
    assert dana.get("/cost-codes/divisions/99").status_code == 404
    assert dana.get("/cost-codes/99").status_code == 404


def test_only_those_who_may_manage_codes_get_in(sqlite_app, world):
    vera = client_for(sqlite_app, VERA)
    assert vera.get("/cost-codes").status_code == 403
    assert post(vera, "new", **CODE).status_code == 403

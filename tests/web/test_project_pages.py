"""Projects: the list each person sees, creating one within the ERP's limits, and its settings."""

import pytest

from portal.db.people import BudgetPermission, Person
from portal.db.projects import Project
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import State
from tests.factories import client_for, furnish, make_project
from tests.journeys import bring, start
from tests.people import AKI, DANA, LUIS, RUTH, TOM, VERA

GIVEN = {
    "number": "2026044",
    "name": "Cedar Ridge",
    "address": "12 Hill Rd",
    "city": "Newtown",
    "region": "CT",
}


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return furnish()


@pytest.fixture
def dana(sqlite_app, world):
    return client_for(sqlite_app, DANA)


def create(client, **given):
    data = GIVEN | {"connection_id": "1", "tool_active": "y"} | given | {"csrf_token": client.csrf}
    return client.post("/projects/new", data=data)


def configure(client, project_id, **given):
    data = GIVEN | {"connection_id": "1", "tool_active": "y"} | given | {"csrf_token": client.csrf}
    return client.post(f"/projects/{project_id}/settings", data=data)


def test_the_list_shows_state_total_and_who_must_act(sqlite_app, world, dana):
    with sqlite_app.app_context():
        bring(world, start(world, "Maple St 116", "1"), State.SENT)
        bring(world, start(world, "Harbor Point", "2"), State.CHANGES_PENDING)
        make_project(world, "Empty one", "3")
    page = dana.get("/projects").text
    assert page.index("Empty one") < page.index("Harbor Point") < page.index("Maple St 116")
    assert page.count("25,250.00") == 2
    assert "Aki Sato or Karen Boyle" in page
    assert "Synced, changes pending" in page
    assert "0 lines" in page
    found = dana.get("/projects?q=harb").text
    assert "Harbor Point" in found
    assert "Maple St 116" not in found
    assert "Nothing found" in dana.get("/projects?q=50%25_").text


def test_the_list_goes_on_after_fifty(sqlite_app, world, dana):
    with sqlite_app.app_context():
        for number in range(52):
            make_project(world, f"Project {number:02}", f"9{number}")
    first = dana.get("/projects").text
    assert "Project 49" in first
    assert "Project 50" not in first
    following = first.split('aria-label="More of this list"')[1].split('href="')[1].split('"')[0]
    second = dana.get(following).text
    assert "Project 50" in second
    assert "Project 49" not in second


def test_a_person_without_a_level_sees_only_his_own_projects(sqlite_app, world):
    with sqlite_app.app_context(), transaction() as session:
        make_project(world, "Hidden", "1")
        shown = make_project(world, "Shown", "2")
        tom = session.get_one(Person, world.id_of(TOM))
        tom.erp_level = "none"
        session.add(BudgetPermission(person_id=tom.id, project_id=shown, level="read_only", granular=[]))
    page = client_for(sqlite_app, TOM).get("/projects").text
    assert "Shown" in page
    assert "Hidden" not in page


def test_a_project_is_created_with_its_budget(sqlite_app, world, dana):
    answer = create(dana)
    assert answer.status_code == 303
    page = dana.get(answer.location).text
    assert "Cedar Ridge" in page
    assert "This budget has no lines yet" in page
    assert create(dana).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": ""}, "name", "Enter the project&#39;s name."),
        ({"number": " "}, "number", "Enter the project&#39;s number."),
        ({"number": "1" * 256}, "number", "shorten it to 255"),
        ({"name": "x" * 42}, "name", "shorten it to 41"),
        ({"name": "Maple: Phase 2"}, "name", "holds a colon"),
        ({"address": "12 Hill Rd, Unit 4"}, "address", "holds a comma"),
        ({"city": "x" * 32}, "city", "shorten it to 31"),
        ({"region": "x" * 22}, "region", "shorten it to 21"),
        ({"postal_code": "1" * 14}, "postal_code", "shorten it to 13"),
        ({"connection_id": "99"}, "connection_id", "Choose a connection"),
    ],
)
def test_what_the_portal_or_the_erp_cannot_hold_is_said_at_its_field(
    sqlite_app, world, dana, wrong, field, sentence
):
    page = create(dana, **wrong)
    assert page.status_code == 422
    assert sentence in page.text.split(f'id="{field}-error">')[1].split("</p>")[0]
    assert f'href="#{field}"' in page.text
    for typed in wrong.values():
        assert typed == "99" or f'value="{typed}"' in page.text
    with sqlite_app.app_context():
        assert reader().query(Project).count() == 0


def test_without_a_connection_the_erp_s_limits_do_not_apply(world, dana):
    assert create(dana, connection_id="", name="x" * 42).status_code == 303


def test_its_creator_may_work_on_it(sqlite_app, world):
    ruth = client_for(sqlite_app, RUTH)
    answer = create(ruth)
    page = ruth.get(answer.location).text
    assert "Add line" in page
    assert client_for(sqlite_app, AKI).get("/projects/new").status_code == 403


def test_settings_are_changed_by_a_budget_admin_only(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = make_project(world, linked=False)
    assert "Maple St 116" in dana.get(f"/projects/{project_id}/settings").text
    assert configure(dana, project_id, may_change_grand_total="y").status_code == 303
    page = dana.get(f"/projects/{project_id}/settings").text
    assert 'value="Cedar Ridge"' in page
    assert 'name="may_change_grand_total" type="checkbox" value="y" checked' in page
    assert "name, address" in dana.get(f"/projects/{project_id}/budget/history").text
    for other in (LUIS, VERA):
        client = client_for(sqlite_app, other)
        assert client.get(f"/projects/{project_id}/settings").status_code == 403
        assert configure(client, project_id).status_code == 403


def test_a_linked_project_keeps_its_connection(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = make_project(world)
    assert "so it stays there" in dana.get(f"/projects/{project_id}/settings").text
    refused = configure(dana, project_id, connection_id="")
    assert refused.status_code == 422
    assert "so it stays there" in refused.text


def test_the_budget_tool_stays_on_while_a_sync_is_outstanding(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
        bring(world, project_id, State.SENT)
    assert (
        "The Budget tool stays active. Waiting for accounting"
        in dana.get(f"/projects/{project_id}/settings").text
    )
    refused = configure(dana, project_id, tool_active="")
    assert refused.status_code == 422
    assert "Waiting for accounting" in refused.text


def test_without_the_budget_tool_nothing_can_be_sent(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = start(world)
    assert configure(dana, project_id, tool_active="").status_code == 303
    assert "The Budget tool is off" in dana.get(f"/projects/{project_id}/budget/send").text


def test_sub_jobs_are_added_once(sqlite_app, world, dana):
    with sqlite_app.app_context():
        project_id = make_project(world)

    def add(code, name):
        data = {"code": code, "name": name, "csrf_token": dana.csrf}
        return dana.post(f"/projects/{project_id}/settings/sub-jobs", data=data)

    assert add("1", "Garage").status_code == 303
    assert "Garage" in dana.get(f"/projects/{project_id}/settings").text
    assert "has a sub job 1 already" in add("1", "Again").text
    assert "1 to 10 characters" in add("", "X").text
    assert "1 to 30 characters" in add("2", "x" * 31).text

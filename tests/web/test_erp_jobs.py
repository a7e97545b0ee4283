"""Accepting a project: link it with a job of the ERP, or order the job; nobody else may, nothing happens twice."""

import pytest
from sqlalchemy import select

from portal.db.exchange import ErpRequest
from portal.db.projects import Project
from portal.db.transactions import reader, transaction
from tests import factories
from tests.erp_lists import add_record
from tests.people import AKI, RUTH, TOM
from tests.seen import plain, read


@pytest.fixture
def aki(sqlite_app, world):
    return factories.client_for(sqlite_app, AKI)


@pytest.fixture
def unlinked(sqlite_app, world):
    """A project that waits to be accepted, and two customers and a job in the ERP's list."""
    with sqlite_app.app_context():
        project_id = factories.make_project(world, linked=False)
        for number, name in enumerate(("Smith", "Smith:Maple St 116", "Hadley"), 1):
            add_record(world, "job", number, name)
        add_record(world, "job", 9, "Gone", active=False)
    return project_id


def project(app, project_id):
    with app.app_context():
        return reader().get_one(Project, project_id)


def test_a_job_of_the_same_name_is_offered_and_linked(sqlite_app, world, unlinked, aki):
    assert "Smith:Maple St 116 has the same name" in read(aki, "/erp/jobs")
    page = aki.get(f"/erp/jobs/{unlinked}").text
    assert 'value="Smith:Maple St 116"' in page
    answer = aki.post(
        f"/erp/jobs/{unlinked}/link", data={"csrf_token": aki.csrf, "job": " smith:maple  st 116 "}
    )
    assert answer.status_code == 303
    assert project(sqlite_app, unlinked).erp_job_id == "80000002-1"
    assert "Smith:Maple St 116" in read(aki, "/erp/jobs").partition("Linked")[2]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("smi", "Type one of these in full: Smith; Smith:Maple St 116"),
        ("Gone", "The list has no “Gone”."),
        ("%", "The list has no “%”."),
        ("", "Choose one from the list."),
    ],
)
def test_a_name_that_is_not_in_the_list_stays_typed_with_advice(sqlite_app, unlinked, aki, typed, sentence):
    answer = aki.post(f"/erp/jobs/{unlinked}/link", data={"csrf_token": aki.csrf, "job": typed})
    assert answer.status_code == 422
    assert sentence in plain(answer.text)
    assert not typed or f'value="{typed}"' in answer.text
    assert project(sqlite_app, unlinked).erp_job_id is None


def test_a_job_is_linked_with_one_project_only(sqlite_app, world, unlinked, aki):
    with sqlite_app.app_context():
        other = factories.make_project(world, "Oak St 1", "2", linked=False)
    for project_id, status in ((other, 303), (unlinked, 422)):
        answer = aki.post(
            f"/erp/jobs/{project_id}/link", data={"csrf_token": aki.csrf, "job": "Smith:Maple St 116"}
        )
        assert answer.status_code == status
    assert "already linked with Oak St 1" in plain(answer.text)


def test_what_would_be_created_is_shown_before_it_is_ordered(sqlite_app, world, unlinked, aki):
    page = read(aki, f"/erp/jobs/{unlinked}/create?under=hadley")
    assert "Job Hadley:Maple St 116" in page
    assert "Under customer Hadley" in page
    with sqlite_app.app_context():
        assert reader().scalars(select(ErpRequest)).all() == []
    given = {"csrf_token": aki.csrf, "parent_erp_id": "80000003-1"}
    for _ in range(2):
        assert aki.post(f"/erp/jobs/{unlinked}/create", data=given).status_code == 303
    with sqlite_app.app_context():
        request = reader().scalars(select(ErpRequest)).one()
        assert (request.kind, request.payload) == ("create_job", {"parent_erp_id": "80000003-1"})
    page = read(aki, "/erp/jobs")
    assert "Being created" in page
    assert "which has never called" in page
    assert "The job was ordered today" in read(aki, f"/erp/jobs/{unlinked}")


def test_a_project_can_become_a_customer_of_its_own(unlinked, aki):
    assert "none: it becomes a customer of its own" in read(aki, f"/erp/jobs/{unlinked}/create?under=")


def test_what_the_erp_could_not_hold_is_said_before(sqlite_app, world, aki):
    with sqlite_app.app_context():
        project_id = factories.make_project(world, "A" * 42, "7", linked=False)
    page = aki.get(f"/erp/jobs/{project_id}/create?under=").text
    assert "has 42 characters; shorten it to 41" in plain(page)
    assert 'aria-disabled="true"' in page
    answer = aki.post(f"/erp/jobs/{project_id}/create", data={"csrf_token": aki.csrf, "parent_erp_id": ""})
    assert answer.status_code == 422


def test_a_refused_job_says_why_where_it_is_accepted(sqlite_app, world, unlinked, aki):
    aki.post(f"/erp/jobs/{unlinked}/create", data={"csrf_token": aki.csrf, "parent_erp_id": ""})
    with sqlite_app.app_context(), transaction() as session:
        request = session.scalars(select(ErpRequest)).one()
        request.state, request.messages = (
            "failed",
            ['The name "Maple St 116" is in use.', "Rename the project."],
        )
    for path in ("/erp/jobs", f"/erp/jobs/{unlinked}"):
        page = read(aki, path)
        assert 'The name "Maple St 116" is in use.' in page
        assert "Rename the project." in page


def test_only_approvers_accept_projects(sqlite_app, world, unlinked):
    ruth = factories.client_for(sqlite_app, RUTH)
    assert "/erp/jobs/" not in ruth.get("/erp/jobs").text
    assert ruth.get(f"/erp/jobs/{unlinked}").status_code == 403
    for act in ("link", "create"):
        answer = ruth.post(
            f"/erp/jobs/{unlinked}/{act}", data={"csrf_token": ruth.csrf, "job": "Smith:Maple St 116"}
        )
        assert answer.status_code == 403
    assert project(sqlite_app, unlinked).erp_job_id is None


def test_lists_are_asked_for_once_and_the_page_says_so(sqlite_app, world, aki):
    path = f"/erp/connections/{world.connection}/refresh"
    assert "has not read the lists" in read(aki, "/erp/jobs")
    for _ in range(2):
        assert (
            aki.post(path, data={"csrf_token": aki.csrf, "back": "erp.cost_codes"}).location
            == "/erp/cost-codes"
        )
    assert aki.post(path, data={"csrf_token": aki.csrf, "back": "http://x"}).location == "/erp/jobs"
    with sqlite_app.app_context():
        assert len(reader().scalars(select(ErpRequest)).all()) == 1
    assert "The lists are asked for." in read(aki, "/erp/jobs")
    assert aki.post("/erp/connections/99/refresh", data={"csrf_token": aki.csrf}).status_code == 404


def test_readers_cannot_order_lists(sqlite_app, world):
    tom = factories.client_for(sqlite_app, TOM)
    path = f"/erp/connections/{world.connection}/refresh"
    assert "refresh_erp_lists" not in tom.get("/erp/jobs").text
    assert tom.post(path, data={"csrf_token": tom.csrf}).status_code == 403

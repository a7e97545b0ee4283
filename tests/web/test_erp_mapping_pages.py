"""Mapping codes and types, ordering jobs by number, Ready to Update, adding ERP jobs: the pages."""

import re

import pytest

from portal.db.exchange import CostCodeLink, CostTypeLink, ErpRequest
from portal.db.projects import CostCode, Project, ProjectCode, SubJob
from portal.db.transactions import reader, transaction
from portal.erp.contract import JobAwaited
from portal.services.exchange import ties
from tests import factories, ledger_vendor, submitted
from tests.people import AKI, DANA, LUIS, RUTH
from tests.seen import plain, read


@pytest.fixture
def inside(sqlite_app):
    """Call for a context in which the database may be asked; requests have their own."""
    return sqlite_app.app_context


@pytest.fixture
def world(inside):
    with ledger_vendor.known(ledger_vendor.LedgerVendor()):
        with inside():
            made = ledger_vendor.furnish()
        yield made


def count(inside, table):
    with inside():
        return reader().query(table).count()


def only(inside, table, **columns):
    with inside():
        return reader().query(table).filter_by(**columns).one()


@pytest.fixture
def aki(sqlite_app, world):
    return factories.client_for(sqlite_app, AKI)


def post(client, path, **given):
    return client.post(path, data={"csrf_token": client.csrf, **given})


def test_codes_are_mapped_by_a_check_and_an_accept(inside, world, aki):
    with inside(), transaction() as session:
        division = session.query(CostCode).first().division_id
        session.add(CostCode(code="3100", name="Footings and piers", division_id=division))
    page = read(aki, "/erp/cost-codes")
    assert "Not mapped 6" in page
    assert "3100.000 Footings has the same number" in page
    assert "New items" not in page
    path = f"/erp/connections/{world.connection}/cost-codes"
    checked = post(aki, f"{path}/check", all="proposed")
    assert "Will be mapped: 1 to what Ledger has already" in plain(checked.text)
    assert "Will be created" not in checked.text
    hidden = re.findall(r'<input type="hidden" name="(code|item-\d+|all)" value="([^"]*)"', checked.text)
    answer = aki.post(f"{path}/accept", data={"csrf_token": aki.csrf, **dict(hidden)})
    assert answer.status_code == 303
    assert only(inside, CostCodeLink).erp_id == "3100.000"
    assert "3100.000 Footings" in aki.get("/erp/cost-codes?show=synced").text


def test_a_code_without_a_choice_is_told_at_its_row(world, aki):
    slab = world.codes["03-300"]
    answer = post(aki, f"/erp/connections/{world.connection}/cost-codes/check", code=str(slab))
    assert answer.status_code == 422
    assert "Choose the cost code of Ledger that 03-300 Slab on grade is, or untick it." in plain(answer.text)


def test_cost_types_are_saved_together(inside, world, aki):
    path = f"/erp/connections/{world.connection}/cost-types"
    page = read(aki, path)
    assert "5 not mapped" in page
    assert "Proposed: 2 Labor has the same name or letter" in page
    assert "Map cost types 5" in read(aki, "/erp/cost-codes")
    labor, owner = world.types["L"], world.types["OC"]
    twice = post(aki, path, **{f"type-{labor}": "2", f"type-{owner}": "2"})
    assert twice.status_code == 422
    assert "is mapped to that one already" in twice.text
    assert post(aki, path, **{f"type-{labor}": "2", f"type-{owner}": ""}).status_code == 303
    assert only(inside, CostTypeLink).cost_type_id == labor
    assert "4 not mapped" in read(aki, path)


def test_who_may_not_map_reads(sqlite_app, world):
    luis = factories.client_for(sqlite_app, LUIS)
    page = luis.get(f"/erp/connections/{world.connection}/cost-types").text
    assert "<select" not in page
    assert post(luis, f"/erp/connections/{world.connection}/cost-types").status_code == 403


def test_a_job_is_ordered_under_a_typed_number_and_waits(inside, world, aki):
    with inside():
        project = factories.make_project(world, "Newtown Apartments", "N-1", linked=False)
    assert "1 to 10 digits" in read(aki, f"/erp/jobs/{project}")
    missing = aki.get(f"/erp/jobs/{project}/create?number=")
    assert missing.status_code == 422
    assert "Type the number under which the job is to stand" in missing.text
    shown = read(aki, f"/erp/jobs/{project}/create?number=2019001")
    assert "Job number 2019001" in shown
    assert count(inside, ErpRequest) == 0
    assert post(aki, f"/erp/jobs/{project}/create", parent_erp_id="", number="2019001").status_code == 303
    assert "ordered today" in read(aki, "/erp/jobs")
    with inside(), transaction() as session:
        request = session.query(ErpRequest).one()
        request.state = "succeeded"
        ties.job_awaited(session, request, JobAwaited("2019001", {"Files": ["3-5 Job 2019001 ab.xlsx"]}))
    page = read(aki, "/erp/jobs")
    assert "Waits to be entered there as job 2019001. The sheet: 3-5 Job 2019001 ab.xlsx." in page
    assert "Until then you can link another job" in read(aki, f"/erp/jobs/{project}")


def test_a_number_that_the_erp_has_is_refused_at_its_field(inside, world, aki):
    with inside():
        with transaction() as session:
            ledger_vendor.keep(session, world, "job", "2018007", "Old Mill", "2018007 Old Mill")
        project = factories.make_project(world, "Newtown Apartments", "N-1", linked=False)
    assert "Ledger has a job 2018007 already" in read(aki, f"/erp/jobs/{project}/create?number=2018007")
    answer = post(aki, f"/erp/jobs/{project}/create", number="2018007")
    assert answer.status_code == 422
    assert 'id="number-error"' in answer.text


def test_new_codes_are_viewed_and_updated(inside, world, aki):
    with inside():
        project = factories.make_project(world)
        factories.add_lines(world, project, DANA, ("03-100", "L", 5))
    jobs = aki.get("/erp/jobs").text
    assert "View Requested Updates" in jobs
    page = aki.get(f"/erp/jobs/{project}/updates").text
    assert "disabled" in page
    assert "03-100 Footings" in plain(page)
    answer = post(aki, f"/erp/jobs/{project}/updates", code=str(world.codes["03-300"]))
    assert answer.status_code == 422
    assert "The list has changed meanwhile" in answer.text
    assert post(aki, f"/erp/jobs/{project}/updates", code=str(world.codes["03-100"])).status_code == 303
    assert count(inside, ProjectCode) == 1
    assert "Nothing is requested" in read(aki, f"/erp/jobs/{project}/updates")


def test_the_review_names_codes_that_will_be_added(inside, world, aki):
    with inside():
        project = submitted.send(world)
    page = read(aki, f"/erp/budgets/{project}/submissions/1")
    assert "Will be added to the job 2 cost codes" in page
    with inside():
        submitted.accept(world, project)
    assert "Will be added to the job" not in read(aki, f"/erp/budgets/{project}/submissions/1")


def test_a_job_of_the_erp_becomes_a_linked_project(inside, sqlite_app, world):
    with inside(), transaction() as session:
        ledger_vendor.keep(
            session, world, "job", "2019001", "Newtown", "2019001 Newtown",
            number="2019001", address="1 Main St\nSuite 4", city="Springfield", region="IL", postal_code="62701",
        )  # fmt: skip
        ledger_vendor.keep(
            session, world, "phase", "2019001|2", "Tower", "2 Tower", job="2019001", number="2"
        )
        ledger_vendor.keep(session, world, "job", "2018007", "Old Mill", "2018007 Old Mill", number="2018007")
    with inside():
        factories.make_project(world, "Old Mill", "2018007", linked=False)
    ruth = factories.client_for(sqlite_app, RUTH)
    assert "Add ERP jobs to the portal" in read(ruth, "/erp/jobs")
    path = f"/erp/connections/{world.connection}/jobs"
    page = read(ruth, path)
    assert "Newtown" in page
    assert "Old Mill has this number" in page
    refused = post(ruth, path, job="2018007")
    assert refused.status_code == 422
    assert "cannot be joined later" in plain(refused.text).replace("Two like that cannot", "cannot")
    assert post(ruth, path, job="2019001").status_code == 303
    project = only(inside, Project, number="2019001")
    assert (project.name, project.address, project.city, project.erp_job_id) == (
        "Newtown", "1 Main St, Suite 4", "Springfield", "2019001",
    )  # fmt: skip
    sub_job = only(inside, SubJob)
    assert (sub_job.code, sub_job.name, sub_job.erp_id) == ("2", "Tower", "2019001|2")
    assert post(ruth, path, job="2019001").status_code == 422


def test_an_erp_without_job_numbers_asks_for_one(inside, sqlite_app):
    with inside():
        world = factories.furnish()
        with transaction() as session:
            ledger_vendor.keep(session, world, "job", "7A-1", "Garage", "Smith:Garage")
    ruth = factories.client_for(sqlite_app, RUTH)
    path = f"/erp/connections/{world.connection}/jobs"
    assert 'name="number"' in ruth.get(path).text
    assert post(ruth, path, job="7A-1").status_code == 422
    assert post(ruth, path, job="7A-1", number="2026-9").status_code == 303
    project = only(inside, Project, number="2026-9")
    assert (project.name, project.erp_job_name) == ("Garage", "Smith:Garage")


def test_adding_jobs_needs_a_directory_admin(world, aki):
    assert aki.get(f"/erp/connections/{world.connection}/jobs").status_code == 403

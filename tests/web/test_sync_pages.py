"""The sync's pages: how connections are, the schedule, and the guided on-demand sync, for both ERPs."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from portal import clock
from portal.db.base import database
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.sync import SyncRun, SyncSchedule
from portal.db.transactions import reader, transaction
from portal.services.sync import advancing, runs
from tests import factories
from tests.factories import client_for, furnish
from tests.people import AKI, DANA, RUTH, TOM, VERA


class Company:
    """A furnished company with a QuickBooks and a Sage connection."""

    def __init__(self, app):
        self.app = app
        with app.app_context(), transaction() as session:
            self.quickbooks = furnish().connection
            row = factories.make_connection(session, "sage_100_contractor")
            row.name = "Sage"
            self.sage = row.id

    def post(self, person, path, *, htmx=False, **fields):
        client = client_for(self.app, person)
        headers = {"HX-Request": "true"} if htmx else {}
        return client.post(path, data={"csrf_token": client.csrf, **fields}, headers=headers)

    def get(self, person, path):
        return client_for(self.app, person).get(path)

    def rows(self, model=SyncRun):
        with self.app.app_context():
            return reader().query(model).order_by(model.id).all()

    @contextmanager
    def writing(self):
        with self.app.app_context(), transaction() as session:
            yield session


@pytest.fixture
def company(sqlite_app):
    yield Company(sqlite_app)
    with sqlite_app.app_context():
        database.engine.dispose()


def test_the_schedule_shows_each_part_of_both_erps(company):
    page = company.get(RUTH, "/erp/sync-schedule").text
    for text in (
        "Job list, items and accounts",
        "Every 2 hours",
        "Budgets and job costs",
        "On arrival",
        "looks for changes every few seconds and compares everything every 5 minutes",
        "It has not finished a run yet.",
        "nobody: as delivered",
        "when step 1 brings news",
    ):
        assert text in page
    assert company.rows(SyncSchedule) == [], "looking stores nothing"


@pytest.mark.parametrize(("person", "status"), [(RUTH, 200), (VERA, 200), (AKI, 403), (DANA, 403)])
def test_who_may_look_at_the_schedule(company, person, status):
    assert company.get(person, "/erp/sync-schedule").status_code == status


def test_an_auditor_reads_words_instead_of_selects(company):
    page = company.get(VERA, "/erp/sync-schedule").text
    assert "<select" not in page
    assert "Changing an interval needs ERP Integrations: Admin." in page


def test_an_interval_is_changed_with_a_row_or_a_page(company):
    path = f"/erp/connections/{company.sage}/schedule/costs"
    answer = company.post(RUTH, path, htmx=True, minutes="15")
    assert (
        answer.text.strip().startswith("<tr id=") or f'<tr id="sync-row-{company.sage}-costs"' in answer.text
    )
    assert "Ruth Adeyemi" in answer.text
    answer = company.post(RUTH, path, minutes="0")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/erp/sync-schedule#sync-row-{company.sage}-costs")
    (row,) = [row for row in company.rows(SyncSchedule) if row.item == "costs"]
    assert (row.connection_id, row.minutes) == (company.sage, 0)


@pytest.mark.parametrize(("minutes", "status"), [("7", 422), ("soon", 422), ("", 422)])
def test_an_interval_that_nobody_offers_is_refused(company, minutes, status):
    answer = company.post(RUTH, f"/erp/connections/{company.sage}/schedule/costs", minutes=minutes)
    assert answer.status_code == status
    assert "Choose one of the intervals from the list." in answer.text


def test_an_unknown_part_is_not_found_and_others_may_not_change(company):
    assert company.post(RUTH, f"/erp/connections/{company.sage}/schedule/x", minutes="15").status_code == 404
    assert (
        company.post(AKI, f"/erp/connections/{company.sage}/schedule/costs", minutes="15").status_code == 403
    )


def test_both_steps_are_started_once_and_followed(company):
    path = f"/erp/connections/{company.sage}/sync"
    fields = {"date_range": "week", "depth": "deep", "items": ["jobs", "costs"], "run": "both"}
    answer = company.post(RUTH, path, **fields)
    assert (answer.status_code, answer.location) == (303, f"{path}#sync-runs")
    company.post(RUTH, path, **fields)
    (run,) = company.rows()
    assert run.wish == {"date_range": "week", "depth": "deep", "job": ""}
    assert run.then_items == ["jobs", "costs"]
    page = company.get(RUTH, path).text
    assert "Waiting for the sync agent, which has never called." in page
    assert 'hx-trigger="every 2s"' in page
    assert "Past week, Deep" in page
    assert "built-in" not in page
    assert "It begins by itself after step 1." in page
    with company.writing() as session:
        begun = session.get_one(SyncRun, run.id)
        begun.state, begun.started_at = "running", clock.now()
        runs.add_counts(session, run.id, {"created": 3})
    part = company.get(RUTH, f"{path}/runs").text
    assert "3 new." in part
    assert "<html" not in part
    with company.writing() as session:
        runs.finish_step_one(session, run.id, 1200, 0, ["Compared all."])
    with company.app.app_context():
        advancing.advance(run.id)
    part = company.get(RUTH, f"{path}/runs").text
    assert "hx-get" not in part
    assert "1,200 read, 3 new" in part
    assert "On demand, Ruth Adeyemi" in part
    assert "Compared all." in part
    assert part.count("Finished") == 4


def test_step_one_alone_and_step_two_alone(company):
    path = f"/erp/connections/{company.sage}/sync"
    company.post(RUTH, path, run="first", items=["jobs"])
    company.post(AKI, f"{path}/second", items=["jobs"])
    first, second = company.rows()
    assert (first.step, first.then_items) == (1, None)
    assert (second.step, second.wish["items"]) == (2, ["jobs"])


def test_nothing_ticked_is_refused_with_the_form_kept(company):
    answer = company.post(RUTH, f"/erp/connections/{company.sage}/sync", run="both", date_range="month")
    assert answer.status_code == 422
    assert "Choose at least one part to take over." in answer.text
    assert '<option value="month" selected>' in answer.text
    assert company.rows() == []


def test_an_accountant_runs_step_two_and_is_told_who_starts_step_one(company):
    page = company.get(AKI, f"/erp/connections/{company.sage}/sync").text
    assert "Run both steps" not in page
    assert "Run step 2 alone" in page
    assert "Start the ERP&#39;s own sync needs ERP Integrations: Admin." in page
    assert company.post(AKI, f"/erp/connections/{company.sage}/sync", run="both").status_code == 403


def test_a_reader_sees_the_logs_and_no_buttons(company):
    page = company.get(TOM, f"/erp/connections/{company.sage}/sync").text
    assert "<button" not in page.split("<main")[1].replace("<button type", "") or "Run" not in page
    assert "Log of step 1, Sage 100 to the sync service" in page


def test_quickbooks_waits_for_its_own_program(company):
    path = f"/erp/connections/{company.quickbooks}/sync"
    company.post(RUTH, path, run="both", items=["lists"])
    assert [(row.kind, row.state) for row in company.rows(ErpRequest)] == [("read_lists", "queued")]
    page = company.get(RUTH, path).text
    assert "Waiting for the QuickBooks Web Connector, which has never called." in page
    assert "Date range" not in page
    assert "Run step 2 alone" not in page


def test_an_unknown_connection_is_not_found(company):
    for path in ("/erp/connections/4711/sync", "/erp/connections/4711/sync/runs"):
        assert company.get(RUTH, path).status_code == 404


def test_health_says_last_contact_what_waits_and_the_last_runs(company):
    with company.writing() as session:
        row = session.get_one(ErpConnection, company.sage)
        row.last_contact_at = clock.now() - timedelta(minutes=2)
        session.add(
            SyncRun(
                connection_id=company.sage,
                step=1,
                trigger="full",
                state="finished",
                created_at=clock.now(),
                started_at=clock.now(),
                finished_at=clock.now(),
                counts={"read": 40, "changed": 2},
            )
        )
    page = company.get(AKI, "/erp/sync").text
    for text in (
        "Last contact of the sync agent",
        "Waiting requests",
        "In doubt",
        "finished: 40 read, 2 changed",
        "Last step 2, sync service to portal",
        "never",
    ):
        assert text in page
    assert "Sync schedule" not in page
    assert "Sync schedule" in company.get(RUTH, "/erp/sync").text


@pytest.mark.parametrize(("minutes", "told"), [(29, False), (31, True)])
def test_a_silent_agent_is_told_above_the_pages_that_wait_for_it(company, minutes, told):
    with company.writing() as session:
        session.get_one(ErpConnection, company.sage).last_contact_at = clock.now() - timedelta(
            minutes=minutes
        )
        for number, connection in enumerate((company.sage, company.quickbooks), 1):
            project = factories.Project(
                number=str(number), name=f"P{number}", connection_id=connection, created_at=clock.now()
            )
            session.add(project)
            session.flush()
            session.add(factories.Budget(project_id=project.id))
    sentence = "The sync agent of Sage has been silent for 31 minutes."
    shown = ("/erp/budgets", "/erp/sync", f"/erp/connections/{company.sage}/sync", "/projects/1/budget")
    for path in shown:
        assert (sentence in company.get(RUTH, path).text) is told, path
    for path in ("/", "/projects/2/budget", "/directory"):
        page = company.get(RUTH, path)
        assert page.status_code == 200
        assert sentence not in page.text


def test_who_may_not_open_the_sync_page_gets_no_link_to_it(company):
    with company.writing() as session:
        session.get_one(ErpConnection, company.sage).last_contact_at = clock.now() - timedelta(hours=3)
        session.add(
            factories.Project(number="1", name="P", connection_id=company.sage, created_at=clock.now())
        )
        session.flush()
        session.add(factories.Budget(project_id=1))
    page = company.get(DANA, "/projects/1/budget").text
    assert "has been silent for 3 hours." in page
    assert f"/erp/connections/{company.sage}/sync" not in page

"""The sync's pages in a real browser: axe finds nothing, nothing is wider than the window, a row saves itself."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.services.sync import on_demand, schedules
from portal.services.sync.staged_runs import Wish
from tests import factories
from tests.people import RUTH
from tests.web.looks import every_frame, look_through, sign_in


def add_run(session, connection_id, person_id, step, trigger, state, ago, **more):
    begun = clock.now() - timedelta(minutes=ago)
    took = timedelta(seconds=more.pop("seconds", 1))
    run = SyncRun(
        connection_id=connection_id,
        step=step,
        trigger=trigger,
        state=state,
        requested_by=person_id if trigger == "on_demand" else None,
        created_at=begun,
        started_at=begun,
        finished_at=begun + took if state in {"finished", "failed"} else None,
        **more,
    )
    session.add(run)
    session.flush()


def furnish(*, silent=False):
    """A Sage connection with a morning of runs and one under way, and a QuickBooks one."""
    world = factories.furnish()
    with transaction() as session:
        row = factories.make_connection(session, "sage_100_contractor")
        row.name = "Halden & Rowe in Sage"
        row.last_contact_at = clock.now() - timedelta(minutes=64 if silent else 0)
        session.get_one(ErpConnection, world.connection).last_contact_at = clock.now() - timedelta(minutes=4)
        ruth = world.id_of(RUTH)
        one, two = (row.id, ruth, 1), (row.id, ruth, 2)
        everything = {"items": ["codes", "jobs", "costs"]}
        full = {"read": 2140, "unchanged": 2140}
        add_run(session, *one, "full", "failed", 93, messages=["It broke off before its end."])
        add_run(session, *one, "full", "finished", 88, counts=full, seconds=9)
        add_run(session, *one, "marker", "finished", 71, counts={"read": 12, "created": 3, "changed": 9})
        messages = ["Job costs of Newtown Apartments were taken over."]
        counts = {"read": 12, "created": 1, "changed": 2}
        add_run(
            session, *two, "on_arrival", "finished", 71, counts=counts, messages=messages, wish=everything
        )
        refused = ["Job 44 could not be taken over (ValueError). Tell whoever runs the portal."]
        add_run(
            session,
            *two,
            "on_demand",
            "finished",
            40,
            counts={"failed": 1},
            messages=refused,
            wish=everything,
        )
        schedules.of(session, row.id)
        schedules.of(session, world.connection)
        sage = row.id
    actor = world.actor(RUTH)
    schedules.change(actor, sage, "costs", 15)
    run_id = on_demand.start(actor, sage, Wish("week", "deep"), ["codes", "jobs", "costs"])
    with transaction() as session:
        run = session.get_one(SyncRun, run_id)
        run.state, run.started_at, run.counts = "running", clock.now(), {"created": 120, "changed": 4}
        session.query(ErpRequest).update({"not_before": clock.now() - timedelta(hours=2)})
    reader().rollback()
    return sage, world.connection


@pytest.fixture(params=[False, True], ids=["calling", "silent"])
def portal(request, sqlite_app, serve):
    with sqlite_app.app_context():
        sage, quickbooks = furnish(silent=request.param)
    return serve(sqlite_app), sage, quickbooks, request.param


@pytest.mark.browser
@every_frame
def test_every_sync_page_is_accessible_and_fits(browser, portal, tmp_path, frame):
    url, sage, quickbooks, silent = portal
    page = sign_in(browser, url, RUTH, frame)
    paths = {
        "health": "/erp/sync",
        "schedule": "/erp/sync-schedule",
        "guided": f"/erp/connections/{sage}/sync",
        "guided-quickbooks": f"/erp/connections/{quickbooks}/sync",
    }
    assert look_through(page, url, paths, frame.pictures(tmp_path, "sync-silent" if silent else "sync")) == {}
    page.context.close()


@pytest.mark.browser
def test_an_interval_saves_itself_and_its_row_comes_back(browser, portal):
    url, sage, _quickbooks, _silent = portal
    page = sign_in(browser, url, RUTH)
    page.goto(f"{url}/erp/sync-schedule")
    row = page.locator(f"#sync-row-{sage}-jobs")
    assert "nobody: as delivered" in row.inner_text()
    with page.expect_response(lambda answer: "/schedule/jobs" in answer.url) as told:
        row.locator("select").select_option("30")
    assert told.value.status == 200
    page.wait_for_selector(f"#sync-row-{sage}-jobs.just-changed")
    assert "Ruth Adeyemi" in row.inner_text()
    assert row.locator("select").input_value() == "30"
    page.context.close()

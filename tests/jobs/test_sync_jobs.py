"""The bells of the sync: they name jobs that exist, and a bell for nothing does no harm."""

from pydoc import locate

import pytest

from portal import clock
from portal.db.sync import SyncRun
from portal.db.transactions import on_bell, reader, transaction
from portal.jobs import apply_records, on_demand_sync, ticker
from portal.services.sync import advancing, arrivals, runs
from tests import factories


@pytest.fixture
def connection(plain_sqlite_app):
    """A connection to Sage 100 Contractor."""
    with plain_sqlite_app.app_context():
        on_bell(lambda _bell: None)
        with transaction() as session:
            factories.make_company(session)
            made = factories.make_connection(session, "sage_100_contractor").id
        yield made


def test_the_names_that_are_rung_are_the_jobs():
    assert locate(runs.APPLY_JOB) is apply_records.run
    assert locate(runs.ON_DEMAND_JOB) is on_demand_sync.run


def test_a_bell_for_nothing_does_no_harm(connection):
    for row_id in (connection, 4711):
        apply_records.run(row_id)
        on_demand_sync.run(row_id)
    assert reader().query(SyncRun).count() == 0


def test_an_ordered_second_step_is_done_by_its_bell(connection):
    with transaction() as session:
        run = SyncRun(
            connection_id=connection,
            step=2,
            trigger="schedule",
            wish={"items": ["jobs"]},
            created_at=clock.now(),
        )
        session.add(run)
        session.flush()
        run_id = run.id
    on_demand_sync.run(run_id)
    on_demand_sync.run(run_id)
    assert reader().get_one(SyncRun, run_id, populate_existing=True).state == "finished"


def test_the_ticker_does_what_bells_do():
    assert {arrivals.take_all, advancing.advance_open, ticker.tell_of_silences} <= set(ticker.DUTIES)

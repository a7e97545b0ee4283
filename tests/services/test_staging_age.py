"""What the sync service forgets, and what it keeps for ever."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.staging import StagedBatch, StagedRecord, SyncFailure
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.services.sync import failures, runs, staging
from portal.services.sync.old_staging import discard_old_staging
from tests.services.test_staging import begin, rec, take


@pytest.fixture
def connection(queue):
    return queue.connection_id


def finished(connection_id, trigger="full", **more):
    run_id = begin(connection_id, trigger)
    with transaction() as session:
        runs.finish_step_one(session, run_id, 0, 0, ())
        for name, value in more.items():
            setattr(session.get_one(SyncRun, run_id), name, value)
    return run_id


def age_all(days):
    with transaction() as session:
        for table, column in ((StagedBatch, "received_at"), (SyncFailure, "at"), (SyncRun, "created_at")):
            for row in session.query(table):
                setattr(row, column, clock.now() - timedelta(days=days))


def left(table):
    reader().rollback()
    return [row.id for row in reader().query(table).order_by(table.id)]


def test_young_rows_stay(connection):
    take(connection, begin(connection), "b1", rec("1"))
    assert discard_old_staging() == 0
    assert len(left(StagedBatch)) == 1


def test_batches_go_after_a_week_and_records_stay(connection):
    take(connection, begin(connection), "b1", rec("1"))
    age_all(8)
    assert discard_old_staging() == 1
    assert (left(StagedBatch), len(left(StagedRecord))) == ([], 1)
    assert staging.version_of(reader(), connection) == 1


def test_failures_go_after_three_months(connection):
    with transaction() as session:
        failures.note(session, connection, "R1", "no")
    age_all(60)
    assert discard_old_staging() == 0
    age_all(91)
    assert discard_old_staging() == 1
    assert left(SyncFailure) == []


def test_quiet_runs_go_after_a_month_but_for_the_newest_and_those_that_somebody_wanted(connection):
    quiet, wanted, followed = finished(connection), finished(connection, "on_demand"), finished(connection)
    follower = finished(connection, follows_id=followed)
    newest = finished(connection)
    age_all(31)
    assert discard_old_staging() == 2
    assert left(SyncRun) == [wanted, followed, newest]
    assert quiet not in left(SyncRun)
    assert follower not in left(SyncRun)
    assert discard_old_staging() == 1
    assert left(SyncRun) == [wanted, newest]
    assert discard_old_staging() == 0

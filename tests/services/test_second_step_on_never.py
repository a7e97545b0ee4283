"""With the second step on Never, nothing that the sync agent brings becomes visible until somebody presses step 2."""

import pytest
from sqlalchemy import select

from portal.db.base import Base
from portal.db.staging import StagedRecord
from portal.db.transactions import reader
from portal.domain.vocabulary import State
from tests import newtown
from tests.sage_jobs import FIRST, GRID

STEP_ONE_OWNS = {
    "staged_records",
    "staged_batches",
    "sync_runs",
    "sync_failures",
    "erp_requests",
    "erp_steps",
    "connector_tickets",
}
CONTACT = {"last_contact_at", "last_problem", "last_problem_at"}
"""Columns of a connection that say when its agent called."""


@pytest.fixture
def job(sqlite_app, serve, tmp_path):
    with newtown.opened(sqlite_app, serve, tmp_path) as made:
        made.office.agent()
        made.office.worker()
        made.office.ticker()
        made.office.sync_by_hand_only()
        made.export_by_agent(*FIRST)
        yield made


def visible():
    """Every row of every table that step 1 has no business in."""
    reader().rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in STEP_ONE_OWNS:
            told = [column for column in table.columns if column.name not in CONTACT]
            found[table.name] = [tuple(row) for row in reader().execute(select(*told).order_by(table.c.id))]
    return found


def step_one(job):
    """The agent looks, the portal's worker and ticker have their turn."""
    job.office.agent()
    job.office.worker()
    assert job.office.ticker() == 0


def test_the_store_changes_and_the_portal_does_not(job):
    job.post_entries()
    before, staged = visible(), rows_of_the_grid()
    step_one(job)
    assert visible() == before
    assert (len(staged), len(rows_of_the_grid())) == (0, 3)


def rows_of_the_grid():
    reader().rollback()
    return reader().query(StagedRecord).filter_by(entity="budget_line").all()


def test_never_is_awaiting_posting_until_step_one_and_step_two_have_both_run(job):
    for _ in range(10):
        before = visible()
        step_one(job)
        assert visible() == before
        assert job.office.step_two().state == "finished"
        assert (job.state, job.report()) == (State.AWAITING_POSTING, {})
    job.post_entries()
    assert job.office.step_two().state == "finished"
    assert job.state is State.AWAITING_POSTING
    before = visible()
    step_one(job)
    assert visible() == before
    assert (job.state, job.report()) == (State.AWAITING_POSTING, {})
    assert job.office.step_two().state == "finished"
    assert job.state is State.SYNCED
    assert job.report() == {cell: (cents, 0) for cell, cents in GRID.items()}


def test_lists_wait_for_step_two_as_well(job):
    before = visible()
    job.office.add_code("4100.000")
    step_one(job)
    assert visible() == before
    job.office.step_two()
    after = visible()
    assert len(after["erp_records"]) == len(before["erp_records"]) + 1


def test_an_update_waits_like_the_first_export(job):
    job.post_entries()
    job.office.agent()
    job.office.step_two()
    job.move(500_000)
    job.export_by_agent()
    job.post_entries()
    before = visible()
    step_one(job)
    assert visible() == before
    assert job.state is State.AWAITING_POSTING
    job.office.step_two()
    assert job.state is State.SYNCED
    assert job.report()["2010.000", "4"] == (12_000_000, -500_000)

"""What a queued request asks of its connector: withdrawing an export, syncing the company."""

import pytest

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.db.submissions import Submission
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.vocabulary import RequestState
from portal.erp.contract import SyncCompany
from portal.services.exchange import request_queue, tasks
from tests import ledger_vendor, submitted

SHEET = {"Files": ["6-2 Budget 2019001 B7-1 ab12.xlsx"]}


@pytest.fixture
def world(plain_sqlite_app):
    with plain_sqlite_app.app_context(), ledger_vendor.known(ledger_vendor.LedgerVendor()):
        on_bell(lambda _bell: None)
        yield ledger_vendor.furnish()


@pytest.fixture
def submission(world):
    project = submitted.send(world)
    submitted.accept(world, project)
    with transaction() as session:
        row = session.get_one(Submission, submitted.sent(project).id)
        row.delivery = SHEET
        return row.id


def step(submission_id, wire_id, state, *, mutates=True):
    with transaction() as session:
        request = session.query(ErpRequest).filter_by(submission_id=submission_id, kind="export_budget").one()
        session.add(
            ErpStep(
                request_id=request.id,
                connection_id=request.connection_id,
                position=1,
                name=wire_id,
                attempt=session.query(ErpStep).count() + 1,
                mutates=mutates,
                wire_id=wire_id,
                content=b"",
                body=b"",
                state=state.value,
                handed_out_at=clock.now(),
            )
        )


def task_of(world, kind, **payload):
    with transaction() as session:
        row_id = request_queue.put(session, kind, world.connection, requested_by=None, payload=payload)
    reader().rollback()
    return tasks.task_for(reader(), reader().get_one(ErpRequest, row_id))


def test_a_withdrawal_names_what_was_written_last(world, submission):
    step(submission, "first", RequestState.FAILED)
    step(submission, "read", RequestState.SUCCEEDED, mutates=False)
    step(submission, "written", RequestState.SUCCEEDED)
    task = task_of(world, "withdraw_export", submission_id=submission)
    assert (task.operation, task.delivery, task.job.name) == ("written", SHEET, "Maple St 116")


def test_nothing_written_is_nothing_to_withdraw(world, submission):
    step(submission, "first", RequestState.FAILED)
    with pytest.raises(LookupError, match="nothing to withdraw"):
        task_of(world, "withdraw_export", submission_id=submission)


@pytest.mark.parametrize(
    ("payload", "task"),
    [
        ({"run_id": 7}, (7, "all", "shallow", "")),
        ({"run_id": 7, "date_range": "week", "depth": "deep", "job": "12"}, (7, "week", "deep", "12")),
        (
            {"run_id": 7, "wish": {"date_range": "week", "depth": "deep", "job": "12"}},
            (7, "week", "deep", "12"),
        ),
    ],
)
def test_a_sync_carries_what_was_wished(world, payload, task):
    found = task_of(world, "sync_company", **payload)
    assert isinstance(found, SyncCompany)
    assert (found.run_id, found.date_range, found.depth, found.job) == task

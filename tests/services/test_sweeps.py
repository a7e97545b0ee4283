"""What is due without anybody asking happens once, however many tickers there are."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.exchange import ConnectorTicket, ErpConnection, ErpRequest, ErpStep
from portal.db.sync import SyncSchedule
from portal.db.transactions import reader, transaction
from portal.services.exchange import exchange, sweeps
from portal.services.sync import schedules
from tests import factories
from tests.services.test_exchange_races import at_once


def set_connection(queue, **columns):
    with transaction() as session:
        row = session.get_one(ErpConnection, queue.connection_id)
        for name, value in columns.items():
            setattr(row, name, value)


def kinds():
    reader().rollback()
    return [row.kind for row in reader().query(ErpRequest).order_by(ErpRequest.id)]


def schedules_of(queue):
    reader().rollback()
    return {
        row.item: row for row in reader().query(SyncSchedule).filter_by(connection_id=queue.connection_id)
    }


def set_schedules(queue, **columns):
    with transaction() as session:
        for row in schedules.of(session, queue.connection_id):
            for name, value in columns.items():
                setattr(row, name, value)


def test_a_new_connection_reads_its_lists_at_once_and_then_hourly(queue):
    assert sweeps.order_due_readings() == 1
    assert kinds() == ["read_lists"]
    assert sweeps.order_due_readings() == 0
    due = {item: row.due_at - clock.now() for item, row in schedules_of(queue).items()}
    assert timedelta(minutes=59) < due["lists"] <= timedelta(minutes=60)
    assert timedelta(minutes=119) < due["costs"] <= timedelta(minutes=120)


def test_a_missed_slot_is_made_up_once(queue):
    set_schedules(queue, due_at=clock.now() - timedelta(hours=9))
    assert sweeps.order_due_readings() == 1
    assert sweeps.order_due_readings() == 0
    assert kinds() == ["read_lists"]
    assert min(row.due_at for row in schedules_of(queue).values()) > clock.now()


def test_never_is_never_and_a_paused_connection_waits(queue):
    set_schedules(queue, minutes=0)
    assert sweeps.order_due_readings() == 0
    set_schedules(queue, minutes=60)
    set_connection(queue, paused=True)
    assert sweeps.order_due_readings() == 0
    assert kinds() == []


def test_job_costs_are_read_where_a_budget_was_exported(plain_app):
    with plain_app.app_context():
        world = factories.furnish()
        exported = factories.make_project(world)
        factories.make_project(world, "Not yet", "2")
        with transaction() as session:
            budget = session.query(factories.Budget).filter_by(project_id=exported).one()
            budget.first_exported_at = clock.now()
            lists, _costs = schedules.of(session, world.connection)
            lists.minutes = 0
        sweeps.order_due_readings()
        reader().rollback()
        (request,) = reader().query(ErpRequest)
        assert (request.kind, request.project_id) == ("read_job_costs", exported)


def test_many_tickers_take_a_slot_once(queue, plain_app):
    begun, failed = at_once(plain_app, lambda _number: sweeps.order_due_readings())
    assert failed == []
    assert sum(begun) in {1, 2}  # two items may be taken by two tickers, each once
    assert kinds() == ["read_lists"]


def hand_out_and_wait(queue, **span):
    queue.order()
    exchange.claim(queue.connection_id, "a")
    exchange.claim(queue.connection_id, "b")
    with transaction() as session:
        for step in session.query(ErpStep):
            step.handed_out_at -= timedelta(**span)


@pytest.mark.parametrize(("minutes", "noted"), [(14, 0), (16, 1)])
def test_a_doubt_that_lasts_is_told_once(queue, minutes, noted):
    hand_out_and_wait(queue, minutes=minutes)
    assert sweeps.note_troubles() == noted
    assert ("its answer was lost" in queue.connection().last_problem) is bool(noted)
    assert sweeps.note_troubles() == 0


def test_a_silent_caller_is_told_when_requests_wait_for_it(queue):
    set_connection(queue, last_contact_at=clock.now() - timedelta(minutes=31))
    assert sweeps.note_troubles() == 0
    queue.order()
    assert sweeps.note_troubles() == 0
    queue.let_pass(minutes=31)
    assert sweeps.note_troubles() == 1
    assert "has not called for more than 30 minutes" in queue.connection().last_problem
    set_connection(queue, last_contact_at=clock.now(), last_problem="")
    assert sweeps.note_troubles() == 0


def test_a_caller_that_never_called_is_silent_from_its_beginning(queue):
    set_connection(queue, created_at=clock.now() - timedelta(hours=1))
    queue.order()
    queue.let_pass(minutes=31)
    assert sweeps.note_troubles() == 1


def test_a_paused_connection_is_not_complained_about(queue):
    hand_out_and_wait(queue, minutes=30)
    queue.pause()
    assert sweeps.note_troubles() == 0


def test_old_paper_goes_and_exports_stay(queue):
    week = timedelta(days=8)
    reading, young, export = queue.order(), queue.order(), queue.order(kind="export_budget")
    exchange.plan(reading)
    assert sweeps.discard_old_paper() == 0
    queue.change(reading, state="succeeded", finished_at=clock.now() - week)
    queue.change(young, state="succeeded", finished_at=clock.now())
    queue.change(export, state="succeeded", finished_at=clock.now() - week)
    with transaction() as session:
        for name, opened in (("old", clock.now() - week), ("new", clock.now())):
            session.add(
                ConnectorTicket(
                    token_hash=name, connection_id=queue.connection_id, opened_at=opened, seen_at=opened
                )
            )
    assert sweeps.discard_old_paper() == 2
    assert sweeps.discard_old_paper() == 0
    reader().rollback()
    assert [row.id for row in reader().query(ErpRequest).order_by(ErpRequest.id)] == [young, export]
    assert [row.token_hash for row in reader().query(ConnectorTicket)] == ["new"]
    assert queue.steps() == []

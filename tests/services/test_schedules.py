"""How often each part of a sync runs: declared, chosen by an ERP administrator, taken once, made up once."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.sync import SyncSchedule
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.erp.registry import connector_for
from portal.services.intentions import InputError, NotFoundError
from portal.services.sync import schedules, slots
from portal.services.sync.interval_words import say_interval
from tests import factories
from tests.people import AKI, RUTH, VERA


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        yield factories.furnish()


def rows(connection_id):
    reader().rollback()
    found = reader().query(SyncSchedule).filter_by(connection_id=connection_id).order_by(SyncSchedule.id)
    return {row.item: row for row in found}


def change(world, person, item="lists", minutes=240):
    schedules.change(world.actor(person), world.connection, item, minutes)


def test_rows_are_made_from_what_the_connector_declares(world):
    with transaction() as session:
        made = [(row.item, row.minutes) for row in schedules.of(session, world.connection)]
    assert made == [("lists", 60), ("costs", 120)]
    with transaction() as session:
        schedules.of(session, world.connection)
    assert len(rows(world.connection)) == 2


def test_quickbooks_offers_the_five_choices_and_sage_what_arrives():
    (lists, costs) = connector_for("quickbooks_desktop").sync_items
    assert [say_interval(each) for each in lists.choices] == [
        "Hourly",
        "Every 2 hours",
        "Every 4 hours",
        "Daily",
        "Never",
    ]
    assert costs.choices == lists.choices
    for item in connector_for("sage_100_contractor").sync_items:
        assert [say_interval(each) for each in item.choices] == [
            "On arrival",
            "Every 5 minutes",
            "Every 15 minutes",
            "Every 30 minutes",
            "Hourly",
            "Never",
        ]
        assert item.default == -1


def test_a_change_is_stored_with_who_and_when_and_audited(world):
    change(world, RUTH)
    row = rows(world.connection)["lists"]
    assert (row.minutes, row.changed_by) == (240, world.id_of(RUTH))
    assert row.changed_at is not None
    (event,) = reader().query(AuditEvent).filter_by(action="change_sync_schedule")
    assert (event.before, event.after, event.detail["item"]) == ("Hourly", "Every 4 hours", "lists")
    change(world, RUTH)
    assert reader().query(AuditEvent).filter_by(action="change_sync_schedule").count() == 1


@pytest.mark.parametrize("person", [AKI, VERA])
def test_only_an_erp_administrator_changes_it(world, person):
    with pytest.raises(Denied):
        change(world, person)
    assert rows(world.connection) == {}


def test_only_declared_items_and_offered_intervals_are_taken(world):
    with pytest.raises(InputError, match="from the list"):
        change(world, RUTH, minutes=61)
    with pytest.raises(NotFoundError):
        change(world, RUTH, item="vendors")
    with pytest.raises(NotFoundError):
        schedules.change(world.actor(RUTH), 4711, "lists", 60)


def test_a_longer_interval_counts_from_the_last_run(world):
    with transaction() as session:
        row = schedules.of(session, world.connection)[0]
        row.last_run_at, row.due_at = clock.now() - timedelta(minutes=30), clock.now() + timedelta(minutes=30)
    change(world, RUTH)
    due = rows(world.connection)["lists"].due_at - clock.now()
    assert timedelta(minutes=209) < due <= timedelta(minutes=210)


def test_a_slot_that_was_taken_is_not_due(world):
    slots.complete()
    assert slots.due_items() == {world.connection: ["lists", "costs"]}
    with transaction() as session:
        connection = session.get_one(factories.ErpConnection, world.connection)
        assert slots.take_slots(session, connection, ["lists", "gone"]) == ["lists"]
        assert slots.take_slots(session, connection, ["lists"]) == []
    reader().rollback()
    assert slots.due_items() == {world.connection: ["costs"]}


def test_never_and_on_arrival_have_no_slots(world):
    with transaction() as session:
        lists, costs = schedules.of(session, world.connection)
        lists.minutes, costs.minutes = 0, -1
    assert slots.due_items() == {}
    assert [row.item for row in schedules.arriving(reader(), world.connection)] == ["costs"]

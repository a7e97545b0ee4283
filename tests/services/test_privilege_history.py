"""Who held the privilege on a date, from the kept changes alone, on both databases."""

from datetime import date, timedelta

import pytest
import time_machine

from portal import clock
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.services.intentions import InputError
from portal.services.people import departures, privilege_days, privileges
from portal.services.people.privilege_history import FROM_THE_START, changes_between, holders_on
from tests import factories
from tests.people import AKI, KAREN, LUIS, RUTH

DAY = timedelta(days=1)


@pytest.fixture
def world(app):
    with app.app_context():
        yield factories.furnish()


def names(at):
    reader().rollback()
    return [holder.name for holder in holders_on(reader(), at)]


@pytest.fixture
def week(world):
    """Luis gets it after one day and loses it after three; Karen leaves after two."""
    start, ruth = clock.now(), world.actor(RUTH)
    with time_machine.travel(start + DAY, tick=False):
        privileges.grant(ruth, world.id_of(LUIS), "Covers July")
    with time_machine.travel(start + 2 * DAY, tick=False):
        departures.deactivate(ruth, world.id_of(KAREN))
    with time_machine.travel(start + 3 * DAY, tick=False):
        privileges.revoke(ruth, world.id_of(LUIS))
    return start


def test_every_moment_has_its_holders(week):
    assert names(week - DAY) == []
    assert names(week + DAY / 2) == [AKI.name, KAREN.name]
    assert names(week + DAY) == [AKI.name, KAREN.name, LUIS.name]
    assert names(week + 2 * DAY) == [AKI.name, LUIS.name]
    assert names(week + 3 * DAY) == [AKI.name]
    assert names(week + 300 * DAY) == [AKI.name]


def test_a_holder_says_since_when_and_by_whose_grant(week, world):
    aki, luis = holders_on(reader(), week + 2 * DAY)
    assert (luis.person_id, luis.by_name, luis.reason) == (world.id_of(LUIS), RUTH.name, "Covers July")
    assert luis.since == week + DAY
    assert (aki.by_name, aki.reason) == ("", FROM_THE_START)


def test_changes_lie_within_their_bounds(week):
    every = changes_between(reader(), week, week + 4 * DAY)
    assert [(change.name, change.granted) for change in every] == [
        (LUIS.name, True),
        (KAREN.name, False),
        (LUIS.name, False),
    ]
    assert changes_between(reader(), week + DAY, week + 2 * DAY) == every[:1]
    assert changes_between(reader(), week + 4 * DAY, week + 9 * DAY) == ()


def test_a_new_name_counts_for_the_past_too(week, world):
    with transaction() as session:
        session.get_one(Person, world.id_of(AKI)).name = "Aki Tanaka"
    assert names(week + DAY) == ["Aki Tanaka", KAREN.name, LUIS.name]


def test_a_day_names_everybody_who_held_it_at_some_moment_of_it(world):
    ruth, luis = world.actor(RUTH), world.id_of(LUIS)
    with time_machine.travel("2031-03-05 18:00+00:00", tick=False) as now:
        privileges.grant(ruth, luis, "one")
        now.shift(timedelta(hours=1))
        privileges.revoke(ruth, luis)
        now.shift(timedelta(hours=1))
        privileges.grant(ruth, luis, "two")
        now.shift(timedelta(hours=9))
        reader().rollback()
        day = privilege_days.read(reader(), date(2031, 3, 5))
        spells = [(row.reason, bool(row.until)) for row in day.holders if row.name == LUIS.name]
        assert spells == [("one", True), ("two", False)]
        assert day.words == "Wednesday 5 March 2031"
        assert LUIS.name not in {row.name for row in privilege_days.read(reader(), date(2031, 3, 4)).holders}
        with pytest.raises(InputError, match="and today"):
            privilege_days.read(reader(), date(2031, 3, 6))


def test_the_day_on_which_the_accounts_were_made_counts(world):
    found = privilege_days.read(reader(), privilege_days.today(reader()))
    assert [row.name for row in found.holders] == [AKI.name, KAREN.name]

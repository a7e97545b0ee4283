"""Throttles: free tries, doubling waits, no endless lock-out, and one count for all processes."""

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import clock
from portal.db.people import Throttle
from portal.db.transactions import reader, transaction
from portal.services.people import throttles
from portal.services.people.throttles import Limit

LIMIT = Limit("guess:someone", 3, timedelta(seconds=30))


@pytest.fixture
def inside(sqlite_app):
    with sqlite_app.app_context():
        yield


def attempt(*limits):
    with transaction() as session:
        return throttles.admit(session, limits or (LIMIT,))


def test_free_tries_then_doubling_waits_up_to_the_longest(inside):
    with time_machine.travel(clock.now(), tick=False) as moment:
        assert [attempt() for _ in range(3)] == [None, None, None]
        waits = []
        for _ in range(7):
            wait = attempt()
            waits.append(wait.total_seconds())
            moment.shift(wait)
            assert attempt() is None
        assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_knocking_while_closed_does_not_prolong_it(inside):
    with time_machine.travel(clock.now(), tick=False) as moment:
        for _ in range(3):
            attempt()
        first = attempt()
        for _ in range(50):
            attempt()
        assert attempt() == first
        moment.shift(first)
        assert attempt() is None


def test_a_success_forgets_and_a_day_forgets(inside):
    with time_machine.travel(clock.now(), tick=False) as moment:
        for _ in range(3):
            attempt()
        with transaction() as session:
            throttles.forget(session, [LIMIT.key])
        assert [attempt() for _ in range(3)] == [None, None, None]
        moment.shift(throttles.FORGOTTEN_AFTER + timedelta(seconds=1))
        assert [attempt() for _ in range(3)] == [None, None, None]


def test_one_closed_limit_closes_the_try_and_counts_nowhere(inside):
    other = Limit("address:somewhere", 100, timedelta(minutes=1))
    for _ in range(3):
        attempt(LIMIT, other)
    assert attempt(LIMIT, other) is not None
    assert reader().scalar(select(Throttle.failures).where(Throttle.key == other.key)) == 3


def test_guesses_at_the_same_moment_are_all_counted(app):
    """Sixteen threads knock together: no more than the free tries come through."""
    admitted, barrier = [], threading.Barrier(16)

    def knock():
        with app.app_context():
            barrier.wait()
            with transaction() as session:
                admitted.append(throttles.admit(session, (LIMIT,)) is None)

    threads = [threading.Thread(target=knock) for _ in range(16)]
    with time_machine.travel(clock.now(), tick=False):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(admitted) == 16
    assert sum(admitted) == LIMIT.free


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_what_a_guesser_changes_freely_counts_as_one(address, prefix):
    assert throttles.address_prefix(address) == prefix


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (1, "1 second"),
        (20.1, "21 seconds"),
        (89, "89 seconds"),
        (91, "2 minutes"),
        (900, "15 minutes"),
    ],
)
def test_waits_are_told_rounded_up(seconds, words):
    assert throttles.say_wait(timedelta(seconds=seconds)) == words

"""Several processes at once: one queue per connection, and a proof that without its lock there would be two."""

import threading
import time

import pytest
from sqlalchemy import select

from portal.db.exchange import ErpConnection
from portal.db.transactions import transaction
from portal.services.exchange import exchange, open_steps
from tests import factories

CALLERS = 6


def at_once(app, act, count=CALLERS):
    """Run `act(number)` in threads of their own, each with its own session, all through one starting gate."""
    gate = threading.Barrier(count)
    found, failed = [], []

    def run(number):
        with app.app_context():
            gate.wait()
            try:
                found.append(act(number))
            except Exception as error:  # noqa: BLE001 - the test tells
                failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found, failed


@pytest.fixture
def slow_look(monkeypatch):
    """Between the look and the deed somebody else gets a chance."""
    looked = open_steps.due

    def look_and_dream(session, connection_id):
        found = looked(session, connection_id)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(open_steps, "due", look_and_dream)


def test_of_many_callers_one_gets_the_document_and_the_others_only_the_question(queue, plain_app, slow_look):
    request = queue.order()
    exchange.plan(request)
    found, failed = at_once(plain_app, lambda number: exchange.claim(queue.connection_id, str(number)))
    assert failed == []
    assert sorted(handed.asks for handed in found) == [False] + [True] * (CALLERS - 1)
    assert len(queue.steps()) == 1


def test_without_the_lock_several_callers_get_the_document(queue, plain_app, slow_look, monkeypatch):
    """If this fails on PostgreSQL, the test above proves nothing. SQLite lets one writer in at a time anyway."""
    monkeypatch.setattr(
        exchange,
        "lock",
        lambda session, connection_id: session.scalars(
            select(ErpConnection).where(ErpConnection.id == connection_id)
        ).one(),
    )
    request = queue.order()
    exchange.plan(request)
    found, _failed = at_once(plain_app, lambda number: exchange.claim(queue.connection_id, str(number)))
    # Unlocked, one may also come away with nothing: the step is gone when it looks, and not yet out when it asked.
    documents = [handed for handed in found if handed is not None and not handed.asks]
    if plain_app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        assert len(documents) > 1
    else:
        assert len(documents) == 1


def test_planned_by_many_at_once_a_request_has_one_step(queue, plain_app):
    request = queue.order()
    _found, failed = at_once(plain_app, lambda _number: exchange.plan(request))
    assert failed == []
    assert queue.states() == ["queued"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_connections_do_not_wait_for_each_other(queue, plain_app):
    """SQLite has one writer for the whole file."""
    queue.order()
    with transaction() as session:
        other = factories.make_connection(session, "scripted").id
    held, done = threading.Event(), threading.Event()

    def hold():
        with plain_app.app_context(), transaction() as session:
            exchange.lock(session, other)
            held.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(10)
        started = time.monotonic()
        assert exchange.claim(queue.connection_id, "a") is not None
        assert time.monotonic() - started < 5
    finally:
        done.set()
        thread.join()

"""G13: every act writes one entry in its own transaction, numbered without gaps whoever writes at the same moment.

Prints its figures (run with -s to see them).
"""

import threading
import time
from datetime import timedelta

import pytest

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.base import database
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action
from portal.services import audit, transitions
from portal.services.auditing import heads
from tests import factories
from tests.guarantees.audit_entries import found, run, write
from tests.people import AKI, DANA
from tests.submitted import accept, send


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def test_every_act_is_one_entry_and_refused_ones_too(inside):
    world = factories.furnish()
    before = heads.head(reader()).count
    project_id = send(world)
    written = heads.head(reader()).count - before
    assert written == 4, "two lines, one lock, one send"
    accept(world, project_id)
    budget = factories.budget_of(project_id)
    after = heads.head(reader()).count
    assert after == before + written + 1
    with pytest.raises(Denied):
        transitions.perform(Action.ACCEPT, world.actor(DANA, project_id), budget.id)
    assert heads.head(reader()).count == after + 1
    with pytest.raises(Denied):
        transitions.perform(Action.REJECT, world.actor(AKI, project_id), budget.id, reason="too late")
    assert heads.head(reader()).count == after + 1, "a refusal by state is no act and no trespass"
    assert found() == ()


def test_an_act_that_fails_leaves_no_entry(inside):
    write(3)

    def fail():
        with transaction() as session:
            audit.record(session, Action.CHANGE_COMPANY, CONSOLE, audit.Subject("company", 1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert heads.head(reader()).count == 3
    assert found() == ()


def test_what_a_rolled_back_savepoint_recorded_is_forgotten(inside):
    def inner(session, *, failing):
        with session.begin_nested():
            audit.record(
                session, Action.CHANGE_COMPANY, CONSOLE, audit.Subject("company", 2 if failing else 3)
            )
            if failing:
                raise ZeroDivisionError

    with transaction() as session:
        audit.record(session, Action.CHANGE_COMPANY, CONSOLE, audit.Subject("company", 1))
        with pytest.raises(ZeroDivisionError):
            inner(session, failing=True)
        inner(session, failing=False)
    rows = reader().query(AuditEvent).order_by(AuditEvent.sequence)
    assert [(row.sequence, row.subject_id) for row in rows] == [(1, 1), (2, 3)]
    assert found() == ()


def test_nothing_is_recorded_outside_a_transaction(inside):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        audit.record(reader(), Action.CHANGE_COMPANY, CONSOLE, audit.Subject("company", 1))


def test_nothing_is_done_once_the_head_is_gone(inside):
    write(2)
    run("DELETE FROM audit_heads")
    with pytest.raises(LookupError, match="lost its head"):
        write(1)
    assert [each.kind for each in found()] == ["inserted"]


def test_many_at_once_leave_no_gap(app, capsys):
    with app.app_context():
        factories.furnish()
        before = heads.head(reader()).count
    threads, each = 6, 15
    failures = []
    started = clock.now()

    def work(number):
        try:
            with app.app_context():
                for _ in range(each):
                    write(1, start=number)
                    database.session.remove()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            failures.append(error)

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(60)
    with app.app_context():
        head = heads.head(reader())
        dialect = database.engine.dialect.name
        assert failures == []
        assert head.count == before + threads * each
        assert found(head) == ()
    with capsys.disabled():
        seconds = (clock.now() - started) / timedelta(seconds=1)
        print(
            f"\n  {dialect}: {threads} writers x {each} acts, {threads * each} entries, 0 gaps, {seconds:.1f} s",
            end="",
        )


def test_whoever_waits_for_another_act_does_not_hold_the_head(app):
    """An act holds a person's row; an act by this person begins meanwhile. The first must find the head free."""
    with app.app_context():
        world = factories.furnish()
        aki, dana = world.actor(AKI), world.actor(DANA)
    failures = []
    held = threading.Event()

    def by_aki():
        try:
            with app.app_context():
                held.wait(30)
                with transaction() as session:
                    audit.record(session, Action.CHANGE_COMPANY, aki, audit.Subject("company", 1))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            failures.append(error)

    other = threading.Thread(target=by_aki)
    other.start()
    with app.app_context():
        with transaction() as session:
            session.get(Person, aki.id, with_for_update=True)
            held.set()
            time.sleep(0.5)
            audit.record(session, Action.CHANGE_LEVELS, dana, audit.Subject("person", aki.id))
        other.join(30)
        names = [name for (name,) in reader().query(AuditEvent.actor_name).order_by(AuditEvent.sequence)]
        assert (failures, names) == ([], ["Dana Whitfield", "Aki Sato"])
        assert found() == ()

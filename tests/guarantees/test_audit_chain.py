"""G13: the audit is complete and tamper-evident.

Every act writes one entry in its own transaction, numbered without gaps whoever writes at the same moment; every
edit, deletion, swap, insertion and cut by raw SQL is found. Prints its figures (run with -s to see them).
"""
# ruff: noqa: S608 - tampering is SQL put together by hand

import random
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from portal import clock
from portal.db.audit import AuditEvent
from portal.db.base import database
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.denials import Denied
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action
from portal.services import audit, transitions
from portal.services.auditing import chain_checks, heads
from tests import factories
from tests.people import AKI, DANA
from tests.submitted import accept, send

ENTRIES = 60
ROUNDS = 12


@pytest.fixture
def app(make_app, settings):
    return make_app(settings)


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


def write(count, *, start=0):
    for number in range(start, start + count):
        with transaction() as session:
            note = audit.Note(
                "a", f"b{number}", f"reason {number}", detail={"number": number, "of": [1, "ü"]}
            )
            audit.record(session, Action.CHANGE_COMPANY, CONSOLE, audit.Subject("company", number), note)


def run(*statements):
    """Change the stored rows as somebody with the database's own tools would."""
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def found(*anchors):
    reader().rollback()
    return chain_checks.check(reader(), anchors).breaks


def edit(random_, one, other):
    column = random_.choice(
        ["actor_name", "action", "outcome", "subject", "before", "after", "reason", "address", "hash"]
    )
    return [f"UPDATE audit_events SET {column} = {column} || 'x' WHERE sequence = {one}"]


def edit_a_number(random_, one, other):
    column = random_.choice(["subject_id"])
    return [f"UPDATE audit_events SET {column} = COALESCE({column}, 0) + 1 WHERE sequence = {one}"]


def edit_the_detail(random_, one, other):
    return [f"UPDATE audit_events SET detail = '{{\"number\": 0}}' WHERE sequence = {one}"]


def backdate(random_, one, other):
    return [
        f"UPDATE audit_events SET at = (SELECT at FROM audit_events WHERE sequence = {other}) WHERE sequence = {one}"
    ]


def delete(random_, one, other):
    return [f"DELETE FROM audit_events WHERE sequence = {one}"]


def delete_and_close_the_gap(random_, one, other):
    return [
        f"DELETE FROM audit_events WHERE sequence = {one}",
        f"UPDATE audit_events SET sequence = -sequence WHERE sequence > {one}",
        "UPDATE audit_events SET sequence = -sequence - 1 WHERE sequence < 0",
        "UPDATE audit_heads SET count = count - 1",
    ]


def swap(random_, one, other):
    return [
        f"UPDATE audit_events SET sequence = -1 WHERE sequence = {one}",
        f"UPDATE audit_events SET sequence = {one} WHERE sequence = {other}",
        f"UPDATE audit_events SET sequence = {other} WHERE sequence = -1",
    ]


COLUMNS = "at, actor_id, actor_name, action, outcome, subject, subject_id, project_id, before, after, reason, detail, "
COLUMNS += "address"


def copied(one, number):
    values = f"SELECT {COLUMNS}, {number}, hash FROM audit_events WHERE sequence = {one}"
    return f"INSERT INTO audit_events ({COLUMNS}, sequence, hash) {values}"


def insert_behind(random_, one, other):
    return [
        copied(one, ENTRIES + 1),
    ]


def insert_between(random_, one, other):
    return [
        f"UPDATE audit_events SET sequence = -sequence WHERE sequence > {one}",
        "UPDATE audit_events SET sequence = -sequence + 1 WHERE sequence < 0",
        copied(one, one + 1),
        "UPDATE audit_heads SET count = count + 1",
    ]


def truncate(random_, one, other):
    return [f"DELETE FROM audit_events WHERE sequence >= {one}"]


def move_the_head(random_, one, other):
    return ["UPDATE audit_heads SET count = count + 1"]


def truncate_with_the_head(random_, one, other):
    """Leaves a chain that fits in itself: only a head kept outside tells."""
    return [
        f"DELETE FROM audit_events WHERE sequence > {one}",
        f"UPDATE audit_heads SET count = {one}, hash = (SELECT hash FROM audit_events WHERE sequence = {one})",
    ]


TAMPERINGS = (
    edit, edit_a_number, edit_the_detail, backdate, delete, delete_and_close_the_gap, swap, insert_behind,
    insert_between, truncate, move_the_head,
)  # fmt: skip


def tried(app, tampering, draw, *anchors):
    """Tamper inside a transaction that is rolled back, so that every round meets the same chain."""
    one, other = draw.sample(range(1, ENTRIES), 2)
    session = reader()
    session.rollback()
    for statement in tampering(draw, one, other):
        session.execute(text(statement))
    verdict = chain_checks.check(session, anchors).breaks
    session.rollback()
    return verdict


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_every_tampering_with_the_rows_is_found(inside, tampering, capsys):
    write(ENTRIES)
    assert found() == ()
    draw = random.Random(tampering.__name__)
    detected = [bool(tried(inside, tampering, draw)) for _ in range(ROUNDS)]
    with capsys.disabled():
        print(f"\n  {tampering.__name__:<26} {sum(detected)} of {ROUNDS} found", end="")
    assert sum(detected) == ROUNDS
    assert found() == ()


def test_a_tail_cut_together_with_its_head_is_found_by_the_head_kept_outside_alone(inside, capsys):
    write(ENTRIES)
    outside = heads.head(reader())
    draw = random.Random(13)
    without = [bool(tried(inside, truncate_with_the_head, draw)) for _ in range(ROUNDS)]
    within = [bool(tried(inside, truncate_with_the_head, draw, outside)) for _ in range(ROUNDS)]
    with capsys.disabled():
        print(
            f"\n  tail and head cut: {sum(within)} of {ROUNDS} found with the anchor, {sum(without)} without",
            end="",
        )
    assert (sum(within), sum(without)) == (ROUNDS, 0)


def test_the_words_name_the_place(inside):
    write(9)
    run("UPDATE audit_events SET reason = 'other' WHERE sequence = 4")
    assert [each.sentence for each in found()] == [
        "Entry 4, or the hash of entry 3, was changed after it was written, or put in."
    ]
    run(*swap(None, 6, 8))
    assert [each.kind for each in found()] == ["edited", "swapped"]
    run("DELETE FROM audit_events WHERE sequence = 2")
    assert [each.sequence for each in found()] == [2, 4, 6]


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

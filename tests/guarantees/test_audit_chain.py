"""G13: the audit is tamper-evident: every edit, deletion, swap, insertion and cut by raw SQL is found.

Prints its figures (run with -s to see them).
"""
# ruff: noqa: S608 - tampering is SQL put together by hand

import random

import pytest
from sqlalchemy import text

from portal.db.transactions import reader
from portal.services.auditing import chain_checks, heads
from tests.guarantees.audit_entries import found, run, write

ENTRIES = 60
ROUNDS = 12


@pytest.fixture
def inside(app):
    with app.app_context():
        yield app


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

"""The staging store on both databases: Versions rise strictly, whoever writes at the same time; batches count once."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from portal.db.exchange import ErpConnection
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.erp.contract import Staged
from portal.services.exchange import connection_locks
from portal.services.sync import agent_runs, runs, staging
from tests import factories
from tests.services.test_exchange_races import at_once


def rec(key, version="v1", entity="job_cost", job="216", *, archived=False, **fields):
    return {
        "Entity": entity,
        "ErpKey": key,
        "ErpVersion": version,
        "Job": job,
        "IsArchived": archived,
        "Fields": fields,
    }


@pytest.fixture
def connection(queue):
    return queue.connection_id


def begin(connection_id, trigger="full"):
    with transaction() as session:
        return runs.begin_step_one(session, connection_id, trigger).id


def take(connection_id, run_id, name, *records):
    with transaction() as session:
        return staging.take(session, connection_id, run_id, staging.Batch(name, repr(records), records))


def staged(connection_id):
    reader().rollback()
    found = reader().query(StagedRecord).filter_by(connection_id=connection_id)
    return found.order_by(StagedRecord.version).all()


def test_a_batch_is_staged_with_the_age_of_its_run(connection):
    run_id = begin(connection)
    answer = take(connection, run_id, "b1", rec("1", Amount="5.00"), rec("2"))
    assert answer == {"Created": 2, "Changed": 0, "Unchanged": 0, "Archived": 0, "Version": 2}
    row = staged(connection)[0]
    run = reader().get_one(SyncRun, run_id)
    assert (row.read_at, row.fields) == (run.started_at, {"Amount": "5.00"})
    assert row.received_at >= row.read_at
    assert (run.version, run.counts["created"]) == (2, 2)
    assert staging.as_staged(row) == Staged("job_cost", "1", 1, {"Amount": "5.00"}, is_archived=False)


def test_one_key_twice_in_a_batch_ends_with_the_later_one(connection):
    answer = take(connection, begin(connection), "b1", rec("1", "v1", A="1"), rec("1", "v2", A="2"), rec("2"))
    assert (answer["Created"], answer["Changed"], answer["Version"]) == (2, 1, 3)
    assert [(row.erp_key, row.version, row.fields) for row in staged(connection)] == [
        ("1", 2, {"A": "2"}),
        ("2", 3, {}),
    ]


def test_an_archived_record_keeps_what_was_known_and_can_come_back(connection):
    run_id = begin(connection)
    take(connection, run_id, "b1", rec("1", A="1"))
    take(connection, run_id, "b2", rec("1", "", job="", archived=True))
    (row,) = staged(connection)
    assert (row.is_archived, row.fields, row.job, row.version) == (True, {"A": "1"}, "216", 2)
    assert staging.of_job(reader(), connection, "216") == []
    take(connection, run_id, "b3", rec("1", "v1", A="1"))
    (row,) = staged(connection)
    assert (row.is_archived, row.version) == (False, 3)


def test_what_never_stood_in_the_store_may_be_archived_too(connection):
    answer = take(connection, begin(connection), "b1", rec("1", archived=True))
    assert (answer["Archived"], answer["Version"]) == (1, 1)


def test_readers_get_what_is_newer_by_kind_and_by_job(connection):
    run_id = begin(connection)
    take(connection, run_id, "b1", rec("1"), rec("2", job="217"), rec("216", entity="job"), rec("3"))
    found = staging.changed_since(reader(), connection, ("job_cost",), 1)
    assert [row.erp_key for row in found] == ["2", "3"]
    assert [row.version for row in staging.changed_since(reader(), connection, None, 0, limit=2)] == [1, 2]
    assert [
        row.version for row in staging.changed_since(reader(), connection, None, 0, limit=2, offset=2)
    ] == [3, 4]
    assert staging.changed_since(reader(), connection, (), 0) == []
    assert {row.erp_key for row in staging.of_job(reader(), connection, "216")} == {"1", "3", "216"}
    assert staging.version_of(reader(), connection) == 4
    assert staging.version_of(reader(), connection + 1) == 0


def test_a_batch_counts_once(connection):
    run_id = begin(connection)
    first = take(connection, run_id, "b1", rec("1"))
    assert take(connection, run_id, "b1", rec("1")) == first
    with pytest.raises(staging.BatchConflictError, match="BatchId"):
        take(connection, run_id, "b1", rec("2"))
    with transaction() as session:
        runs.finish_step_one(session, run_id, 1, 0, ())
    assert take(connection, run_id, "b1", rec("1")) == first
    with pytest.raises(staging.BatchConflictError, match="over"):
        take(connection, run_id, "b2", rec("1"))


def test_nothing_of_a_batch_stays_when_it_breaks_off(connection, monkeypatch):
    run_id = begin(connection)

    def break_off(*_given):
        raise RuntimeError

    monkeypatch.setattr(runs, "add_counts", break_off)
    with pytest.raises(RuntimeError):
        take(connection, run_id, "b1", rec("1"))
    monkeypatch.undo()
    assert staged(connection) == []
    assert take(connection, run_id, "b1", rec("1"))["Created"] == 1


def test_batches_at_the_same_time_give_out_every_version_once(connection, plain_app):
    run_id = begin(connection)

    def send(number):
        records = [rec(f"{number}-{place}") for place in range(50)]
        return take(connection, run_id, f"b{number}", *records, rec("shared", f"v{number}"))

    found, failed = at_once(plain_app, send, 4)
    assert failed == []
    versions = [row.version for row in staged(connection)]
    assert len(versions) == 201
    assert all(one < other for one, other in pairwise(versions))
    assert max(versions) == max(answer["Version"] for answer in found) == 204
    assert reader().get_one(SyncRun, run_id).counts["created"] == 201


def test_without_the_lock_versions_would_be_given_out_twice(connection, plain_app, monkeypatch):
    """If this fails on PostgreSQL, the test above proves nothing. SQLite lets one writer in at a time anyway."""
    if plain_app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        return
    monkeypatch.setattr(
        connection_locks,
        "lock",
        lambda session, row_id: session.scalars(
            select(ErpConnection).where(ErpConnection.id == row_id)
        ).one(),
    )
    ids = [begin(connection)]
    found, failed = at_once(
        plain_app,
        lambda number: take(
            connection, ids[0], f"b{number}", *[rec(f"{number}-{place}") for place in range(200)]
        ),
        4,
    )
    versions = [row.version for row in staged(connection)]
    assert failed or len(set(versions)) < len(versions) or len(found) < 4


def test_the_same_batch_twice_at_the_same_time_is_taken_once(connection, plain_app):
    run_id = begin(connection)
    found, failed = at_once(plain_app, lambda _number: take(connection, run_id, "b1", rec("1"), rec("2")), 4)
    assert failed == []
    assert found == [found[0]] * 4
    assert [row.version for row in staged(connection)] == [1, 2]


def test_connections_count_their_own_versions(connection):
    with transaction() as session:
        other = factories.make_connection(session, "scripted").id
    take(connection, begin(connection), "b1", rec("1"), rec("2"))
    assert take(other, begin(other), "b1", rec("1"))["Version"] == 1
    with transaction() as session, pytest.raises(LookupError):
        agent_runs.run_of(session, other, begin(connection))


def test_a_full_batch_takes_few_statements(connection, statements):
    run_id = begin(connection)
    many = [rec(str(place)) for place in range(1000)]
    with statements() as said:
        take(connection, run_id, "b1", *many)
    assert len(said) < 15
    changed = [rec(str(place), "v2") for place in range(1000)]
    with statements() as said:
        take(connection, run_id, "b2", *changed)
    assert len(said) < 15

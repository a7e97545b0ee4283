"""“Test connection” with the ERP's own side: it waits honestly, and tells what the call brought."""

import pytest

from portal.db.exchange import ErpConnection
from portal.db.transactions import reader, transaction
from portal.erp.contract import CompanySynced, Finished
from portal.services.connections import connection_tests
from portal.services.intentions import InputError
from portal.services.sync import advancing
from tests import factories
from tests.gateways.agents import Agent, make_company
from tests.people import RUTH
from tests.services.scripted import ask


def told(connection_id):
    reader().rollback()
    return connection_tests.read(reader(), reader().get_one(ErpConnection, connection_id))


def test_quickbooks_is_waited_for_read_and_known_by_its_name(sqlite_loop):
    connection = sqlite_loop.world.connection
    assert told(connection) is None
    connection_tests.start(sqlite_loop.world.actor(RUTH), connection)
    waiting = told(connection)
    assert (waiting.is_running, waiting.word) == (True, "No call yet")
    assert "which has never called" in waiting.sentence
    assert dict(waiting.facts)["Company there"] == "not known yet"
    connection_tests.start(sqlite_loop.world.actor(RUTH), connection)
    assert len(sqlite_loop.requests()) == 1, "a second press joins the first"
    sqlite_loop.desk.run()
    advancing.advance_open()
    done = told(connection)
    assert (done.is_running, done.word, done.faults) == (False, "It works", ())
    facts = dict(done.facts)
    assert facts["Company there"] == sqlite_loop.connection.company["name"]
    assert facts["Last call"] != "never"
    assert "read" in facts["Progress"]


def test_another_company_file_is_told_while_it_is_waited_for(sqlite_loop):
    connection = sqlite_loop.world.connection
    with transaction() as session:
        session.get_one(ErpConnection, connection).file_guid = "{11111111-2222-4333-8444-555555555555}"
    connection_tests.start(sqlite_loop.world.actor(RUTH), connection)
    sqlite_loop.desk.run()
    advancing.advance_open()
    result = told(connection)
    assert result.word == "Refused"
    assert result.faults == (sqlite_loop.connection.last_problem,)


def test_a_paused_connection_is_not_tested(sqlite_loop):
    connection = sqlite_loop.world.connection
    with transaction() as session:
        session.get_one(ErpConnection, connection).paused = True
    with pytest.raises(InputError, match="Resume it first"):
        connection_tests.start(sqlite_loop.world.actor(RUTH), connection)
    assert sqlite_loop.requests() == []


@pytest.fixture
def world(sqlite_app, staged_vendor):
    with sqlite_app.app_context():
        yield factories.furnish()


def test_a_sync_agent_is_asked_for_today_and_told_by_its_company_s_name(world, staged_vendor, sqlite_app):
    with transaction() as session:
        connection = session.get_one(ErpConnection, world.connection)
        connection.connector = "scripted"
        username = connection.username
    staged_vendor.first = [ask("sync")]
    staged_vendor.turns = [Finished(CompanySynced({"read": 3, "created": 2}, ()))]
    connection_tests.start(world.actor(RUTH), world.connection)
    agent = Agent(sqlite_app.test_client(), username)
    agent.register(key=factories.PHRASE)
    assert told(world.connection).word == "Reading"
    operation = agent.take()
    agent.complete(operation["OperationId"])
    done = told(world.connection)
    assert done.word == "It works"
    assert not done.is_running


def test_what_an_agent_could_not_do_is_told_in_its_own_words(world, staged_vendor, sqlite_app):
    assert make_company
    with transaction() as session:
        connection = session.get_one(ErpConnection, world.connection)
        connection.connector = "scripted"
    connection_tests.start(world.actor(RUTH), world.connection)
    run = connection_tests.runs
    with transaction() as session:
        newest = session.query(connection_tests.SyncRun).one()
        run.fail(session, newest.id, ["The company database is locked."])
    failed = told(world.connection)
    assert (failed.word, failed.faults) == ("Failed", ("The company database is locked.",))

"""Agents at the same time, and a portal that dies between two commits."""

import threading

import pytest
from sqlalchemy import event

from portal import crash_points
from portal.db.exchange import ConnectorTicket
from portal.db.transactions import reader
from portal.erp.contract import Finished
from tests.gateways.agents import Agent, record
from tests.services.scripted import NOTHING_READ

DONE = Finished(NOTHING_READ)


class DiedError(BaseException):
    """What a process that is killed feels: nothing after it runs."""


@pytest.fixture
def die_at(tmp_path):
    """Name the point at which the next request dies; after a commit only that it was reached is noted."""
    file, heard, reached = tmp_path / "crash", [], []

    def strike():
        reached.append(named[-1])
        if named[-1].endswith(crash_points.BEFORE):
            raise DiedError

    named = []

    def name(point):
        named.append(point)
        file.write_text(point)
        return reached

    with pytest.MonkeyPatch.context() as patch:
        before = event.listen
        patch.setattr(event, "listen", lambda *given: (heard.append(given), before(*given)))
        crash_points.watch(file, strike)
    yield name
    for target, moment, listener in heard:
        event.remove(target, moment, listener)


def dies(act):
    with pytest.raises(DiedError):
        act()
    reader().rollback()


def at_once(app, username, ticket, act, count=4):
    """`act(agent, number)` in threads of their own, all with the same ticket."""
    gate, found, failed = threading.Barrier(count), [], []

    def run(number):
        agent = Agent(app.test_client(), username, ticket)
        gate.wait()
        try:
            found.append(act(agent, number))
        except Exception as error:  # noqa: BLE001 - the test tells
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    return found


def test_agents_that_register_at_the_same_time_leave_one_session(agent, company, sqlite_app):
    found = at_once(sqlite_app, company.username, "", lambda each, _: each.register(machine="sage-server"))
    assert [status for status, _ in found] == [200] * 4
    reader().rollback()
    assert reader().query(ConnectorTicket).filter_by(closed_at=None).count() == 1


def test_agents_of_several_computers_at_the_same_time_let_one_in(agent, company, sqlite_app):
    found = at_once(
        sqlite_app, company.username, "", lambda each, number: each.register(machine=f"computer {number}")
    )
    assert sorted(status for status, _ in found) == [200, 423, 423, 423]


def test_polls_at_the_same_time_get_one_document_and_questions_only(agent, company, sqlite_app):
    agent.register()
    company.order()
    found = at_once(sqlite_app, company.username, agent.ticket, lambda each, _: each.take())
    assert sorted(each["Type"] for each in found) == ["Status"] * 3 + ["write"]
    assert len(company.steps()) == 1


def test_completions_at_the_same_time_count_once(agent, company, staged_vendor, sqlite_app):
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    found = at_once(sqlite_app, company.username, agent.ticket, lambda each, _: each.complete(name))
    assert found == [(200, {"Known": True})] * 4
    assert len(staged_vendor.heard) == 1


def test_an_answer_whose_portal_died_is_told_again_and_counts_once(agent, company, staged_vendor, die_at):
    staged_vendor.turns = [DONE, DONE]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    die_at("agent.completed.before_commit")
    dies(lambda: agent.complete(name))
    assert company.steps()[0].state == "handed_out"
    assert agent.complete(name) == (200, {"Known": True})
    assert company.requests()[0].state == "succeeded"
    assert [step.state for step in company.steps()] == ["succeeded"]


def test_an_operation_that_never_left_a_dying_portal_goes_out_as_if_nothing_had_been(agent, company, die_at):
    agent.register()
    company.order()
    die_at("agent.requests.before_commit")
    dies(agent.poll)
    assert agent.take()["Type"] == "write"


def test_a_batch_whose_portal_died_is_sent_again_and_counts_once(agent, company, die_at):
    agent.register()
    run_id = agent.begin()
    die_at("agent.changes.before_commit")
    dies(lambda: agent.send(run_id, "b1", record()))
    assert company.records() == []
    status, content = agent.send(run_id, "b1", record())
    assert (status, content["Version"]) == (200, 1)
    assert company.runs()[0].counts["created"] == 1


def test_each_call_can_be_struck_after_its_one_commit(agent, company, staged_vendor, die_at):
    """What is lost then is the answer alone; the tests of repeated calls say what becomes of that."""
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    reached = die_at("agent.requests.after_commit")
    name = agent.take()["OperationId"]
    die_at("agent.received.after_commit")
    agent.call("POST", f"/requests/{name}/received")
    die_at("agent.completed.after_commit")
    agent.complete(name)
    die_at("agent.runs.after_commit")
    run_id = agent.begin()
    die_at("agent.changes.after_commit")
    agent.send(run_id, "b1", record())
    die_at("agent.finished.after_commit")
    agent.finish(run_id)
    assert [point.split(".")[1] for point in reached] == [
        "requests", "received", "completed", "runs", "changes", "finished",
    ]  # fmt: skip

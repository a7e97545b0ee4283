"""The long poll over a real socket: woken by work, ended by others, cheap, and never with every thread."""

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event
from waitress import create_server

from portal.db.base import database
from portal.gateways import agent_waits
from tests.gateways.agents import Agent

POLL = "/agent/v1/requests?wait={}"


@pytest.fixture
def url(agent, sqlite_app, serve):
    agent.register()
    return serve(sqlite_app)


@pytest.fixture
def polls():
    """Polls in threads of their own; joined at the end."""
    threads = []

    def start(url, ticket, wait=5):
        found = {}
        begun = time.monotonic()

        def run():
            connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
            connection.request("GET", POLL.format(wait), headers={"Authorization": f"Bearer {ticket}"})
            answer = connection.getresponse()
            found.update(status=answer.status, again=answer.headers.get("Retry-After"), body=answer.read())
            found["took"] = time.monotonic() - begun
            connection.close()

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return threads[-1], found

    yield start
    for thread in threads:
        thread.join(timeout=30)


def test_a_poll_waits_and_is_woken_by_work(agent, company, url, polls):
    thread, found = polls(url, agent.ticket, wait=20)
    time.sleep(0.7)
    assert found == {}
    company.order()
    thread.join(timeout=5)
    assert (found["status"], json.loads(found["body"])["Type"]) == (200, "write")
    assert found["took"] < 3
    assert company.steps()[0].state == "handed_out"


def test_a_poll_that_meets_nothing_ends_after_its_time(agent, url, polls):
    thread, found = polls(url, agent.ticket, wait=1)
    thread.join(timeout=5)
    assert (found["status"], found["again"]) == (204, None)
    assert 1 <= found["took"] < 2


def test_a_poll_costs_one_statement_a_look_and_holds_no_connection(agent, url, sqlite_app, polls):
    agent.poll()
    said = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    thread, _found = polls(url, agent.ticket, wait=2)
    held = []
    while thread.is_alive():
        held.append(database.engine.pool.checkedout())
        time.sleep(0.05)
    first, looks = 4, 2 / agent_waits.PAUSE
    asked = [each for each in said if not each.startswith("BEGIN")]
    assert looks * 0.5 < len(asked) <= first + looks + 1, asked
    assert held.count(0) > len(held) * 0.8


def test_a_newer_session_ends_the_poll_of_the_older_one(agent, company, client, url, polls):
    thread, found = polls(url, agent.ticket, wait=20)
    time.sleep(0.5)
    Agent(client, company.username).register()
    thread.join(timeout=5)
    assert found["status"] == 401


def test_a_newer_poll_takes_the_place_of_an_older_one(agent, company, url, polls):
    first, found = polls(url, agent.ticket, wait=20)
    time.sleep(0.5)
    second, later = polls(url, agent.ticket, wait=20)
    first.join(timeout=5)
    assert found["status"] == 204
    company.order()
    second.join(timeout=5)
    assert later["status"] == 200


def test_pages_are_served_while_more_agents_wait_than_there_are_places(agent, url, sqlite_app, polls):
    sqlite_app.config[agent_waits.AT_ONCE] = 0
    thread, found = polls(url, agent.ticket, wait=20)
    thread.join(timeout=5)
    assert (found["status"], found["again"]) == (204, "2")
    assert found["took"] < 2


def test_places_are_counted_and_given_back():
    waiting = agent_waits.Waiting()
    with waiting.place("a", 1) as first:
        assert first()
        with waiting.place("b", 1) as none:
            assert none is None
        with waiting.place("a", 1) as newer:
            assert (first(), newer()) == (False, True)
    with waiting.place("b", 1) as second:
        assert second()


def test_waiting_agents_are_let_go_when_the_server_stops(agent, url, sqlite_app, polls):
    thread, found = polls(url, agent.ticket, wait=20)
    time.sleep(0.5)
    agent_waits.waiting_in(sqlite_app).closing.set()
    thread.join(timeout=3)
    assert (found["status"], found["again"]) == (204, "2")


def test_a_server_that_answers_one_at_a_time_lets_nobody_wait(agent):
    agent.register()
    begun = time.monotonic()
    assert agent.poll(wait=20) == (204, None)
    assert time.monotonic() - begun < 1


def test_a_waiting_agent_counts_as_alive(agent, company, url, polls, monkeypatch):
    monkeypatch.setattr(agent_waits, "STAMP_EVERY", agent_waits.STAMP_EVERY * 0)
    company.age_sessions(minutes=5)
    before = company.connection().last_contact_at
    company.age_sessions(minutes=5)
    thread, _found = polls(url, agent.ticket, wait=1)
    thread.join(timeout=5)
    assert company.connection().last_contact_at > before


def test_who_hung_up_takes_no_work_along(agent, company, sqlite_app):
    """As `portal web` sets its server up: it notices that the caller has gone."""
    agent.register()
    server = create_server(sqlite_app, host="127.0.0.1", port=0, threads=2, channel_request_lookahead=1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=30)
        connection.request("GET", POLL.format(20), headers={"Authorization": f"Bearer {agent.ticket}"})
        time.sleep(0.6)
        connection.close()
        time.sleep(2 * agent_waits.PAUSE)
        company.order()
        time.sleep(3 * agent_waits.PAUSE)
        assert [step.state for step in company.steps()] == []
        assert agent.take()["Type"] == "write"
    finally:
        server.close()
        thread.join(timeout=10)

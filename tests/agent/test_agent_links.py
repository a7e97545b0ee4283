"""The link: registering, losing the session, proxies, certificates, answers of strangers; and secrets kept."""

import logging
import threading

import pytest

from portal.agent import logs
from portal.agent import settings as agent_settings
from portal.agent.calls import Caller
from portal.agent.failures import NotLetInError, PortalRefusedError, PortalUnreachableError
from portal.agent.links import Link
from portal.agent.messages import DONE, Outcome
from tests.agent.conftest import wait_for, wish
from tests.agent.fake_portals import KEY

COMPANY = {"Name": "Newtown Builders", "Database": "company", "Key": "company"}


@pytest.fixture
def link(environment):
    def make(**more: str) -> Link:
        return Link(agent_settings.read(None, {**environment, **more}), COMPANY, threading.Event())

    return make


def test_it_introduces_itself(portal, link):
    link().register()
    told = portal.state.registrations[0]
    assert told["Company"] == COMPANY
    assert told["AgentVersion"] == "1.0.0"
    assert told["Machine"]


def test_an_unknown_ticket_registers_again_once(portal, link):
    made = link()
    made.register()
    portal.tickets.clear()
    assert made.next_operation(0) is None
    assert len(portal.state.registrations) == 2


def test_a_wrong_key_is_not_let_in(portal, link):
    portal.key = "another"
    with pytest.raises(NotLetInError, match="user name or the agent key"):
        link().next_operation(0)


def test_a_key_that_is_put_right_lets_it_in(portal, agent):
    portal.key = "another"
    portal.ask("WriteBudget", wish(Job="77"), "W1")
    agent()
    wait_for(lambda: portal.state.calls.count("POST register") > 1)
    portal.key = KEY
    assert portal.outcome("W1")["Outcome"] == "refused"


def test_another_company_is_told(portal, link):
    portal.refuse_registration = (409, "This sync agent reads another company.")
    with pytest.raises(NotLetInError, match="another company"):
        link().register()


def test_an_answer_goes_out_as_often_as_it_takes(portal, link):
    made = link()
    portal.ask("WriteBudget", wish(), "W1")
    made.next_operation(0)
    portal.fail_next = 3
    assert made.received("W1") is True
    portal.fail_next = 2
    assert made.completed("W1", Outcome(DONE)) is True
    assert made.completed("W1", Outcome(DONE)) is False  # it holds it no more, and goes on


def test_what_another_session_holds_is_not_carried_out(portal, agent, drop):
    portal.ask("WriteBudget", wish(), "W1")
    portal.state.out["W0"] = {"OperationId": "W0", "Type": "WriteBudget", "Payload": wish(), "Attempt": 1}
    real = portal.answer

    def taken(method, path, body, ticket):
        if path.endswith("W0/received"):
            portal.state.out.pop("W0")
            return 409, {"Error": "This session does not hold that operation."}
        return real(method, path, body, ticket)

    portal.answer = taken
    agent()
    portal.outcome("W1")
    assert not [path for path in drop.iterdir() if "W0" in path.name]


def test_a_redirect_names_the_address(portal, environment):
    portal.answer = lambda *_: (302, {})
    with pytest.raises(PortalRefusedError, match="answers from elsewhere"):
        Caller(agent_settings.read(None, environment)).call("GET", "/openapi.json")


def test_a_stranger_without_json(portal, environment, monkeypatch):
    monkeypatch.setattr("tests.agent.fake_portals.json.dumps", lambda _body: "<html>")
    with pytest.raises(PortalUnreachableError, match="Something other than the portal"):
        Caller(agent_settings.read(None, environment)).call("GET", "/openapi.json")


def test_the_proxy_is_used_and_named_when_it_is_away(portal, environment):
    through = agent_settings.read(
        None,
        {**environment, "PORTAL_AGENT_PROXY": portal.url, "PORTAL_AGENT_PORTAL_URL": "http://127.0.0.1:9"},
    )
    seen = []
    portal.answer = lambda _method, path, *_: (seen.append(path) or 200, {})
    Caller(through).call("GET", "/openapi.json")
    assert seen == ["http://127.0.0.1:9/agent/v1/openapi.json"]
    away = agent_settings.read(None, {**environment, "PORTAL_AGENT_PROXY": "http://127.0.0.1:1"})
    with pytest.raises(PortalUnreachableError, match="proxy cannot be reached"):
        Caller(away).call("GET", "/openapi.json")


def test_secrets_are_in_no_log(portal, agent, environment, tmp_path, caplog):
    settings = agent_settings.read(None, environment)
    logs.start(settings)
    try:
        portal.fail_next = 2
        portal.ask("WriteBudget", wish(), "W1")
        agent()
        portal.outcome("W1")
        tickets = set(portal.tickets)
        portal.tickets.clear()
        wait_for(lambda: len(portal.state.registrations) > 1)
    finally:
        for handler in list(logs.LOGGER.handlers):
            logs.LOGGER.removeHandler(handler)
            handler.close()
        logs.LOGGER.setLevel(logging.NOTSET)
        logs.LOGGER.propagate = True
    said = (tmp_path / "state" / "agent.log").read_text()
    assert "WriteBudget W1" in said
    assert KEY not in said
    assert not [ticket for ticket in tickets if ticket in said]

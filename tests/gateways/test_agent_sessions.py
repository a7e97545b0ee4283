"""Who gets a ticket at the agent's door, and what it opens."""

import pytest

from portal.db.exchange import ConnectorTicket
from portal.db.people import SignedInSession
from portal.db.transactions import reader, transaction
from portal.services.exchange import connector_tickets
from tests import factories
from tests.gateways.agents import OURS, Agent


def test_a_right_key_and_the_right_company_get_a_ticket_even_when_nothing_is_due(agent, company):
    status, content = agent.register()
    assert status == 200
    assert (content["PollSeconds"], content["Version"]) == (25, 0)
    assert content["Entities"] == ["job", "cost_code", "budget_line", "job_cost"]
    kept = reader().query(ConnectorTicket).one()
    assert kept.token_hash == connector_tickets.hash_of(content["Ticket"])
    assert content["Ticket"] not in str(vars(kept))
    assert company.connection().company == {"name": "Halden & Rowe", "key": "ours"}
    assert agent.poll() == (204, None)


@pytest.mark.parametrize(
    ("key", "username"), [("wrong key", None), ("wrong key", "nobody"), ("x" * 150, None)]
)
def test_a_wrong_key_is_refused_in_one_shape(agent, key, username):
    agent.username = username or agent.username
    status, content = agent.register(key=key)
    assert (status, content["Error"][:36]) == (401, "The user name or the agent key is no")


def test_guessing_is_slowed_down_and_told_when_to_come_again(agent):
    statuses = [agent.register(key="wrong key")[0] for _ in range(7)]
    assert statuses[:5] == [401] * 5
    assert statuses[5:] == [429] * 2
    assert int(agent.last.headers["Retry-After"]) >= 1


def test_another_company_is_refused_and_told_on_the_connection(agent, company):
    status, content = agent.register(company={**OURS, "Name": "Other Ltd", "Key": "theirs"})
    assert (status, content) == (409, {"Error": "The agent reads Other Ltd, not our company."})
    assert company.connection().last_problem == "The agent reads Other Ltd, not our company."
    agent.register()
    assert company.connection().last_problem == ""


def test_a_connection_without_a_sync_agent_is_refused(agent, company):
    with transaction() as session:
        agent.username = factories.make_connection(session, "quickbooks_desktop").username
    status, content = agent.register()
    assert status == 409
    assert "is not read by a sync agent" in content["Error"]


def test_a_paused_connection_takes_no_agent_and_hands_nothing_out(agent, company):
    agent.register()
    company.order()
    company.pause()
    assert agent.poll() == (204, None)
    status, content = agent.register()
    assert (status, "paused" in content["Error"]) == (423, True)
    status, content = agent.call("POST", "/runs", {"Trigger": "full"})
    assert (status, "paused" in content["Error"]) == (423, True)
    company.pause(paused=False)
    assert agent.poll()[0] == 200


def test_a_session_of_another_computer_stands_in_the_way_until_it_is_silent(agent, company, client):
    agent.register(machine="sage-server")
    other = Agent(client, company.username)
    status, content = other.register(machine="laptop")
    assert (status, "another computer" in content["Error"]) == (423, True)
    assert agent.poll()[0] == 204
    company.age_sessions(minutes=1)
    assert other.register(machine="laptop")[0] == 200
    assert agent.poll()[0] == 401
    assert other.poll()[0] == 204


def test_an_agent_that_starts_anew_takes_over_from_itself(agent, company, client):
    agent.register()
    again = Agent(client, company.username)
    assert again.register()[0] == 200
    status, content = agent.poll()
    assert (status, content) == (401, {"Error": "This session is over or unknown. Register again."})
    assert agent.last.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer {x}", "Basic YTpi", "Bearer " + "x" * 300, "Bearer a b"]
)
def test_without_a_living_ticket_nothing_opens(agent, header):
    agent.register()
    agent.ticket = ""
    agent.headers = {"Authorization": header}
    for method, path in (
        ("GET", "/requests"),
        ("POST", "/requests/R1/received"),
        ("POST", "/requests/R1/completed"),
        ("POST", "/runs/1/finished"),
        ("POST", "/changes"),
        ("GET", "/records"),
        ("GET", "/operations/R1"),
        ("GET", "/failures"),
    ):
        assert agent.call(method, path)[0] == 401, path


def test_it_is_blind_to_cookies_and_leaves_none(agent, client):
    agent.register()
    client.set_cookie("portal", "anything")
    agent.poll()
    assert "Set-Cookie" not in agent.last.headers
    assert reader().query(SignedInSession).count() == 0


def test_every_call_is_a_contact(agent, company):
    agent.register()
    company.age_sessions(seconds=10)
    before = company.connection().last_contact_at
    agent.call("GET", "/records")
    assert company.connection().last_contact_at > before

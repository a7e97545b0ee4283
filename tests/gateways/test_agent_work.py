"""The agent's operations: handed out once, asked about when in doubt, completed once."""

import json

from portal import clock
from portal.db.transactions import transaction
from portal.erp.contract import Finished, Refused, TryLater, Unknown
from portal.services.exchange import connector_tickets, exchange
from tests.gateways.agents import Agent, make_company
from tests.services.scripted import NOTHING_READ, ask, write

DONE = Finished(NOTHING_READ)


def test_an_operation_goes_out_with_its_name_its_payload_and_its_lease(agent, company):
    agent.register()
    company.order()
    operation = agent.take()
    step = company.steps()[0]
    assert operation == {
        "OperationId": step.wire_id,
        "Type": "write",
        "Payload": {"Job": "216"},
        "Attempt": 1,
        "LeaseUntil": operation["LeaseUntil"],
    }
    assert operation["LeaseUntil"].endswith("Z")
    assert step.handed_out_at is not None
    assert step.received_at is None


def test_a_reading_step_is_named_after_its_row(agent, company, staged_vendor):
    staged_vendor.first = [ask("Sync")]
    agent.register()
    company.order()
    assert agent.take()["OperationId"] == f"R{company.steps()[0].id}"


def test_received_and_completed_are_stamped_and_the_answer_is_kept_as_it_was_told(
    agent, company, staged_vendor
):
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    assert agent.call("POST", f"/requests/{name}/received") == (204, None)
    assert agent.complete(name, Files=["a.xlsx"], Totals={"1": "5.00"}) == (200, {"Known": True})
    step = company.steps()[0]
    assert step.received_at is not None
    told = {"Outcome": "done", "Messages": [], "Result": {"Files": ["a.xlsx"], "Totals": {"1": "5.00"}}}
    assert json.loads(step.answer) == told
    _step, _memory, answer = staged_vendor.heard[0]
    assert (json.loads(answer.body), answer.asked) == (told, False)
    assert company.requests()[0].state == "succeeded"
    status, times = agent.call("GET", f"/operations/{name}")
    assert status == 200
    assert times["CreatedOn"] <= times["TransmittedOn"] <= times["ReceivedOn"] <= times["CompletedOn"]
    assert times["DisabledOn"] is None


def test_the_same_completion_twice_has_no_effect_the_second_time(agent, company, staged_vendor):
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    assert [agent.complete(name)[0] for _ in range(3)] == [200] * 3
    assert len(staged_vendor.heard) == 1
    assert agent.complete(name, "refused")[0] == 409


def test_a_redelivered_writing_step_is_asked_about_and_its_answer_counts(agent, company, staged_vendor):
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    question = agent.take()
    assert (question["OperationId"], question["Type"]) == (f"S-{name}", "Status")
    assert question["Payload"] == {"OperationId": name}
    assert agent.complete(f"S-{name}", Asked=True) == (200, {"Known": True})
    assert staged_vendor.heard[0][2].asked is True
    assert company.requests()[0].state == "succeeded"
    assert agent.complete(name) == (200, {"Known": True})


def test_the_answer_itself_may_overtake_the_question(agent, company, staged_vendor):
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    agent.take()
    assert agent.complete(name)[0] == 200
    assert staged_vendor.heard[0][2].asked is False
    assert agent.complete(f"S-{name}")[0] == 200
    assert len(staged_vendor.heard) == 1


def test_an_unknown_operation_begins_anew_under_another_name_and_is_no_failure(agent, company, staged_vendor):
    staged_vendor.turns = [Unknown(), DONE]
    agent.register()
    company.order()
    first = agent.take()["OperationId"]
    question = agent.take()["OperationId"]
    assert agent.complete(question, "unknown")[0] == 200
    assert agent.call("GET", "/failures") == (200, [])
    second = agent.take()["OperationId"]
    assert second not in {first, question}
    assert agent.complete(first)[0] == 409
    assert agent.complete(second)[0] == 200


def test_a_lost_reading_step_goes_out_again_as_another_attempt(agent, company, staged_vendor):
    staged_vendor.first = [ask("Sync")]
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    first, second = agent.take(), agent.take()
    assert (second["Type"], second["Attempt"]) == ("Sync", 2)
    assert agent.complete(first["OperationId"])[0] == 409
    status, times = agent.call("GET", f"/operations/{first['OperationId']}")
    assert (status, times["CompletedOn"]) == (200, None)
    assert times["DisabledOn"] is not None
    assert agent.complete(second["OperationId"])[0] == 200


def test_what_an_older_session_holds_it_cannot_complete_any_more(agent, company, client, staged_vendor):
    staged_vendor.turns = [DONE]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    again = Agent(client, company.username)
    again.register()
    assert agent.complete(name)[0] == 401
    assert again.complete(name)[0] == 409
    assert again.call("POST", f"/requests/{name}/received")[0] == 409
    assert again.take()["OperationId"] == f"S-{name}"
    assert again.complete(f"S-{name}")[0] == 200


def test_two_agents_on_one_connection_get_one_operation_and_one_question(agent, company, client):
    """Two tickets at once cannot be had at the door; even if they could, the queue would know one holder."""
    agent.register()
    company.order()
    with transaction() as session:
        connection = exchange.lock(session, company.connection_id)
        other = connector_tickets.issue(session, connection.id, 1, machine="x")
        for row in session.query(connector_tickets.ConnectorTicket):
            row.closed_at = None
    rival = Agent(client, company.username, other)
    name = agent.take()["OperationId"]
    assert rival.take()["OperationId"] == f"S-{name}"
    assert agent.complete(name)[0] == 409


def test_a_refusal_leaves_failure_rows_in_the_agents_words(agent, company, staged_vendor):
    staged_vendor.turns = [Refused(("drift",))]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    agent.complete(name, "refused", ["2010.000: expected 5.00, found 6.00.", "Sync first."])
    status, rows = agent.call("GET", f"/failures?operation={name}")
    assert status == 200
    assert [row["ErrorMessage"] for row in rows] == ["2010.000: expected 5.00, found 6.00.", "Sync first."]
    assert {row["OperationId"] for row in rows} == {name}
    assert agent.call("GET", "/failures?operation=other") == (200, [])
    assert agent.call("GET", f"/failures?after={rows[0]['Id']}")[1] == rows[1:]


def test_not_now_pauses_and_a_silent_refusal_is_told_too(agent, company, staged_vendor):
    staged_vendor.turns = [TryLater(("Excel holds the folder.",))]
    agent.register()
    company.order()
    agent.complete(agent.take()["OperationId"], "later")
    assert company.requests()[0].not_before > clock.now()
    assert agent.poll() == (204, None)
    assert agent.call("GET", "/failures")[1][0]["ErrorMessage"] == (
        "The sync agent answered “later” and gave no reason."
    )


def test_a_document_that_is_no_operation_needs_a_person_and_stops_nobody(
    agent, company, staged_vendor, monkeypatch
):
    agent.register()
    monkeypatch.setattr(staged_vendor, "envelope", lambda *_: b"no json")
    company.order()
    assert agent.poll() == (204, None)
    assert company.requests()[0].state == "needs_person"
    monkeypatch.undo()


def test_operations_and_failures_of_other_connections_are_not_there(agent, company, client, staged_vendor):
    staged_vendor.turns = [Refused(("no",))]
    agent.register()
    company.order()
    name = agent.take()["OperationId"]
    agent.complete(name, "refused", ["no"])
    stranger = Agent(client, make_company(furnished=True).username)
    stranger.register()
    assert stranger.call("GET", f"/operations/{name}")[0] == 404
    assert stranger.call("GET", "/failures") == (200, [])
    assert stranger.complete(name)[0] == 409


def test_several_steps_follow_each_other_without_a_pause(agent, company, staged_vendor):
    staged_vendor.turns = [write("second"), DONE]
    agent.register()
    company.order()
    for kind in ("write", "second"):
        operation = agent.take()
        assert operation["Type"] == kind
        agent.complete(operation["OperationId"])
    assert agent.poll() == (204, None)
    assert company.requests()[0].state == "succeeded"

"""The description tells the truth: every address, every member, every limit, and answers that fit it."""

import pytest

from portal.erp.contract import Finished, Refused
from portal.gateways.agent_members import Member, check
from portal.gateways.agent_openapi import document
from portal.gateways.agent_payloads import OPERATIONS, PATH
from tests.gateways.agents import record
from tests.services.scripted import NOTHING_READ


@pytest.fixture
def served(client):
    answer = client.get(f"{PATH}/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    return answer.json


def members_in(schema, place=""):
    """Every member below a schema, as dotted names."""
    if "items" in schema:
        return members_in(schema["items"], f"{place}[]")
    found = set()
    for name, inner in schema.get("properties", {}).items():
        found |= {f"{place}.{name}"} | members_in(inner, f"{place}.{name}")
    return found


def declared(members, place=""):
    found = set()
    for member in members:
        inner = f"{place}.{member.name}"
        found |= {inner} | declared(member.members, f"{inner}[]" if member.kind == "objects" else inner)
    return found


def test_every_address_that_the_portal_serves_is_described_and_none_else(served, sqlite_app):
    routes = {
        (rule.rule.replace("int:", "").replace("<", "{").replace(">", "}"), method.lower())
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint.startswith("agent.") and rule.endpoint != "agent.elsewhere"
        for method in rule.methods - {"HEAD"}
    }
    assert {(path, method) for path, methods in served["paths"].items() for method in methods} == routes
    assert len(routes) == len(OPERATIONS) == 11


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_every_member_of_every_operation_is_described(operation, served):
    found = served["paths"][PATH + operation.path][operation.method.lower()]
    assert found["operationId"] == operation.name
    if operation.body is not None:
        schema = found["requestBody"]["content"]["application/json"]["schema"]
        assert members_in(schema) == declared(operation.body)
    given = {each["name"] for each in found["parameters"] if each["in"] == "query"}
    assert given == {member.name for member in operation.query}
    if operation.answer:
        schema = found["responses"]["200"]["content"]["application/json"]["schema"]
        assert members_in(schema.get("items", schema)) == declared(operation.answer)
    assert ("security" in found) is operation.open


def test_limits_and_choices_are_those_that_are_checked(served):
    changes = served["paths"][f"{PATH}/changes"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    records = changes["properties"]["Records"]
    assert records["maxItems"] == 1000
    assert records["items"]["properties"]["ErpKey"] == {"type": "string", "maxLength": 120, "minLength": 1}
    assert records["items"]["required"] == ["Entity", "ErpKey", "ErpVersion"]
    completed = served["paths"][f"{PATH}/requests/{{operation_id}}/completed"]["post"]
    outcome = completed["requestBody"]["content"]["application/json"]["schema"]["properties"]["Outcome"]
    assert outcome["enum"] == ["done", "refused", "later", "unknown"]


def test_every_error_is_described_as_a_sentence(served):
    for methods in served["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if status >= "400":
                    schema = answer["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/Error"}
    assert served["components"]["schemas"]["Error"]["required"] == ["Error"]


def test_the_document_names_the_portals_public_address():
    assert document("https://portal.example")["servers"] == [{"url": "https://portal.example"}]


def test_real_answers_hold_exactly_the_declared_members(agent, company, staged_vendor):
    staged_vendor.turns = [Refused(("no",)), Finished(NOTHING_READ)]
    seen = []

    def call(name, status, content):
        operation = next(each for each in OPERATIONS if each.name == name)
        assert status in {200, 204}, (name, content)
        seen.append(name)
        if operation.answer is None or content is None:
            assert content is None
            return
        for each in content if operation.listed else [content]:
            assert set(each) == {member.name for member in operation.answer}, name
            check(operation.answer, each)

    call("register", *agent.register())
    company.order()
    status, operation = agent.poll()
    call("requests", status, operation)
    name = operation["OperationId"]
    call("received", *agent.call("POST", f"/requests/{name}/received"))
    call("operation", *agent.call("GET", f"/operations/{name}"))
    call("completed", *agent.complete(name, "refused", ["no"]))
    call("operation", *agent.call("GET", f"/operations/{name}"))
    call("failures", *agent.call("GET", "/failures"))
    status, run = agent.call("POST", "/runs", {"Trigger": "full"})
    call("runs", status, run)
    call("changes", *agent.send(run["RunId"], "b1", record(Fields={"Original": {"1": "0.00"}})))
    call("finished", *agent.finish(run["RunId"]))
    call("records", *agent.call("GET", "/records"))
    assert set(seen) == {each.name for each in OPERATIONS} - {"openapi"}


def test_a_kind_that_nobody_can_check_is_no_member():
    with pytest.raises(KeyError):
        check((Member("Name", "colour"),), {"Name": "red"})

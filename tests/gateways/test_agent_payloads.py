"""Bad payloads at the agent's door: 400 with a sentence that names the member, and never anything worse."""

import pytest

from portal.gateways.agent_payloads import REGISTER
from tests.gateways.agents import record


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The body is not a JSON document."),
        (b"[1]", "The body must be an object."),
        (b"{", "The body is not a JSON document."),
        (b"\xff\xfe", "The body is not UTF-8 text."),
        (b'{"Trigger": NaN}', "The body is not a JSON document."),
        (b'{"Trigger": 1e999}', "The body holds a number beyond all limits."),
        (b'{"Trigger": "\\u0000"}', "The body holds a letter that cannot be stored (NUL or half of a pair)."),
        (b'{"x": ["\\ud800"]}', "The body holds a letter that cannot be stored (NUL or half of a pair)."),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "The body nests more than 8 levels."),
        (b"[" * 100_000, "The body is not a JSON document."),
        (b"9" * 5000, "The body is not a JSON document."),
        (b"{}", "Trigger is missing."),
        (b'{"Trigger": null}', "Trigger is missing."),
        (b'{"Trigger": 7}', "Trigger must be text."),
        (b'{"Trigger": "never"}', "Trigger must be one of marker, full, on_demand."),
    ],
)
def test_bodies_that_cannot_be_read(agent, body, sentence):
    agent.register()
    status = agent.call("POST", "/runs", data=body, content_type="application/json")
    if len(body) > 65536:
        sentence = "The body is larger than 64 KB. Send less at a time."
        assert status == (413, {"Error": sentence})
    else:
        assert status == (400, {"Error": sentence})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ErpKey": None}, "Records[1].ErpKey is missing."),
        ({"ErpKey": " "}, "Records[1].ErpKey is empty."),
        ({"ErpKey": "k" * 121}, "Records[1].ErpKey is longer than 120 characters."),
        ({"Entity": 5}, "Records[1].Entity must be text."),
        ({"IsArchived": "yes"}, "Records[1].IsArchived must be true or false."),
        ({"Fields": []}, "Records[1].Fields must be an object."),
        ({"Fields": {"Amount": 5}}, "Records[1].Fields.Amount must be text."),
        ({"Fields": {"Original": {"1": 5.5}}}, "Records[1].Fields.Original.1 must be text."),
        ({"Fields": {"Deep": {"a": {"b": "c"}}}}, "Records[1].Fields.Deep.a must be text."),
        (
            {"Fields": {str(n): "" for n in range(101)}},
            "Records[1].Fields holds 101 members; 100 is the most.",
        ),
    ],
)
def test_records_name_their_place(agent, company, change, sentence):
    agent.register()
    run_id = agent.begin()
    assert agent.send(run_id, "b1", record(), record(**change)) == (400, {"Error": sentence})
    assert company.records() == []


def test_unknown_members_are_ignored(agent, company):
    agent.register(Colour="red")
    run_id = agent.begin()
    assert agent.send(run_id, "b1", record(Mood="good"))[0] == 200
    assert agent.send(run_id, "b1", record(Mood="bad"))[0] == 200


@pytest.mark.parametrize(
    ("run_id", "status"),
    [("1", 404), (True, 400), (-1, 400), (1.5, 400), ("x", 400), (10**16, 400), (None, 400)],
)
def test_run_numbers(agent, run_id, status):
    agent.register()
    assert agent.send(run_id, "b1")[0] == status


@pytest.mark.parametrize(
    "path",
    ["/requests?wait=x", "/records?version=-1", "/records?page=99999999", "/records?version=" + "9" * 30,
     "/failures?after=%00", "/records?entity=%00", "/records?entity=" + "x" * 41],
)  # fmt: skip
def test_queries_that_cannot_be_read(agent, path):
    agent.register()
    status, content = agent.call("GET", path)
    assert status == 400, content


def test_too_much_is_refused_before_it_is_read(agent):
    agent.register()
    status, content = agent.call("POST", "/changes", data=b" " * (8 * 1024 * 1024 + 1))
    assert (status, content) == (413, {"Error": "The body is larger than 8 MB. Send less at a time."})
    agent.ticket = ""
    status, content = agent.call("POST", "/register", data=b" " * (REGISTER.largest + 1))
    assert status == 413
    assert agent.call("POST", "/changes", data=b" " * (8 * 1024 * 1024 + 1))[0] == 401


def test_addresses_and_methods_that_do_not_exist_are_told_in_json(agent):
    agent.register()
    for method, path, status in (
        ("GET", "/nowhere", 404),
        ("POST", "/requests/x/y/z", 404),
        ("POST", "/requests", 405),
        ("GET", "/register", 405),
        ("DELETE", "/runs/1/finished", 405),
        ("OPTIONS", "/changes", 405),
        ("GET", "/operations/R1", 404),
        ("POST", "/runs/x/finished", 405),
    ):
        found, content = agent.call(method, path)
        assert (found, set(content)) == (status, {"Error"}), path


def test_head_takes_no_work_away(agent, company):
    agent.register()
    company.order()
    assert agent.call("HEAD", "/requests")[0] == 405
    assert company.steps() == []


def test_long_sentences_are_shortened_because_refusing_them_would_hold_up_everything(
    agent, company, staged_vendor
):
    agent.register()
    run_id = agent.begin()
    assert agent.finish(run_id, Messages=["x" * 5000, *["y"] * 1500])[0] == 204
    told = company.runs()[0].messages
    assert len(told) == 1000
    assert (len(told[0]), told[-1]) == (2000, "… and 502 more.")


def test_odd_operation_ids_are_unknown_and_nothing_more(agent):
    agent.register()
    for name in ("R0", "R" + "9" * 40, "S-", "S-S-x", "%00", "%ED%A0%80", "x" * 300, "R1 ", "ä"):
        assert agent.call("GET", f"/operations/{name}")[0] == 404, name
        assert agent.complete(name)[0] in {404, 409}, name

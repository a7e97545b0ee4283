"""Ten thousand broken bodies at the agent's door: sentences, no crash, nothing changed."""

import json
import random
import time

import pytest

from portal.db.exchange import ErpConnection, ErpStep
from portal.db.staging import StagedBatch, StagedRecord, SyncFailure
from portal.db.sync import SyncRun
from portal.db.transactions import reader
from tests.gateways.agents import OURS, record
from tests.gateways.test_qbwc_mutations import mutate

BODIES = 10_000
VALUES = (
    None,
    True,
    -1,
    0,
    10**30,
    1.5,
    "",
    "x" * 5000,
    "\x00",
    "\ud800",
    [],
    {},
    [[]],
    {"a": {"b": {}}},
    "R1",
)


def spoil(dice, tree):
    """One member somewhere gets a value of another kind, a member too many, or goes missing."""
    if isinstance(tree, dict) and tree and dice.random() < 0.8:
        name = dice.choice(list(tree))
        if dice.random() < 0.2:
            return {key: each for key, each in tree.items() if key != name}
        return {**tree, name: spoil(dice, tree[name])}
    if isinstance(tree, list) and tree and dice.random() < 0.8:
        place = dice.randrange(len(tree))
        return [*tree[:place], spoil(dice, tree[place]), *tree[place + 1 :]]
    return dice.choice(VALUES)


def world():
    reader().rollback()
    tables = (ErpStep, StagedRecord, StagedBatch, SyncRun, SyncFailure)
    rows = [
        {name: value for name, value in vars(row).items() if name != "_sa_instance_state"}
        for table in tables
        for row in reader().query(table).order_by(table.id)
    ]
    company = reader().query(ErpConnection).one()
    return rows, company.company, company.last_problem


@pytest.mark.slow
def test_ten_thousand_broken_bodies(agent, company, client):
    """Whatever the calls bring: the run they name is over, the operation belongs to nobody, the keys are wrong."""
    agent.register()
    company.order()
    agent.take()
    agent.stage(record("1.000", Fields={"Name": "Clearing", "Original": {"1": "0.00"}}))
    run_id = company.runs()[0].id
    seeds = [
        ("/register", {"Username": company.username, "AgentKey": "wrong key", "Company": OURS}),
        ("/requests/R999/completed", {"Outcome": "refused", "Messages": ["no"], "Result": {"Files": ["a"]}}),
        ("/changes", {"BatchId": "b9", "RunId": run_id, "Records": [record("2.000"), record("3.000")]}),
        (f"/runs/{run_id}/finished", {"Read": 5, "Failed": 0, "Messages": ["m"], "Failures": []}),
    ]
    before, dice, statuses, slowest = world(), random.Random(20261122), {}, 0.0
    headers = {"Authorization": f"Bearer {agent.ticket}"}
    for _ in range(BODIES):
        path, good = dice.choice(seeds)
        told = json.dumps(spoil(dice, good) if dice.random() < 0.6 else good).encode()
        body = told if dice.random() < 0.5 else mutate(dice, told)
        begun = time.perf_counter()
        answer = client.post(f"/agent/v1{path}", data=body, headers=headers)
        slowest = max(slowest, time.perf_counter() - begun)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        assert answer.status_code < 500, (path, body)
        assert answer.status_code in {204, 401, 429} or answer.json["Error"], (path, body)
    print(f"{BODIES} bodies: {statuses}, slowest {slowest * 1000:.0f} ms")
    assert set(statuses) <= {204, 400, 401, 404, 409, 429}
    assert statuses[400] > BODIES / 4
    assert slowest < 2
    assert world() == before


def test_broken_answers_to_a_real_operation_never_crash(agent, company, staged_vendor):
    """The declared members hold, what is inside is anything: the connector decides, the door does not stumble."""
    dice = random.Random(7)
    good = {
        "Outcome": "done",
        "Messages": ["m"],
        "Result": {"Files": ["a"], "Totals": {"1": "5.00"}, "Rows": 3},
    }
    agent.register()
    company.order()
    staged_vendor.turns = [json.JSONDecodeError("broken", "", 0)] * 500
    for _ in range(200):
        status, operation = agent.poll()
        if status == 204:
            company.order()
            continue
        path = f"/requests/{operation['OperationId']}/completed"
        assert agent.call("POST", path, spoil(dice, good))[0] in {200, 400}


def test_random_queries_and_addresses_never_crash(agent, client):
    dice = random.Random(11)
    agent.register()
    seeds = (
        b"/records?version=1&entity=job&page=0",
        b"/failures?operation=R1&after=5",
        b"/operations/S-R12",
        b"/requests?wait=0",
    )
    for _ in range(1500):
        path = mutate(dice, dice.choice(seeds)).decode("latin-1")
        answer = client.get(
            "/agent/v1/" + path.lstrip("/"), headers={"Authorization": f"Bearer {agent.ticket}"}
        )
        assert answer.status_code < 500, path

"""The sync agent's own link and this door understand each other, on both databases, over a real socket."""

import threading
import time

import pytest

from portal.agent.failures import PortalRefusedError
from portal.agent.links import Link
from portal.agent.messages import DONE, Outcome, Record
from portal.agent.settings import Settings
from portal.db.transactions import reader
from portal.erp.contract import Finished
from portal.services.sync import staging
from tests.gateways.agents import OURS, make_company
from tests.people import PHRASE
from tests.services.scripted import NOTHING_READ, ask, write


@pytest.fixture
def both_company(staged_vendor, app):
    with app.app_context():
        yield make_company()


@pytest.fixture
def link(both_company, app, serve, tmp_path):
    url = serve(app)

    def make(**changes):
        given = {"portal_url": url, "username": both_company.username, "key": PHRASE, **changes}
        folders = {"drop_folder": tmp_path, "state_folder": tmp_path, "database_url": "sqlite://"}
        return Link(Settings(**given, **folders), OURS, threading.Event())

    return make


def batch(run_id, name, *records):
    return {"BatchId": name, "RunId": int(run_id), "Records": [each.as_wire() for each in records]}


def test_a_whole_day_of_an_agent(link, both_company, staged_vendor):
    staged_vendor.first = [ask("Sync"), write("WriteBudget")]
    staged_vendor.turns = [Finished(NOTHING_READ), Finished(NOTHING_READ)]
    mine = link()
    both_company.order()
    both_company.order()
    sync = mine.next_operation(wait=0)
    assert mine.received(sync.id) is True
    run_id = mine.begin_run("on_demand", sync.id)
    job = Record("job", "216", "216", {"Number": "216", "Name": "Newtown"})
    line = Record(
        "budget_line", "216|0|2010.000|1", "216", {"Original": {"1": "0.00"}, "Current": {"1": "5.00"}}
    )
    answer = mine.send_changes(batch(run_id, "b1", job, line))
    assert (answer["Created"], answer["Version"]) == (2, 2)
    mine.finish_run(
        run_id, 2, 1, ["2 records"], [{"Entity": "job_cost", "ErpKey": "7", "ErrorMessage": "odd"}]
    )
    assert mine.completed(sync.id, Outcome(DONE, (), {"Read": 2})) is True
    budget = mine.next_operation(wait=0)
    assert (budget.type, budget.attempt) == ("WriteBudget", 1)
    assert mine.completed(budget.id, Outcome(DONE, (), {"Files": ["a"]})) is True
    assert mine.completed(budget.id, Outcome(DONE, (), {"Files": ["a"]})) is True
    assert {row.state for row in both_company.requests()} == {"succeeded"}
    assert [row.fields for row in staging.of_job(reader(), both_company.connection_id, "216")] == [
        line.fields,
        job.fields,
    ]


def test_a_waiting_link_is_woken(link, both_company):
    mine = link()
    mine.register()
    found = []
    thread = threading.Thread(target=lambda: found.append(mine.next_operation(wait=15)))
    begun = time.monotonic()
    thread.start()
    time.sleep(0.8)
    both_company.order()
    thread.join(timeout=20)
    assert found[0].type == "write"
    assert time.monotonic() - begun < 5


def test_a_link_whose_session_was_taken_registers_again_and_meets_the_question(link, both_company):
    first, second = link(), link()
    both_company.order()
    operation = first.next_operation(wait=0)
    second.register()
    assert first.completed(operation.id, Outcome(DONE)) is False
    assert first.next_operation(wait=0).payload == {"OperationId": operation.id}


def test_a_link_with_a_wrong_key_is_told_what_to_do(link):
    with pytest.raises(PortalRefusedError, match="Copy both from the connection's page"):
        link(key="something else").register()

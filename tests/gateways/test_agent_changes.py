"""What the agent stages over the wire: batches, Versions, pages, runs."""

from itertools import pairwise

from portal.db.sync import SyncRun
from portal.db.transactions import reader
from tests.gateways.agents import Agent, make_company, record
from tests.services.scripted import ask


def test_records_are_created_changed_left_alone_and_archived(agent, company):
    agent.register()
    assert agent.stage(record("2010.000"), record("2020.000")) == {
        "Created": 2, "Changed": 0, "Unchanged": 0, "Archived": 0, "Version": 2,
    }  # fmt: skip
    gone = record("2020.000", IsArchived=True, ErpVersion="v1")
    found = agent.stage(record("2010.000", "v2", Fields={"Name": "Clearing"}), gone, batch="b2")
    assert found == {"Created": 0, "Changed": 1, "Unchanged": 0, "Archived": 1, "Version": 4}
    found = agent.stage(record("2010.000", "v2"), gone, batch="b3")
    assert found == {"Created": 0, "Changed": 0, "Unchanged": 2, "Archived": 0, "Version": 4}
    run = company.runs()[-1]
    assert (run.state, run.trigger, run.version) == ("finished", "full", 4)
    assert (run.counts["unchanged"], run.counts["read"]) == (2, 2)


def test_the_same_batch_again_gets_the_same_answer_and_another_under_its_name_is_refused(agent, company):
    agent.register()
    run_id = agent.begin()
    first = agent.send(run_id, "b1", record())
    assert agent.send(run_id, "b1", record()) == first
    assert company.runs()[0].counts["created"] == 1
    status, content = agent.send(run_id, "b1", record("9999.000"))
    assert (status, "BatchId" in content["Error"]) == (409, True)
    assert len(company.records()) == 1


def test_a_thousand_records_are_the_most(agent, company):
    agent.register()
    run_id = agent.begin()
    many = [record(f"{place}.000") for place in range(1001)]
    assert agent.send(run_id, "b1", *many) == (
        400,
        {"Error": "Records holds 1,001 entries; 1,000 is the most."},
    )
    assert agent.send(run_id, "b1", *many[:1000])[1]["Created"] == 1000


def test_two_and_a_half_thousand_records_come_back_in_order_page_by_page(agent, company):
    agent.register()
    run_id = agent.begin()
    for batch in range(3):
        many = [record(f"{place}.000") for place in range(batch * 1000, min(2500, batch * 1000 + 1000))]
        assert agent.send(run_id, f"b{batch}", *many)[0] == 200
    found, version = [], 0
    for _ in range(4):
        _status, page = agent.call("GET", f"/records?version={version}")
        found += page["Records"]
        version = page["Version"]
    assert len(found) == 2500
    assert page == {"Records": [], "Version": 2500}
    assert all(first["Version"] < second["Version"] for first, second in pairwise(found))
    assert {each["ErpKey"] for each in found} == {f"{place}.000" for place in range(2500)}
    _status, page = agent.call("GET", "/records?version=100&page=2&entity=cost_code")
    assert [page["Records"][0]["Version"], len(page["Records"])] == [2101, 400]
    assert agent.call("GET", "/records?entity=job")[1]["Records"] == []


def test_a_change_raises_the_version_so_that_a_reader_meets_it_again(agent, company):
    agent.register()
    agent.stage(record("1.000"), record("2.000"))
    agent.stage(record("1.000", "v2"), batch="b2")
    keys = [each["ErpKey"] for each in agent.call("GET", "/records?version=0")[1]["Records"]]
    assert keys == ["2.000", "1.000"]


def test_a_run_takes_its_batches_until_it_is_over(agent, company):
    agent.register()
    run_id = agent.begin()
    agent.send(run_id, "b1", record())
    assert agent.finish(run_id)[0] == 204
    assert agent.finish(run_id)[0] == 204
    assert agent.send(run_id, "b1", record())[0] == 200
    assert agent.send(run_id, "b2", record("2.000"))[0] == 409
    assert agent.send(run_id + 99, "b3", record())[0] == 404


def test_a_run_that_was_left_for_another_cannot_be_finished(agent, company):
    agent.register()
    first = agent.begin()
    agent.begin()
    assert agent.finish(first)[0] == 409
    assert agent.send(first, "b1", record())[0] == 409


def test_failures_of_single_records_are_kept_with_their_keys(agent, company):
    agent.register()
    run_id = agent.begin()
    trouble = {"Entity": "job_cost", "ErpKey": "77", "ErrorMessage": "Its cost type is 12."}
    assert agent.finish(run_id, Failures=[trouble])[0] == 204
    (row,) = agent.call("GET", "/failures")[1]
    assert {name: row[name] for name in trouble} == trouble


def test_runs_and_records_of_other_connections_are_not_there(agent, company, client):
    agent.register()
    agent.stage(record())
    stranger = Agent(client, make_company(furnished=True).username)
    stranger.register()
    foreign = company.runs()[0].id
    assert stranger.send(foreign, "b9", record())[0] == 404
    assert stranger.finish(foreign)[0] == 404
    assert stranger.call("GET", "/records")[1]["Records"] == []
    assert stranger.stage(record("5.000"))["Version"] == 1


def test_the_run_that_an_operation_asked_for_is_tied_to_it(agent, company, staged_vendor):
    staged_vendor.first = [ask("Sync")]
    agent.register()
    request_id = company.order()
    operation = agent.take()
    agent.begin("on_demand", OperationId=operation["OperationId"])
    assert reader().query(SyncRun).one().request_id == request_id

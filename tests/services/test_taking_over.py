"""Step 2: what a finished step 1 has staged becomes lists, links' names, sub jobs and job costs, each once."""

import pytest

from portal.db.budgets import Budget
from portal.db.exchange import CostCodeLink, CostTypeLink, ErpConnection, ErpRecord, ErpStep
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import Project, SubJob
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun, SyncSchedule
from portal.db.transactions import reader, transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.services.exchange import erp_records, exchange, sweeps, ties
from portal.services.exchange.export_results import ExportedInput
from portal.services.sync import advancing, arrivals, on_demand, schedules, staging, taking_over
from portal.services.sync.staged_runs import Wish
from portal.services.transitions import perform
from tests import factories, submitted
from tests.people import DANA, RUTH
from tests.services.staged_vendor import all_runs
from tests.services.test_exchange_races import at_once

ITEMS = ["codes", "jobs", "costs"]
OUTSIDE = (ErpRecord, JobCostReading, JobCostRow, SubJob, Budget, Project, CostCodeLink)


def fresh(model, **where):
    reader().rollback()
    return reader().query(model).filter_by(**where).order_by(model.id).all()


def readings():
    return [row.is_current for row in fresh(JobCostReading)]


def cursors(agent):
    return {row.item: row.cursor for row in fresh(SyncSchedule, connection_id=agent.connection_id)}


def set_minutes(agent, minutes):
    with transaction() as session:
        for row in schedules.of(session, agent.connection_id):
            row.minutes = minutes


def fill(agent):
    agent.stage("cost_code", "2010.000", name="2010.000 Earthwork")
    agent.stage("job", "7", name="Newtown Apartments")
    agent.stage("phase", "7|1", "7", name="Foundation")
    agent.line("7", "2010.000", 12_000_000)
    agent.line("9", "2010.000", 100)


def test_a_finished_step_one_becomes_lists_sub_jobs_and_costs(agent):
    fill(agent)
    agent.sync()
    run_id = arrivals.take(agent.connection_id)
    assert {(row.kind, row.erp_id) for row in fresh(ErpRecord)} == {
        ("item", "2010.000"),
        ("job", "7"),
        ("phase", "7|1"),
    }
    (sub_job,) = fresh(SubJob)
    assert (sub_job.project_id, sub_job.code, sub_job.erp_id, sub_job.name) == (
        agent.project,
        "1",
        "7|1",
        "Foundation",
    )
    (row,) = fresh(JobCostRow)
    assert row.original_cents == 12_000_000
    (run,) = [run for run in all_runs(2) if run.id == run_id]
    assert (run.state, run.trigger, run.wish["items"]) == ("finished", "on_arrival", ITEMS)
    assert run.counts["created"] == 3
    assert "Job costs of Newtown Apartments were taken over." in run.messages
    assert cursors(agent) == {"codes": 5, "jobs": 5, "costs": 5}
    assert reader().get_one(Project, agent.project).erp_job_name == "Newtown Apartments"
    assert arrivals.take(agent.connection_id) is None


def test_a_run_that_is_not_finished_is_not_taken_over(agent):
    fill(agent)
    agent.begin()
    assert arrivals.take(agent.connection_id) is None
    taking_over.take_over(agent.connection_id, ITEMS, "schedule")
    assert fresh(ErpRecord) == []
    assert "has not finished its first run" in all_runs(2)[0].messages[0]


def test_a_job_that_is_being_changed_waits_for_the_end_of_that_run(agent):
    fill(agent)
    agent.sync()
    running = agent.begin()
    agent.line("7", "3100.000", 50)
    arrivals.take(agent.connection_id)
    assert readings() == []
    agent.finish(running)
    arrivals.take(agent.connection_id)
    assert len(fresh(JobCostRow)) == 2


def test_ten_first_steps_change_nothing_while_step_two_is_on_never(agent):
    set_minutes(agent, 0)
    before = {model: [vars_of(row) for row in fresh(model)] for model in OUTSIDE}
    for number in range(10):
        agent.line("7", "2010.000", number)
        agent.stage("job", "7", name=f"Newtown {number}")
        agent.sync()
        arrivals.take_all()
        advancing.advance_open()
    assert {model: [vars_of(row) for row in fresh(model)] for model in OUTSIDE} == before
    assert len(fresh(StagedRecord)) == 2
    assert [run.step for run in all_runs()] == [1] * 10
    set_minutes(agent, -1)
    arrivals.take_all()
    assert reader().get_one(Project, agent.project).erp_job_name == "Newtown 9"
    assert [row.original_cents for row in fresh(JobCostRow)] == [9]


def vars_of(row):
    return {column.key: getattr(row, column.key) for column in row.__mapper__.columns}


def test_changes_and_archives_are_counted_and_names_follow(agent):
    fill(agent)
    agent.sync()
    arrivals.take(agent.connection_id)
    agent.stage("job", "7", name="Newtown Homes")
    agent.stage("cost_code", "2010.000", archived=True, name="2010.000 Earthwork")
    agent.sync()
    arrivals.take(agent.connection_id)
    counts = [run.counts for run in all_runs(2)][-1]
    assert (counts["changed"], counts["archived"], counts["created"]) == (1, 1, 0)
    assert fresh(ErpRecord, kind="item")[0].active is False
    assert reader().get_one(Project, agent.project).erp_job_name == "Newtown Homes"


@pytest.mark.parametrize("breaks_at", [1, 2, 3, 4])
def test_an_interruption_anywhere_is_made_good_by_the_next_run(agent, monkeypatch, breaks_at):
    fill(agent)
    agent.sync()
    real, calls = taking_over.connection_locks.lock, []

    def lock(session, connection_id):
        calls.append(connection_id)
        if len(calls) == breaks_at + 1:
            raise KeyboardInterrupt
        return real(session, connection_id)

    monkeypatch.setattr(taking_over.connection_locks, "lock", lock)
    with pytest.raises(KeyboardInterrupt):
        arrivals.take(agent.connection_id)
    monkeypatch.setattr(taking_over.connection_locks, "lock", real)
    arrivals.take(agent.connection_id)
    assert len(fresh(ErpRecord)) == 3
    assert readings() == [True]
    assert len(fresh(SubJob)) == 1
    assert cursors(agent)["costs"] == 5
    assert [run.state for run in all_runs(2)][-1] == "finished"


def test_two_at_once_do_nothing_twice(agent, plain_app):
    fill(agent)
    agent.sync()
    _found, failed = at_once(plain_app, lambda _number: arrivals.take(agent.connection_id))
    assert failed == []
    assert len(fresh(ErpRecord)) == 3
    assert len(fresh(JobCostRow)) == 1
    assert len(fresh(SubJob)) == 1
    assert {run.state for run in all_runs(2)} == {"finished"}


def test_more_records_than_one_page_are_all_taken_over(agent, monkeypatch):
    real = staging.changed_since

    def three(session, connection_id, entities, version, limit=3, offset=0):
        return real(session, connection_id, entities, version, 3, offset)

    monkeypatch.setattr(staging, "changed_since", three)
    for number in range(10):
        agent.stage("cost_code", f"{number}.000", name=f"Code {number}")
    agent.sync()
    arrivals.take(agent.connection_id)
    assert len(fresh(ErpRecord)) == 10
    assert all_runs(2)[0].counts["read"] == 10


def test_one_job_that_cannot_be_read_stops_no_other_and_is_told(agent, staged_vendor):
    fill(agent)
    agent.sync()
    staged_vendor.broken = True
    arrivals.take(agent.connection_id)
    (run,) = all_runs(2)
    assert run.counts["failed"] == 1
    assert "Job 7 could not be taken over" in " ".join(run.messages)
    assert len(fresh(ErpRecord)) == 3
    assert arrivals.take(agent.connection_id) is None
    staged_vendor.broken = False
    agent.sync()
    arrivals.take(agent.connection_id)
    assert readings() == [True]


def test_a_job_that_is_linked_later_is_read_without_news(agent):
    fill(agent)
    with transaction() as session:
        session.get_one(Project, agent.project).erp_job_id = None
    agent.sync()
    arrivals.take(agent.connection_id)
    assert readings() == []
    with transaction() as session:
        session.get_one(Project, agent.project).erp_job_id = "7"
    arrivals.take(agent.connection_id)
    assert readings() == [True]
    assert arrivals.take(agent.connection_id) is None


def test_a_code_that_is_mapped_later_finds_its_amounts_without_news(agent):
    agent.stage("cost_code", "9900.000", name="9900.000 Painting")
    agent.line("7", "9900.000", 500_00)
    agent.sync()
    arrivals.take(agent.connection_id)
    assert [row.cost_code_id for row in fresh(JobCostRow)] == [None]
    with transaction() as session:
        record = erp_records.find(session, agent.connection_id, "item", "9900.000")
        code = agent.world.codes["01-100"]
        ties.tie_code(session, agent.connection_id, code, erp_records.as_record(record), None)
    arrivals.take(agent.connection_id)
    reading = next(row for row in fresh(JobCostReading) if row.is_current)
    assert [row.cost_code_id for row in fresh(JobCostRow, reading_id=reading.id)] == [code]
    assert arrivals.take(agent.connection_id) is None


def test_an_export_that_was_read_before_it_was_known_is_asked_for_proof_by_a_later_run(agent):
    fill(agent)
    agent.sync()
    send(agent)
    agent.line("7", f"8000{agent.world.codes['01-100']:04}-1", 1_800_000)
    agent.sync()
    arrivals.take(agent.connection_id)
    perform(
        Action.FINISH_EXPORT,
        machine("Staged ERP"),
        factories.budget_of(agent.project).id,
        given=ExportedInput("7"),
    )
    assert factories.budget_of(agent.project).phase == "awaiting_posting"
    assert arrivals.take(agent.connection_id) is None
    agent.sync("full")
    arrivals.take(agent.connection_id)
    (reading,) = fresh(JobCostReading, is_current=True)
    assert reading.asked_at == all_runs(1)[-1].started_at
    assert factories.budget_of(agent.project).phase == "none"
    assert arrivals.take(agent.connection_id) is None


def send(agent):
    """A budget of the project is accepted for export."""
    factories.add_lines(agent.world, agent.project, DANA, ("01-100", "L", 1_800_000))
    factories.act(agent.world, agent.project, DANA, Action.LOCK)
    factories.act(agent.world, agent.project, DANA, Action.SEND)
    submitted.accept(agent.world, agent.project)


def test_what_concerns_no_item_is_looked_through_once(agent):
    agent.line("9", "2010.000", 100)
    agent.sync()
    assert arrivals.take(agent.connection_id) == all_runs(2)[0].id, (
        "a job without a project is looked at once"
    )
    assert cursors(agent) == {"codes": 1, "jobs": 1, "costs": 1}
    assert fresh(JobCostRow) == []
    assert arrivals.take(agent.connection_id) is None


def test_a_paused_connection_takes_nothing_over_by_itself(agent):
    fill(agent)
    agent.sync()
    with transaction() as session:
        session.get_one(ErpConnection, agent.connection_id).paused = True
    assert arrivals.take_all() == 0
    assert fresh(ErpRecord) == []


def test_a_scheduled_item_is_taken_over_by_the_ticker(agent):
    fill(agent)
    agent.sync()
    set_minutes(agent, 15)
    assert sweeps.order_due_readings() == 1
    (run,) = all_runs(2)
    assert (run.state, run.trigger) == ("waiting", "schedule")
    advancing.advance(run.id)
    assert all_runs(2)[0].state == "finished"
    assert readings() == [True]
    assert sweeps.order_due_readings() == 0


def test_both_steps_on_demand_in_their_order(agent):
    run_id = on_demand.start(agent.world.actor(RUTH), agent.connection_id, Wish(depth="deep"), ITEMS)
    fill(agent)
    assert on_demand.start(agent.world.actor(RUTH), agent.connection_id, Wish(), ITEMS) == run_id
    advancing.advance(run_id)
    assert [run.state for run in all_runs()] == ["waiting"]
    run = reader().get_one(SyncRun, run_id)
    exchange.plan(run.request_id)
    (step,) = fresh(ErpStep)
    assert agent.begin("on_demand", f"R{step.id}") == run_id
    agent.finish(run_id)
    advancing.advance(run_id)
    advancing.advance(run_id)
    assert [(run.step, run.state, run.follows_id) for run in all_runs()] == [
        (1, "finished", None),
        (2, "finished", run_id),
    ]
    assert readings() == [True]


def test_sage_records_become_the_report_of_a_mapped_job(agent):
    world = agent.world
    with transaction() as session:
        session.get_one(ErpConnection, agent.connection_id).connector = "sage_100_contractor"
        link = session.query(CostCodeLink).filter_by(cost_code_id=world.codes["03-100"]).one()
        link.erp_id, link.erp_name = "2010.000", "2010.000"
        session.add(
            CostTypeLink(
                connection_id=agent.connection_id,
                cost_type_id=world.types["S"],
                erp_id="4",
                erp_name="4 Subcontract",
                accepted_at=link.accepted_at,
            )
        )
    agent.stage("job", "7", Number="7", Name="Newtown Apartments", Status="4")
    agent.stage("cost_code", "2010.000", Code="2010.000", Name="Earthwork")
    agent.stage("cost_type", "4", Number="4", Name="Subcontract work")
    money = {str(number): "0.00" for number in range(1, 10)}
    line = {"Job": "7", "Phase": "0", "CostCode": "2010.000", "Description": "Earthwork", "LockEdit": "0"}
    agent.stage(
        "budget_line",
        "7|0|2010.000|1",
        "7",
        **line,
        Original={**{each: money[each] for each in "12345"}, "4": "120000.00"},
        Current={**money, "4": "120000.00"},
    )
    agent.sync("full")
    arrivals.take(agent.connection_id)
    assert all_runs(2)[0].messages == ["Job costs of Newtown Apartments were taken over."]
    (row,) = fresh(JobCostRow)
    found = (row.cost_code_id, row.cost_type_id, row.original_cents)
    assert found == (world.codes["03-100"], world.types["S"], 12_000_000)
    assert reader().get_one(Project, agent.project).erp_job_name == "7 Newtown Apartments"
    assert fresh(CostTypeLink)[0].erp_name == "4 Subcontract work"


def test_sage_records_that_make_no_sense_are_told_as_they_are(agent):
    with transaction() as session:
        session.get_one(ErpConnection, agent.connection_id).connector = "sage_100_contractor"
    agent.stage("budget_line", "7|0|2010.000|1", "7", Job="7", CostCode="2010.000", Original={"4": "much"})
    agent.sync("full")
    arrivals.take(agent.connection_id)
    (message,) = all_runs(2)[0].messages
    assert message.startswith("Job 7 could not be taken over. ")
    assert "much" in message

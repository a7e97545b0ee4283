"""Runs of both steps: begun, joined, counted, ended, gone on with when a bell or a process was lost."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.exchange import ErpRequest, ErpStep
from portal.db.projects import Project
from portal.db.sync import SyncRun, SyncSchedule
from portal.db.transactions import on_bell, reader, transaction
from portal.domain.denials import Denied
from portal.domain.people import Actor
from portal.domain.vocabulary import Level
from portal.erp.contract import Answer, CompanySynced, Finished, ListsRead, Record, Refused
from portal.services.exchange import exchange, readings, sweeps
from portal.services.intentions import InputError, NotFoundError
from portal.services.sync import advancing, on_demand, runs
from portal.services.sync.staged_runs import Wish
from tests import factories
from tests.people import AKI, RUTH
from tests.services.staged_vendor import all_runs

ITEMS = ["codes", "jobs", "costs"]


def start(agent, person=RUTH, wish=None, items=None):
    actor = agent.world.actor(person)
    return on_demand.start(actor, agent.connection_id, wish or Wish(), items)


def operation(agent, run_id):
    """The name under which the agent gets the order of this run."""
    reader().rollback()
    run = reader().get_one(SyncRun, run_id)
    exchange.plan(run.request_id)
    reader().rollback()
    step = reader().query(ErpStep).filter_by(request_id=run.request_id).order_by(ErpStep.id.desc()).first()
    return f"R{step.id}"


def age(**columns):
    with transaction() as session:
        for run in session.query(SyncRun):
            for name, span in columns.items():
                if getattr(run, name) is not None:
                    setattr(run, name, getattr(run, name) - span)


@pytest.fixture
def rung(agent):
    bells = []
    on_bell(bells.append)
    yield bells
    on_bell(lambda _bell: None)


def test_a_finished_first_step_rings_for_what_follows(agent, rung):
    agent.sync("full")
    assert rung == [("erp", "portal.jobs.apply_records.run", agent.connection_id)]
    rung.clear()
    run_id = start(agent, items=ITEMS)
    name = operation(agent, run_id)
    rung.clear()
    assert agent.begin("on_demand", name) == run_id
    agent.finish(run_id)
    assert ("erp", "portal.jobs.on_demand_sync.run", run_id) in rung
    rung.clear()
    agent.finish(run_id)
    assert rung == []


def test_counts_of_batches_add_up_and_unknown_words_are_left_out(agent):
    run_id = agent.begin()
    for _ in range(2):
        with transaction() as session:
            runs.add_counts(session, run_id, {"created": 2, "unchanged": 5, "version": 9})
    agent.finish(run_id)
    (run,) = all_runs()
    assert run.counts == {"created": 4, "unchanged": 10, "read": 1, "failed": 0}
    assert run.messages == ["Read."]


def test_a_run_whose_agent_died_is_over_when_the_agent_begins_anew(agent):
    lost = agent.begin("full")
    new = agent.begin("full")
    by_id = {run.id: run for run in all_runs()}
    assert (by_id[lost].state, by_id[new].state) == ("failed", "running")
    assert by_id[lost].messages == [runs.BEGUN_ANEW]


def test_an_ordered_run_whose_agent_died_waits_for_it_again(agent):
    run_id = start(agent, items=ITEMS)
    name = operation(agent, run_id)
    agent.begin("on_demand", name)
    agent.sync("marker")
    (ordered,) = [run for run in all_runs() if run.id == run_id]
    assert (ordered.state, ordered.started_at) == ("waiting", None)
    assert agent.begin("on_demand", name) == run_id
    agent.finish(run_id)
    assert all_runs()[0].state == "finished"


@pytest.mark.parametrize("name", ["R4711", "nonsense", "R" + "9" * 30, ""])
def test_an_unknown_operation_begins_a_run_of_its_own(agent, name):
    run_id = start(agent)
    assert agent.begin("on_demand", name) != run_id


def test_a_second_click_joins_the_run_and_may_want_more_after_it(agent):
    first = start(agent)
    assert start(agent, items=["costs"]) == first
    assert start(agent, items=ITEMS) == first
    (run,) = all_runs()
    assert run.then_items == ["costs", "codes", "jobs"]
    assert reader().query(ErpRequest).filter_by(kind="sync_company").count() == 1


def test_step_one_alone_is_followed_by_nothing(agent):
    run_id = start(agent)
    agent.begin("on_demand", operation(agent, run_id))
    agent.finish(run_id)
    advancing.advance(run_id)
    assert [run.step for run in all_runs()] == [1]


def test_who_may_start_which_step(agent):
    with pytest.raises(Denied):
        start(agent, AKI)
    run_id = on_demand.start_step_two(agent.world.actor(AKI), agent.connection_id, ["jobs"])
    advancing.advance(run_id)
    (run,) = all_runs()
    assert (run.step, run.state, run.requested_by) == (2, "finished", agent.world.id_of(AKI))


def test_wishes_that_nobody_offers_are_refused(agent):
    for wish in (Wish(date_range="decade"), Wish(depth="bottomless")):
        with pytest.raises(InputError, match="Choose"):
            start(agent, wish=wish)
    with pytest.raises(InputError, match="at least one part"):
        on_demand.start_step_two(agent.world.actor(RUTH), agent.connection_id, [])
    with pytest.raises(NotFoundError):
        on_demand.start(agent.world.actor(RUTH), 4711, Wish())
    assert all_runs() == []


def test_a_refused_order_ends_its_run_with_the_reason(agent, staged_vendor):
    run_id = start(agent, items=ITEMS)
    agent_says(agent, staged_vendor, Refused(("The database is closed.",)))
    assert advancing.advance_open() == 1
    (run,) = all_runs()
    assert (run.id, run.state, run.messages) == (run_id, "failed", ["The database is closed."])


def test_the_answer_alone_ends_a_run_that_the_agent_never_reported(agent, staged_vendor):
    run_id = start(agent)
    agent_says(agent, staged_vendor, Finished(CompanySynced({"read": 7, "created": 2}, ("Compared all.",))))
    (run,) = all_runs()
    assert (run.id, run.state, run.counts["read"], run.messages) == (
        run_id,
        "finished",
        7,
        ["Compared all."],
    )


def agent_says(agent, vendor, turn):
    vendor.turns = [turn]
    exchange.claim(agent.connection_id, "a")
    exchange.record_answer(agent.connection_id, "a", Answer(b"said"))


def test_a_lost_bell_only_delays(agent):
    agent.line("7", "2010.000", 1)
    run_id = start(agent, items=ITEMS)
    agent.begin("on_demand", operation(agent, run_id))
    agent.finish(run_id)
    assert advancing.advance_open() == 0, "its bell is on the way"
    age(finished_at=timedelta(seconds=5))
    assert advancing.advance_open() == 1
    assert [(run.step, run.state) for run in all_runs()] == [(1, "finished"), (2, "finished")]
    assert advancing.advance_open() == 0


def test_a_second_step_whose_process_died_is_gone_on_with(agent):
    run_id = on_demand.start_step_two(agent.world.actor(RUTH), agent.connection_id, ITEMS)
    with transaction() as session:
        run = session.get_one(SyncRun, run_id)
        run.state, run.started_at = "running", clock.now() - timedelta(minutes=2)
    assert advancing.advance_open() == 1
    assert all_runs()[0].state == "finished"


def test_check_now_is_both_steps_for_one_job(agent):
    with transaction() as session:
        project = session.get_one(Project, agent.project)
        run_id = readings.order_job_costs(session, project, agent.world.id_of(AKI))
        assert readings.order_job_costs(session, project, None) == run_id
    agent.line("7", "2010.000", 5)
    agent.stage("job", "7", name="Another name")
    agent.begin("on_demand", operation(agent, run_id))
    agent.finish(run_id)
    advancing.advance(run_id)
    (first, second) = all_runs()
    assert (first.wish["job"], second.wish["job"]) == ("7", "7")
    assert "Job costs of Newtown Apartments were taken over." in second.messages
    assert reader().get_one(Project, agent.project).erp_job_name == "Newtown", "lists are not its business"


def test_a_run_of_one_job_does_not_speak_for_the_company(agent):
    agent.sync("full")
    with transaction() as session:
        session.add(
            SyncRun(
                connection_id=agent.connection_id,
                step=1,
                trigger="on_demand",
                wish={"job": "7"},
                state="finished",
                created_at=clock.now(),
                started_at=clock.now(),
            )
        )
    full, job = all_runs()
    assert runs.covering_run(reader(), agent.connection_id).id == full.id
    assert runs.covering_run(reader(), agent.connection_id, "7").id == job.id
    assert runs.covering_run(reader(), agent.connection_id, "8").id == full.id


class TestAskedDirectly:
    """QuickBooks: step 1 is what its program comes for, step 2 what that stored."""

    def begin(self, queue):
        with transaction() as session:
            person = factories.make_person(session, RUTH)
        actor = Actor(id=person.id, name=person.name, erp=Level.ADMIN)
        return on_demand.start(actor, queue.connection_id, Wish(), ["lists"])

    def test_both_steps_are_told_from_order_to_answer(self, queue, vendor):
        run_id = self.begin(queue)
        assert [(run.step, run.state) for run in all_runs()] == [(1, "waiting")]
        exchange.claim(queue.connection_id, "a")
        advancing.advance(run_id)
        assert [(run.step, run.state) for run in all_runs()] == [(1, "running")]
        vendor.turns = [Finished(ListsRead((Record("job", "1", "Maple", "Maple"),)))]
        exchange.record_answer(queue.connection_id, "a", Answer(b"said"))
        advancing.advance(run_id)
        first, second = all_runs()
        assert (first.state, second.state, second.follows_id) == ("finished", "finished", first.id)
        assert second.counts["created"] == 1
        assert second.messages == ["Each answer was stored as it arrived."]

    def test_a_refused_reading_fails_the_run_with_its_reason(self, queue, vendor):
        run_id = self.begin(queue)
        exchange.claim(queue.connection_id, "a")
        vendor.turns = [Refused(("No permission.",))]
        exchange.record_answer(queue.connection_id, "a", Answer(b"said"))
        advancing.advance(run_id)
        (run,) = all_runs()
        assert (run.state, run.messages) == ("failed", ["No permission."])

    def test_a_silent_program_piles_up_no_runs(self, queue):
        for _ in range(3):
            sweeps.order_due_readings()
            with transaction() as session:
                for row in session.query(SyncSchedule).filter_by(connection_id=queue.connection_id):
                    row.due_at = clock.now() - timedelta(minutes=1)
        waiting = [run for run in all_runs() if run.state == "waiting"]
        assert len(waiting) == 1
        assert len(waiting[0].wish["requests"]) == 1

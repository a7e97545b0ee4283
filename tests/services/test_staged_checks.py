"""Check now where a sync agent reads the ERP: both steps for one job, told from the order to the new figures."""

import pytest

from portal.db.exchange import ErpConnection, ErpStep
from portal.db.projects import Project
from portal.db.sync import SyncRun
from portal.db.transactions import reader, transaction
from portal.domain.facts import BudgetFacts
from portal.services.budget_facts import policy_of
from portal.services.budgets import checks
from portal.services.exchange import exchange, readings
from portal.services.sync import advancing, runs
from tests import factories


@pytest.fixture
def run_id(agent):
    with transaction() as session:
        return readings.order_job_costs(session, session.get_one(Project, agent.project), None)


def told(agent, run_id=None):
    reader().rollback()
    return checks.read(reader(), reader().get_one(Project, agent.project), run_id)


def begin(agent, run_id):
    reader().rollback()
    exchange.plan(reader().get_one(SyncRun, run_id).request_id)
    reader().rollback()
    (step,) = reader().query(ErpStep)
    assert agent.begin("on_demand", f"R{step.id}") == run_id


def test_each_moment_has_its_words(agent, run_id):
    agent.line("7", "2010.000", 5)
    check = told(agent)
    assert (check.request_id, check.running, check.title) == (
        run_id,
        True,
        "Step 1 of the sync is asked for.",
    )
    assert check.sentence.startswith("Waiting for the sync agent, which has never called.")
    begin(agent, run_id)
    assert told(agent).title == "Step 1: the sync agent reads the job."
    agent.finish(run_id)
    assert told(agent) is None, "a page that is opened now has nothing to wait for but its own run"
    assert told(agent, run_id).title == "Step 2: the job is taken over."
    advancing.advance(run_id)
    check = told(agent, run_id)
    assert (check.title, check.running, check.arrived) == ("Job costs are here.", False, True)


def test_a_failure_is_told_with_its_reason(agent, run_id):
    agent.line("7", "2010.000", 5)
    with transaction() as session:
        runs.fail(session, run_id, ["The database is closed."])
    check = told(agent, run_id)
    assert (check.title, check.sentence, check.running, check.arrived) == (
        "Job costs could not be read.",
        "The database is closed.",
        False,
        False,
    )


def test_a_job_that_cannot_be_taken_over_is_told(agent, run_id, staged_vendor):
    agent.line("7", "2010.000", 5)
    staged_vendor.broken = True
    begin(agent, run_id)
    agent.finish(run_id)
    advancing.advance(run_id)
    check = told(agent, run_id)
    assert check.title == "Job costs could not be read."
    assert "Job 7 could not be taken over" in check.sentence


def test_runs_of_other_jobs_and_connections_are_not_told(agent, run_id):
    with transaction() as session:
        project = session.get_one(Project, agent.project)
        project.erp_job_id = "8"
    assert told(agent) is None
    assert told(agent, run_id) is None
    assert told(agent, 4711) is None


def test_the_export_itself_orders_nothing_where_an_agent_brings_the_proof(agent):
    with transaction() as session:
        policy = policy_of(session.get_one(ErpConnection, agent.connection_id))
        budget = factories.budget_of(agent.project)
        readings.order_after_export(session, budget, BudgetFacts(erp=policy))
    assert reader().query(SyncRun).count() == 0

"""What proves an export that an accountant posts by hand: originals at first, movements later, nothing before."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.mails import Mail
from portal.db.transactions import reader
from portal.domain.vocabulary import Phase
from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import Job, Staged
from portal.services.budget_facts import read_facts
from portal.services.job_costs.baselines import current_reading
from tests.sage_jobs import FIRST, GRID, SageJob, furnish

POSTING, SYNC, OPEN = Phase.AWAITING_POSTING.value, Phase.AWAITING_SYNC.value, Phase.NONE.value
MOVED = GRID | {("2010.000", "4"): 11_500_000, ("3100.000", "2"): 3_525_050}
S100, LABOR = ("2010.000", "4"), ("3100.000", "2")


@pytest.fixture
def job(plain_app):
    with plain_app.app_context():
        yield SageJob(furnish())


@pytest.fixture
def synced(job):
    job.export(*FIRST)
    job.post()
    assert job.phase == OPEN
    return job


def said(job):
    budget = job.budget
    return read_facts(reader(), budget).mismatch_sentence


def test_the_sheet_is_kept_with_the_submission(job):
    job.export(*FIRST)
    assert job.phase == POSTING
    assert job.submission.delivery["Files"] == ["6-2 Budget 2019001 B1-1.xlsx"]


def test_ten_syncs_before_posting_change_nothing_and_report_nothing(job):
    job.export(*FIRST)
    version = job.budget.version
    for _ in range(10):
        job.sync()
    assert (job.phase, job.proof, job.budget.version) == (POSTING, {}, version)


def test_amounts_with_their_originals_open_the_budget(job):
    job.export(*FIRST)
    job.sync()
    job.post()
    assert job.phase == OPEN
    assert (job.proof["checked"], job.proof["mismatch"], job.proof["drift"]) == (4, False, [])
    reader().rollback()
    assert [mail.kind for mail in reader().query(Mail)].count("synced") == 1


def test_a_forgotten_set_budget_is_named_with_the_next_step(job):
    job.export(*FIRST)
    job.sync(GRID)
    assert job.phase == SYNC
    assert job.proof["cause"] == "originals"
    assert said(job) == (
        "The amounts stand in Sage 100 but Set Budget was not pressed: open job 2019001 in 6-2 and choose "
        "Options > Set Budget; the next sync opens the budget."
    )
    job.post()
    assert job.phase == OPEN


def test_a_part_of_the_rows_says_how_many_stand_and_where_the_rest_is(job):
    job.export(*FIRST)
    some = {key: GRID[key] for key in (S100, LABOR)}
    job.post(some)
    assert (job.phase, job.proof["cause"]) == (SYNC, "unmoved")
    assert said(job) == (
        "Only 2 of 3 amounts stand in Sage 100: post the rest of the sheet 6-2 Budget 2019001 B1-1.xlsx; "
        "the next sync opens the budget."
    )


def test_amounts_that_stand_twice_are_named(job):
    job.export(*FIRST)
    job.post({key: 2 * cents for key, cents in GRID.items()})
    assert (job.phase, job.proof["cause"]) == (SYNC, "doubled")
    assert "3 of 3 amounts stand twice in Sage 100" in said(job)


def test_an_amount_edited_by_hand_is_named_by_the_cent(job):
    job.export(*FIRST)
    job.post(GRID | {S100: 12_000_001})
    assert job.proof["cause"] == "changed"
    assert said(job).startswith("1 of 3 amounts was changed by hand in Sage 100")
    (difference,) = job.proof["differences"]
    assert (difference["expected"], difference["found"]) == (12_000_000, 12_000_001)


def test_what_others_put_on_the_job_is_drift_and_blocks_nothing(job):
    job.export(*FIRST)
    job.post(GRID | {("1500.000", "1"): 77})
    assert job.phase == OPEN
    assert [(each["expected"], each["found"]) for each in job.proof["drift"]] == [(0, 77)]


def test_a_change_order_beside_right_originals_is_drift(job):
    job.export(*FIRST)
    job.sync(GRID, originals=GRID, changes=[("2010.000", "4", 250_000)])
    assert job.phase == OPEN
    assert [each["found"] for each in job.proof["drift"]] == [12_250_000]


def test_a_budget_of_zeros_is_proven_by_the_next_comparison_after_its_export(job):
    job.export(("01-100", "E", 0), ("03-100", "S", 0))
    job.sync(asked=clock.now() - timedelta(minutes=5))
    assert job.phase == POSTING
    job.sync()
    assert job.phase == OPEN


def test_a_report_older_than_the_export_proves_nothing(job):
    job.export(*FIRST)
    job.sync(GRID, originals=GRID, asked=clock.now() - timedelta(minutes=5))
    assert (job.phase, job.proof) == (POSTING, {})


def test_the_same_report_again_becomes_newer_without_growing_and_then_proves(job):
    job.export(*FIRST)
    early = job.sync(GRID, originals=GRID, asked=clock.now() - timedelta(minutes=5))
    rows = reader().query(JobCostRow).count()
    assert job.post() == early
    assert job.phase == OPEN
    reader().rollback()
    assert reader().query(JobCostRow).count() == rows
    assert reader().query(JobCostReading).count() == 1


def test_an_update_waits_until_its_movement_shows(synced):
    synced.move(500_000)
    synced.export()
    synced.sync(GRID, originals=GRID)
    assert (synced.phase, synced.proof) == (POSTING, {})
    synced.sync(MOVED, originals=GRID)
    assert synced.phase == OPEN


def test_an_update_is_proven_by_change_orders_as_well(synced):
    synced.move(500_000)
    synced.export()
    synced.sync(GRID, originals=GRID, changes=[("2010.000", "4", -500_000), ("3100.000", "2", 500_000)])
    assert synced.phase == OPEN


def test_a_change_order_on_a_code_of_the_update_is_named_as_the_cause(synced):
    synced.move(500_000)
    synced.export()
    synced.sync(MOVED, originals=GRID, changes=[("2010.000", "4", 120_000)])
    assert (synced.phase, synced.proof["cause"]) == (SYNC, "change_orders")
    assert said(synced).startswith("Approved change orders moved 1 of 2 amounts in Sage 100")


def test_a_line_that_was_removed_there_is_missing(synced):
    synced.move(500_000)
    synced.export()
    rest = {key: GRID[key] for key in GRID if key != S100}
    synced.sync(rest | {LABOR: MOVED[LABOR]}, originals=rest)
    assert synced.proof["cause"] == "missing"


def test_the_same_difference_is_reported_once(job):
    job.export(*FIRST)
    job.sync(GRID)
    version = job.budget.version
    job.sync(GRID)
    assert job.budget.version == version
    job.sync(GRID | {S100: 5})
    assert job.budget.version > version


def test_cost_types_come_back_by_the_connection_s_mapping(job):
    job.export(*FIRST)
    job.post(GRID | {("3100.000", "9"): 4})
    reading = current_reading(reader(), job.project)
    rows = reader().query(JobCostRow).filter_by(reading_id=reading.id)
    types = {row.original_cents: row.cost_type_id for row in rows}
    assert types == {
        12_000_000: job.world.types["S"],
        4_550_000: job.world.types["M"],
        3_025_050: job.world.types["L"],
        4: None,
    }


def test_the_connector_s_own_rows_prove_the_worked_example(job):
    """Staged records of the agent, read by the connector, mapped back and compared: nothing in between is ours."""
    job.export(*FIRST)
    records = [_grid("2010.000", {"4": "120000.00"}), _grid("3100.000", {"1": "45500.00", "2": "30250.50"})]
    job.store(CONNECTOR.job_costs(Job("2019001", "Newtown Apartments", "2019001"), records))
    assert job.phase == OPEN
    job.move(500_000)
    job.export()
    order = {"Job": "2019001", "Phase": "0", "CostCode": "2010.000", "CostType": "4", "Status": "1"}
    moved = [
        _grid("2010.000", {"4": "115000.00"}, {"4": "120000.00"}),
        _grid("3100.000", {"1": "45500.00", "2": "35250.50"}, {"1": "45500.00", "2": "30250.50"}),
        Staged("change_order", "7", 9, order | {"Amount": "1200.00"}),
    ]
    job.store(CONNECTOR.job_costs(Job("2019001", "Newtown Apartments", "2019001"), moved))
    assert (job.phase, job.proof["cause"]) == (SYNC, "change_orders")


def _grid(code, current, original=None):
    fields = {"Job": "2019001", "Phase": "0", "CostCode": code, "Current": current}
    return Staged("budget_line", f"2019001|0|{code}|1", 1, fields | {"Original": original or current})

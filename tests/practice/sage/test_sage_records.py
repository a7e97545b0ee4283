"""Jobs, phases, cost codes, costs, change orders and hand edits: what Sage takes and what it refuses."""

import pytest

from portal.practice.sage import budgets, cost_codes, jobs, seeds, snapshots
from portal.practice.sage import desk as acts
from portal.practice.sage.company import Company
from portal.practice.sage.refusals import SageError
from tests.practice.sage.sheet_texts import HARBOR, NEWTOWN

COST = {"job": str(NEWTOWN), "code": "3100", "type": "1", "amount": "1,250.5"}


@pytest.fixture
def lists(company):
    def lists():
        with company.reading() as database:
            return snapshots.whole(database)

    return lists


@pytest.fixture
def costs(company):
    def costs(job=NEWTOWN):
        with company.reading() as database:
            return snapshots.job_costs(database, job)

    return costs


def test_the_builders_company(lists, grid):
    found = lists()
    assert (found["name"], found["product"]) == ("Halden & Rowe Builders", "Sage 100 Contractor")
    assert {job["number"]: [phase["number"] for phase in job["phases"]] for job in found["jobs"]} == {
        2017003: [],
        NEWTOWN: [],
        HARBOR: [1, 2],
    }
    codes = {one["code"]: one["name"] for one in found["cost_codes"]}
    assert {"1000.000", "2010.000", "3100.000"} <= set(codes)
    assert len(codes) >= 25
    assert list(found["cost_types"]) == [str(number) for number in range(1, 10)]
    assert list(found["cost_types"].values())[:5] == [
        "Material",
        "Labor",
        "Equipment",
        "Subcontract",
        "Other",
    ]
    assert grid(NEWTOWN)["rows"] == []
    assert all(row["original_total"] == row["total"] != "0.00" for row in grid(HARBOR)["rows"])


def test_it_is_filled_once_and_an_empty_one_has_its_cost_types_only(tmp_path):
    path = tmp_path / "new.sqlite3"
    seeds.prepare(Company.open(path), "Mine", only_types=True).close()
    again = seeds.prepare(Company.open(path), "Another")
    with again.reading() as database:
        found = snapshots.whole(database)
    again.close()
    assert (found["name"], found["jobs"], found["cost_codes"], found["vendors"]) == ("Mine", [], [], [])
    assert len(found["cost_types"]) == 9


def test_a_job_is_entered_with_the_number_that_was_typed(change, lists):
    change(jobs.enter, "2026100", "Mill Creek School", address="1 Mill Road", city="Salem", state="OR")
    change(jobs.enter_phase, "2026100", "1", "Gym")
    told = next(job for job in lists()["jobs"] if job["number"] == 2026100)
    assert (told["status"], told["phases"]) == ("Current", [{"number": 1, "name": "Gym"}])


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda db: jobs.enter(db, "2019001", "Again"), "Job number 2019001 is already in use"),
        (lambda db: jobs.enter(db, "20-19", "Text"), "no job number: one to ten digits"),
        (lambda db: jobs.enter(db, "0123", "Zero"), "no job number"),
        (lambda db: jobs.enter(db, "12345678901", "Long"), "no job number"),
        (lambda db: jobs.enter(db, "7", ""), "A job needs a name"),
        (lambda db: jobs.enter(db, "7", "N" * 76), "Name holds at most 75 letters"),
        (lambda db: jobs.enter(db, "7", "Name", zip_code="1" * 11), "Zip code holds at most 10 letters"),
        (lambda db: jobs.enter(db, "7", "Name", "9"), '"9" is no job status'),
        (lambda db: jobs.enter(db, "7", "Name", colour="red"), "no field colour"),
        (lambda db: jobs.enter_phase(db, "77", "1", "None"), "Job 77 is not on file"),
        (lambda db: jobs.enter_phase(db, "2020014", "0", "None"), "from 1 up"),
        (
            lambda db: jobs.enter_phase(db, "2020014", "1", "Again"),
            "Phase 1 of job 2020014 is already in use",
        ),
        (lambda db: cost_codes.enter(db, "3100.000", "Again"), "Cost code 3100.000 is already in use"),
        (lambda db: cost_codes.enter(db, "03100", "Zero"), "cannot begin with a zero"),
        (lambda db: cost_codes.enter(db, "C3100", "Letter"), "cannot begin with a zero, a space or a letter"),
        (lambda db: cost_codes.enter(db, "3101", ""), "needs a name"),
        (lambda db: cost_codes.enter(db, "3101", "Name", "x"), "no division"),
        (lambda db: cost_codes.set_active(db, "3101", is_active=True), "3101 is not on file"),
        (lambda db: acts.remove_code(db, code="3101"), "3101 is not on file"),
    ],
)
def test_lists_refuse_in_words(change, lists, act, words):
    before = lists()
    with pytest.raises(SageError) as refused:
        change(act)
    assert words in str(refused.value)
    assert lists() == before


def test_a_cost_is_entered_and_voided(change, costs):
    record = change(
        acts.enter_cost, **COST, vendor="101", date="2026-10-05", number="INV-7", description="Mix"
    )
    plain = change(acts.enter_cost, job=str(NEWTOWN), type="5", amount="-3")
    assert costs() == [
        {
            "record": record,
            "phase": 0,
            "cost_code": "3100.000",
            "cost_type": "1",
            "amount": "1250.50",
            "date": "2026-10-05",
            "number": "INV-7",
            "description": "Mix",
            "vendor": "Cascade Ready Mix",
            "is_void": False,
        },
        {**costs()[1], "record": plain, "cost_code": "", "amount": "-3.00", "vendor": "", "is_void": False},
    ]
    change(acts.void_cost, str(record))
    assert [one["is_void"] for one in costs()] == [True, False]
    with pytest.raises(SageError, match="is void already"):
        change(acts.void_cost, str(record))
    with pytest.raises(SageError, match="record 0 is not on file"):
        change(acts.void_cost, "x")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"job": "77"}, "Job 77 is not on file"),
        ({"phase": "1"}, "Phase 1 has not been set up"),
        ({"code": "9999"}, "9999.000 is not on file"),
        ({"type": "0"}, '"0" is no cost type'),
        ({"type": "10"}, '"10" is no cost type'),
        ({"amount": "much"}, "is no amount"),
        ({"amount": "10000000"}, "at most 9,999,999.99"),
        ({"vendor": "9"}, "Vendor 9 is not on file"),
        ({"date": "soon"}, '"soon" is no date'),
    ],
)
def test_costs_refuse_in_words(change, costs, fields, words):
    with pytest.raises(SageError) as refused:
        change(acts.enter_cost, **{**COST, **fields})
    assert words in str(refused.value)
    assert costs() == []


def test_a_subcontract_change_order_raises_the_budget_and_leaves_the_grid(change, grid):
    before = grid(HARBOR)["rows"]
    change(acts.change_order, job=str(HARBOR), phase="1", code="2010", amount="7,500", description="Rock")
    (order,) = grid(HARBOR)["change_orders"]
    assert (order["cost_type"], order["amount"], order["status"], order["number"]) == ("4", "7500.00", 1, "1")
    assert grid(HARBOR)["rows"] == before
    with pytest.raises(SageError, match="other than zero"):
        change(acts.change_order, job=str(HARBOR), phase="1", code="2010", amount="0")


def test_an_amount_is_typed_into_the_grid_by_hand(change, grid):
    change(acts.edit_grid, job=str(HARBOR), phase="2", code="6200", type="1", amount="23000")
    change(acts.edit_grid, job=str(HARBOR), phase="2", code="4200", type="9", amount="10")
    told = {(row["phase"], row["cost_code"]): row for row in grid(HARBOR)["rows"]}
    assert (told[2, "6200.000"]["total"], told[2, "6200.000"]["original_total"]) == ("54750.25", "54230.25")
    assert (told[2, "4200.000"]["current"]["9"], told[2, "4200.000"]["original_total"]) == ("10.00", "0.00")
    change(budgets.lock, HARBOR, is_locked=True)
    with pytest.raises(SageError, match="locked for editing"):
        change(acts.edit_grid, job=str(HARBOR), phase="2", code="6200", type="1", amount="1")


def test_the_grid_holds_no_wider_total(change):
    change(acts.edit_grid, job=str(NEWTOWN), code="6200", type="1", amount="99999999.99")
    with pytest.raises(SageError, match="too large for the grid"):
        change(acts.edit_grid, job=str(NEWTOWN), code="6200", type="2", amount="0.01")

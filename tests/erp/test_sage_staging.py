"""Staged records become the portal's words: lists, the Job Costs Report, a budget to import."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import BudgetCell, CostRow, Record, Staged, UncodedCost
from portal.erp.xml import WireError
from tests.erp.sage_tasks import JOB, amount, change_order, cost, export, grid_row, payload, post, update

FIRST = payload(export())


def rows_of(*records):
    return {
        (row.sub_job, row.erp_id, row.cost_type): (row.original_cents, row.change_cents, row.cost_cents)
        for row in CONNECTOR.job_costs(JOB, records).rows
    }


def test_nothing_posted_shows_nothing():
    read = CONNECTOR.job_costs(JOB, ())
    assert (read.rows, read.uncoded, read.erp_total_cents) == ((), (), 0)
    assert read.witness == {
        "originals_set": False,
        "current_total": 0,
        "original_total": 0,
        "change_orders": 0,
        "approved_changes": [],
    }


def test_the_worked_example_comes_back_as_it_was_sent():
    posted = post(FIRST, set_budget=True)
    assert rows_of(*posted) == {
        ("", "2010.000", "4"): (12_000_000, 0, 0),
        ("", "3100.000", "1"): (4_550_000, 0, 0),
        ("", "3100.000", "2"): (3_025_050, 0, 0),
    }
    assert CONNECTOR.job_costs(JOB, posted).witness == {
        "originals_set": True,
        "current_total": 19_575_050,
        "original_total": 19_575_050,
        "change_orders": 0,
        "approved_changes": [],
    }


def test_the_update_comes_back_as_its_two_changes():
    first = post(FIRST, set_budget=True)
    assert rows_of(*post(payload(update()), first)) == {
        ("", "2010.000", "4"): (12_000_000, -500_000, 0),
        ("", "3100.000", "1"): (4_550_000, 0, 0),
        ("", "3100.000", "2"): (3_025_050, 500_000, 0),
    }


def test_a_forgotten_set_budget_can_be_told_from_a_budget_that_nobody_entered():
    read = CONNECTOR.job_costs(JOB, post(FIRST))
    assert all(row.original_cents == 0 for row in read.rows)
    assert sum(row.change_cents for row in read.rows) == 19_575_050
    assert (read.witness["originals_set"], read.witness["current_total"]) == (False, 19_575_050)


def test_approved_change_orders_are_changes_and_others_are_not():
    posted = post(FIRST, set_budget=True)
    read = rows_of(
        *posted, change_order(1, "2010.000", "4", 250_000), change_order(2, "2010.000", "4", 7, status="3")
    )
    assert read["", "2010.000", "4"] == (12_000_000, 250_000, 0)
    fresh = rows_of(change_order(1, "1000.000", "5", 100))
    assert fresh == {("", "1000.000", "5"): (0, 100, 0)}


def test_posted_costs_count_and_void_ones_leave_the_totals():
    read = CONNECTOR.job_costs(
        JOB,
        (
            cost(1, "2010.000", 10_000, cost_type="4"),
            cost(2, "2010.000", 2_500, cost_type="4"),
            cost(3, "2010.000", 99_999, cost_type="4", status="2"),
            cost(4, "3100.000", 500, cost_type="2", phase="3"),
            cost(5, "", 700, Date="2026-11-20", Number="4711", Vendor="Smith", Description="Permit"),
        ),
    )
    assert read.rows == (
        CostRow("2010.000", "2010.000", cost_cents=12_500, cost_type="4"),
        CostRow("3100.000", "3100.000", cost_cents=500, cost_type="2", sub_job="3"),
    )
    assert read.uncoded == (UncodedCost("2026-11-20", "Job cost", "4711", "Smith", "Permit", 700),)
    assert read.erp_total_cents == 13_700


def test_a_row_is_named_by_number_and_name():
    read = CONNECTOR.job_costs(JOB, (grid_row("2010.000", current={"4": 5}, name="Earthwork"),))
    assert read.rows[0].erp_name == "2010.000 Earthwork"


def test_two_rows_of_one_code_are_added_up():
    twice = (grid_row("2010.000", current={"4": 5}, row=1), grid_row("2010.000", current={"4": 7}, row=2))
    assert rows_of(*twice) == {("", "2010.000", "4"): (0, 12, 0)}


def test_archived_records_and_those_of_other_jobs_do_not_count():
    foreign = cost(9, "2010.000", 5)
    foreign = replace(foreign, fields={**foreign.fields, "Job": "2019002"})
    gone = grid_row("2010.000", original={"4": 5}, current={"4": 5}, archived=True)
    assert rows_of(foreign, gone) == {}


def test_the_companys_own_types_have_no_original_column():
    """Where Set Budget left its trace on the other types, their current amount is the original."""
    own = grid_row("3100.000", current={"6": 900})
    before = grid_row("2010.000", current={"4": 500})
    after = grid_row("2010.000", current={"4": 500}, original={"4": 500})
    assert rows_of(before, own)["", "3100.000", "6"] == (0, 900, 0)
    assert rows_of(after, own)["", "3100.000", "6"] == (900, 0, 0)
    assert rows_of(own)["", "3100.000", "6"] == (900, 0, 0)


def test_an_amount_that_is_none_is_never_guessed():
    with pytest.raises(WireError, match=r'sent "12,5" where an amount'):
        CONNECTOR.job_costs(JOB, (replace(cost(1, "2010.000", 5), fields={"Status": "1", "Amount": "12,5"}),))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("1000.000", "2010.000", "3100.000")),
            st.sampled_from(("M", "L", "E", "S", "O", "SVC")),
            st.integers(0, 10**9),
            st.sampled_from(("", "1", "2")),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_whatever_is_sent_and_posted_comes_back_to_the_cent(lines):
    amounts = tuple(
        amount(code, kind, cents, line=n, phase=phase) for n, (code, kind, cents, phase) in enumerate(lines)
    )
    expected: dict[tuple[str, str, str], int] = {}
    for each in amounts:
        key = (each.phase, each.code.erp_id, each.erp_cost_type)
        expected[key] = expected.get(key, 0) + each.cents
    posted = post(payload(export(*amounts)), set_budget=True)
    found = {key: original + change for key, (original, change, _) in rows_of(*posted).items()}
    assert found == {key: cents for key, cents in expected.items() if cents}
    assert {key: original for key, (original, _, _) in rows_of(*posted).items()} == found


def test_a_budget_is_imported_as_it_stands():
    read = CONNECTOR.budget(
        JOB,
        (
            *post(FIRST, set_budget=True),
            grid_row("4000.000", phase="2", original={"1": 300}, current={"1": 300, "2": -5}, name="Masonry"),
            Staged("phase", "2019001|2", 1, {"Job": JOB.erp_id, "Number": "2", "Name": "Tower B"}),
            change_order(1, "2010.000", "4", 250_000),
        ),
    )
    assert read.problem == ""
    assert read.cells == (
        BudgetCell("2010.000", "", "4", 12_000_000, 12_250_000),
        BudgetCell("3100.000", "", "1", 4_550_000, 4_550_000),
        BudgetCell("3100.000", "", "2", 3_025_050, 3_025_050),
        BudgetCell("4000.000", "Masonry", "1", 300, 300, "2", "Tower B", "Masonry"),
    )


def test_a_budget_that_was_not_set_or_is_not_there_is_not_imported():
    assert CONNECTOR.budget(JOB, post(FIRST)).problem.startswith("Set Budget was not pressed in 6-2")
    assert CONNECTOR.budget(JOB, ()).problem.startswith("Sage 100 Contractor shows no budget for this job.")
    assert CONNECTOR.budget(JOB, (grid_row("2010.000"),)).problem.startswith(
        "Sage 100 Contractor shows no budget"
    )


def test_lists_come_in_the_portals_words():
    job = {
        "Number": "2019001",
        "Name": "Newtown Apartments",
        "ShortName": "Newtown",
        "Status": "4",
        "Address1": "18 Newtown Rd",
        "Address2": "",
        "City": "Vancouver",
        "State": "WA",
        "ZipCode": "98660",
        "Client": "12",
        "ContractAmount": "250000.00",
    }
    found = CONNECTOR.lists(
        (
            Staged("job", "2019001", 1, job),
            Staged("phase", "2019001|1", 2, {"Job": "2019001", "Number": "1", "Name": "Tower A"}),
            Staged(
                "cost_code",
                "2010.000",
                3,
                {"Code": "2010.000", "Name": "Earthwork", "Division": "2", "Unit": "cy"},
            ),
            Staged("cost_type", "6", 4, {"Number": "6", "Name": "Services"}, is_archived=True),
            cost(5, "2010.000", 5),
        )
    )
    detail = {
        "number": "2019001",
        "status": "4",
        "status_word": "Current",
        "short_name": "Newtown",
        "address": "18 Newtown Rd",
        "city": "Vancouver",
        "region": "WA",
        "postal_code": "98660",
        "client": "12",
        "contract_amount": "250000.00",
    }
    assert found == (
        Record("job", "2019001", "Newtown Apartments", "2019001 Newtown Apartments", detail=detail),
        Record("phase", "2019001|1", "Tower A", "1 Tower A", detail={"job": "2019001", "number": "1"}),
        Record(
            "item",
            "2010.000",
            "2010.000",
            "2010.000 Earthwork",
            detail={"number": "2010.000", "name": "Earthwork", "division": "2", "unit": "cy"},
        ),
        Record("cost_type", "6", "Services", "6 Services", active=False, detail={"number": "6"}),
    )

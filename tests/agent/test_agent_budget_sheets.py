"""Sheets for 6-2 and 6-4-1: what they hold, when they are refused, and that the practice company takes them."""

import hashlib
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from portal.practice.sage import budgets, jobs
from tests.agent import sage_acts
from tests.agent.conftest import EXAMPLE, JOB, cell, wish


@pytest.fixture
def carry_out(portal, once):
    """A function that has the agent carry out one operation and returns what it answered."""

    def do(kind: str, payload: dict, operation: str | None = None, **more: str) -> dict:
        name = portal.ask(kind, payload, operation)
        once(**more)
        return portal.state.completed[name]

    return do


def test_the_worked_example_lies_there_as_csv_and_xlsx(carry_out, drop):
    told = carry_out("WriteBudget", wish(), "W17")
    stem = f"6-2 Budget {JOB} B7-3 W17"
    assert sorted(path.name for path in drop.iterdir()) == [f"{stem}.csv", f"{stem}.xlsx"]
    lines = (drop / f"{stem}.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[:6] == [
        "Sheet,6-2 Budget",
        f"Job,{JOB}",
        "Reference,B7-3",
        "Operation,W17",
        f"Hash,{told['Result']['Hash']}",
        "Rows,3",
    ]
    assert lines[6:8] == ['Approval,"Submission 3, revision 4, accepted by Aki Sato on 2026-11-22"', ""]
    assert lines[8:] == [
        "Phase,Cost Code,Description,Material,Labor,Equipment,Subcontract,Other,User 6,User 7,User 8,User 9,Total",
        "0,1000.000,General,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00",
        "0,2010.000,Earthwork,0.00,0.00,0.00,120000.00,0.00,0.00,0.00,0.00,0.00,120000.00",
        "0,3100.000,Concrete,45500.00,30250.50,0.00,0.00,0.00,0.00,0.00,0.00,0.00,75750.50",
    ]
    assert hashlib.sha256("\n".join(lines[8:]).encode()).hexdigest() == told["Result"]["Hash"]
    assert told["Outcome"] == "done"
    assert told["Result"]["Totals"] | {"6": "0.00"} == {
        **dict.fromkeys("12345", "0.00"),
        "1": "45500.00",
        "2": "30250.50",
        "4": "120000.00",
        **dict.fromkeys("6789", "0.00"),
    }
    assert told["Result"] | {"Totals": 0, "Hash": 0} == {
        "Files": [f"{stem}.xlsx", f"{stem}.csv"],
        "Number": "B7-3",
        "Hash": 0,
        "Rows": 3,
        "Totals": 0,
        "Job": str(JOB),
    }


def test_the_workbook_shows_the_same_rows_with_numbers(carry_out, drop):
    carry_out("WriteBudget", wish(), "W17")
    rows = (
        CalamineWorkbook.from_path(drop / f"6-2 Budget {JOB} B7-3 W17.xlsx").get_sheet_by_index(0).to_python()
    )
    assert rows[0][:2] == ["Sheet", "6-2 Budget"]
    assert rows[6][:2] == ["Approval", "Submission 3, revision 4, accepted by Aki Sato on 2026-11-22"]
    assert rows[10][:3] == ["0", "2010.000", "Earthwork"]
    assert rows[11][3:5] == [45500.0, 30250.5]


def test_the_practice_company_takes_the_sheet_and_the_update_after_it(carry_out, drop, sage):
    first = carry_out("WriteBudget", wish(), "W1")
    sage_acts.post(sage, drop, first["Result"]["Files"][1])
    assert sage_acts.grid(sage) == {
        ("2010.000", 4): "120000.00",
        ("3100.000", 1): "45500.00",
        ("3100.000", 2): "30250.50",
    }
    update = wish(
        cell("2010.000", 4, "-5000.00", "120000.00"),
        cell("3100.000", 2, "5000.00", "30250.50"),
        cell("3100.000", 1, "0.00", "45500.00"),
        mode="update",
        Reference="B7-4",
    )
    second = carry_out("WriteBudget", update, "W2")
    assert second["Outcome"] == "done", second
    assert second["Result"]["Rows"] == 3
    sage_acts.post(sage, drop, second["Result"]["Files"][1], set_budget=False)
    assert sage_acts.grid(sage) == {
        ("2010.000", 4): "115000.00",
        ("3100.000", 1): "45500.00",
        ("3100.000", 2): "35250.50",
    }


def test_change_orders_carry_only_deltas(carry_out, drop, sage):
    first = carry_out("WriteBudget", wish(), "W1")
    sage_acts.post(sage, drop, first["Result"]["Files"][1])
    cells = (
        cell("2010.000", 4, "-5000.00", "120000.00"),
        cell("3100.000", 2, "5000.00", "30250.50"),
        cell("3100.000", 1, "0.00", "45500.00"),
    )
    told = carry_out("WriteBudget", wish(*cells, mode="change_orders", Reference="B7-4"), "W2")
    assert told["Result"]["Files"] == [f"6-4-1 Change {JOB} B7-4 W2.xlsx", f"6-4-1 Change {JOB} B7-4 W2.csv"]
    lines = (drop / told["Result"]["Files"][1]).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Sheet,6-4-1 Change Orders"
    assert [line.split(",")[1] for line in lines[9:]] == ["2010.000", "3100.000"]
    sage_acts.post(sage, drop, told["Result"]["Files"][1])
    again = wish(
        cell("2010.000", 4, "1.00", "115000.00"),
        cell("3100.000", 2, "0.00", "35250.50"),
        cell("3100.000", 1, "0.00", "45500.00"),
        mode="update",
        Reference="B7-5",
    )
    after = carry_out("WriteBudget", again, "W3")
    assert after["Outcome"] == "done", after
    grid = (drop / after["Result"]["Files"][1]).read_text(encoding="utf-8-sig")
    assert "120001.00" in grid  # the grid itself, without the change order


def test_a_drift_is_told_cell_by_cell_and_nothing_is_written(carry_out, drop, sage):
    for code, kind, value in (
        ("2010.000", 4, "120000.00"),
        ("3100.000", 1, "45500.00"),
        ("3100.000", 2, "7.00"),
    ):
        sage_acts.edit(sage, code, kind, value)
    sage_acts.change_order(sage, "2010.000", 4, "500.00", "3")
    sage_acts.change_order(sage, "2010.000", 4, "11500.00", "4")
    cells = (cell("2010.000", 4, "1.00", "120500.00"), cell("3100.000", 1, "0.00", "45400.00"))
    told = carry_out("WriteBudget", wish(*cells, mode="update"))
    assert told["Outcome"] == "refused"
    assert told["Messages"] == [
        "2010.000 Subcontract: expected 120,500.00, found 132,000.00 (approved change order 4 adds 11,500.00)",
        "3100.000 Material: expected 45,400.00, found 45,500.00",
        "3100.000 Labor: expected 0.00, found 7.00",
        "Nothing was written. Sync the job costs, look at what changed in Sage, then send the budget again.",
    ]
    assert list(drop.iterdir()) == []


def test_two_newer_change_orders_explain_a_drift_together(carry_out, sage):
    sage_acts.change_order(sage, "2010.000", 4, "-200.00", "8")
    sage_acts.change_order(sage, "2010.000", 4, "-300.00", "9")
    told = carry_out("WriteBudget", wish(cell("2010.000", 4, "1.00", "0.00"), mode="update"))
    assert told["Messages"][0] == (
        "2010.000 Subcontract: expected 0.00, found -500.00 (approved change orders 8, 9 take 500.00 off)"
    )


def test_a_first_budget_stops_at_what_stands_there_and_replaces_it_when_told_to(carry_out, drop, sage):
    sage_acts.edit(sage, "1000.000", 5, "900.00")
    told = carry_out("WriteBudget", wish(cell("2010.000", 4, "5.00")))
    assert told["Outcome"] == "refused"
    assert told["Messages"][0] == "1000.000 Other: expected 0.00, found 900.00"
    told = carry_out("WriteBudget", wish(cell("2010.000", 4, "5.00"), Replace=True))
    assert told["Outcome"] == "done"
    sage_acts.post(sage, drop, told["Result"]["Files"][1])
    assert sage_acts.grid(sage) == {("2010.000", 4): "5.00"}


def test_what_sage_lacks_is_named_all_at_once(carry_out):
    cells = (cell("2010.000", 4, "1.00", phase="7"), cell("9999.000", 1, "1.00"))
    told = carry_out("WriteBudget", wish(*cells))
    assert told["Messages"] == [
        f"Job {JOB} has no phase 7 in Sage. Enter it in 3-5 Jobs, then retry.",
        "Cost code 9999.000 is not in Sage. Enter it in 6-5 Cost Codes, then retry.",
    ]
    told = carry_out("WriteBudget", wish(Job="77"))
    assert told["Messages"] == ["Job 77 is not in Sage. Enter it in 3-5 Jobs, then retry."]


def test_two_rows_for_one_code_stop_everything(carry_out, sage):
    sage_acts.edit(sage, "3100.000", 1, "5.00")
    with sage.writing() as database:
        budgets.add_second_row(database, JOB, 0, Decimal("3100.000"))
    told = carry_out("WriteBudget", wish(Replace=True))
    assert told["Outcome"] == "refused"
    assert told["Messages"] == [
        (
            f"Cost code 3100.000 stands on two rows of the 6-2 grid of job {JOB}: Expected only 1 result, found 2. "
            "Delete one of them in 6-2, then retry."
        )
    ]


def test_phases_stand_in_their_own_rows(carry_out, drop, sage):
    with sage.writing() as database:
        jobs.enter_phase(database, str(JOB), "2", "Building B")
    cells = (cell("2010.000", 4, "10.00", phase="2"), cell("2010.000", 4, "20.00"))
    told = carry_out("WriteBudget", wish(*cells))
    text = (drop / told["Result"]["Files"][1]).read_text(encoding="utf-8-sig")
    assert [line.split(",")[:2] for line in text.splitlines()[9:]] == [["0", "2010.000"], ["2", "2010.000"]]
    drift = carry_out("WriteBudget", wish(cell("2010.000", 4, "1.00", "3.00", phase="2"), mode="update"))
    assert drift["Messages"][0] == "Phase 2, 2010.000 Subcontract: expected 3.00, found 0.00"


def test_a_locked_budget_is_said_beside_the_sheet(carry_out, sage):
    sage_acts.edit(sage, "2010.000", 4, "1.00")
    with sage.writing() as database:
        budgets.lock(database, JOB, is_locked=True)
    told = carry_out("WriteBudget", wish(cell("2010.000", 4, "1.00", "1.00"), mode="update"))
    assert told["Outcome"] == "done"
    assert "locked in Sage" in told["Messages"][0]


def test_no_cell_is_a_formula_and_no_name_leaves_the_folder(carry_out, drop, sage):
    with sage.writing() as database:
        database.exec_driver_sql(
            "UPDATE dbo.cstcde SET cdenme = '=1+1' || char(10) || 'x' WHERE recnum = 2010"
        )
    told = carry_out("WriteBudget", wish(Reference='..\\a/b:"c"'), "W/1?")
    csv_name = told["Result"]["Files"][1]
    assert csv_name == f"6-2 Budget {JOB} _a_b__c_ W_1_.csv"
    assert "'=1+1 x" in (drop / csv_name).read_text(encoding="utf-8-sig")
    rows = CalamineWorkbook.from_path(drop / told["Result"]["Files"][0]).get_sheet_by_index(0).to_python()
    assert rows[10][2] == "=1+1 x"
    assert all(path.parent == drop for path in drop.iterdir())


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"Job": "ABC"}, "ABC is no job number"),
        ({"Mode": "all"}, "Mode must be one of first, update, change_orders, not all."),
        ({"Cells": []}, "Cells is empty"),
        ({"Cells": [EXAMPLE[0], EXAMPLE[0]]}, "names a cell twice"),
        (
            {"Cells": [{**EXAMPLE[0], "Delta": "1.005"}]},
            "Cells[0].Delta is no amount with two decimals: 1.005.",
        ),
        ({"Cells": [{**EXAMPLE[0], "Delta": "NaN"}]}, "Cells[0].Delta is no amount"),
        ({"Cells": [{**EXAMPLE[0], "CostType": "10"}]}, "Cells[0].CostType is no cost type of Sage"),
        ({"Cells": [{**EXAMPLE[0], "CostCode": "03-300"}]}, "Cells[0].CostCode is no cost code of Sage"),
        ({"Cells": [{**EXAMPLE[0], "CostCode": "2010.0001"}]}, "does not fit Sage's cost codes"),
        ({"Cells": [{**EXAMPLE[0], "Phase": "B"}]}, "Cells[0].Phase is no phase number"),
        ({"Cells": ["x"]}, ""),
        ({"Cells": [{**EXAMPLE[0], "Delta": "100000000.00"}]}, "99,999,999.99 is the most"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(carry_out, drop, broken, sentence):
    told = carry_out("WriteBudget", wish(**broken))
    assert told["Outcome"] == "refused"
    assert sentence in " ".join(told["Messages"])
    assert list(drop.iterdir()) == []


def test_a_new_job_is_a_sheet_to_type_from(carry_out, drop):
    job = {
        "Number": "2019002",
        "Name": "=Maple",
        "ShortName": "Maple",
        "Address": "1 Elm\nSuite 2",
        "City": "Portland",
        "State": "OR",
        "ZipCode": "97202",
    }
    told = carry_out("WriteJob", job, "W9")
    assert told["Result"] == {"Files": ["3-5 Job 2019002 W9.xlsx"], "Number": "2019002"}
    rows = CalamineWorkbook.from_path(drop / "3-5 Job 2019002 W9.xlsx").get_sheet_by_index(0).to_python()
    assert rows[8] == ["2019002", "=Maple", "Maple", "1 Elm", "Suite 2", "Portland", "OR", "97202"]
    taken = carry_out("WriteJob", {**job, "Number": str(JOB)})
    assert taken["Messages"] == [
        f"Job {JOB} exists in Sage already. Choose another number, or link that job."
    ]


def test_what_the_agent_does_not_know_is_refused(carry_out):
    told = carry_out("PayVendor", {})
    assert told["Outcome"] == "refused"
    assert told["Messages"] == [
        "This sync agent does not know PayVendor. Install its newest download, then retry."
    ]


def test_a_portal_that_tells_no_submission_gets_its_sheet_without_an_approval(carry_out, drop):
    given = {name: value for name, value in wish().items() if name not in {"Submission", "Revision"}}
    carry_out("WriteBudget", given, "W17")
    text = (drop / f"6-2 Budget {JOB} B7-3 W17.csv").read_text(encoding="utf-8-sig")
    assert "Approval" not in text

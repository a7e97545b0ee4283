"""Import, Post Entries, Set Budget: what is saved when, what originals keep, and what counts as doubled."""

import sqlite3

import pytest

from portal.practice.sage import budgets, cost_codes, sheet_records, windows
from portal.practice.sage import desk as acts
from portal.practice.sage.amounts import CENT
from portal.practice.sage.faults import LOCKED
from portal.practice.sage.refusals import SageError
from tests.practice.sage.sheet_texts import CHANGES, EXAMPLE, HARBOR, NEWTOWN, line, sheet


def totals(found):
    return {row["cost_code"]: (row["total"], row["original_total"]) for row in found["rows"]}


def posted(company):
    with company.reading() as database:
        return sheet_records.posted(database)


def test_an_imported_sheet_is_only_on_the_screen(desk, grid, tmp_path):
    desk.import_sheet(text=sheet(*EXAMPLE))
    found = grid()
    assert found["rows"] == []
    (window,) = found["windows"]
    assert (window["reference"], window["phase"], len(window["rows"])) == ("B7-1", 0, 3)


def test_a_sheet_overwrites_the_window_of_its_job_and_phase_only(desk, grid):
    desk.import_sheet(text=sheet(line("6200.000", m="1.00", phase=1), line("9250.000", phase=2), job=HARBOR))
    desk.import_sheet(text=sheet(line("3100.000", m="2.00", phase=1), job=HARBOR, operation="op2"))
    told = [(one["phase"], [row["cost_code"] for row in one["rows"]]) for one in grid(HARBOR)["windows"]]
    assert told == [(1, ["3100.000"]), (2, ["9250.000"])]


def test_a_window_can_be_closed_without_saving(desk, change, grid):
    desk.import_sheet(text=sheet(*EXAMPLE))
    assert change(windows.discard, NEWTOWN) == 1
    assert grid()["windows"] == []
    with pytest.raises(SageError, match="nothing to post for job 2019001"):
        desk.post_entries(str(NEWTOWN))


def test_the_first_posting_sets_the_originals_by_itself(posted_example, grid):
    assert posted_example == {"job": NEWTOWN, "references": ("B7-1",), "set_budget": True, "rows": 3}
    assert totals(grid()) == {
        "1000.000": ("0.00", "0.00"),
        "2010.000": ("120000.00", "120000.00"),
        "3100.000": ("75750.50", "75750.50"),
    }
    concrete = grid()["rows"][2]
    assert concrete["current"] == {"1": "45500.00", "2": "30250.50", **{str(n): "0.00" for n in range(3, 10)}}
    assert concrete["original"] == {"1": "45500.00", "2": "30250.50", "3": "0.00", "4": "0.00", "5": "0.00"}
    assert grid()["windows"] == []


def test_an_update_leaves_the_originals_as_they_are(desk, posted_example, grid):
    update = (line("2010.000", s="115000.00"), line("3100.000", m="45500.00", l="35250.50"), EXAMPLE[2])
    desk.import_sheet(text=sheet(*update, reference="B7-2", operation="op2"))
    assert not desk.post_entries(str(NEWTOWN))["set_budget"]
    assert totals(grid())["2010.000"] == ("115000.00", "120000.00")
    assert totals(grid())["3100.000"] == ("80750.50", "75750.50")


def test_the_tick_decides_over_what_it_is_by_itself(desk, grid, change):
    desk.import_sheet(text=sheet(*EXAMPLE))
    assert not desk.post_entries(str(NEWTOWN), set_budget=False)["set_budget"]
    assert totals(grid())["2010.000"] == ("120000.00", "0.00")
    assert change(budgets.set_budget, NEWTOWN) == 3
    assert totals(grid())["2010.000"] == ("120000.00", "120000.00")
    with pytest.raises(SageError, match="has no budget yet"):
        change(budgets.set_budget, 2017003)


def test_the_window_is_the_whole_grid_of_its_phase(desk, grid):
    desk.import_sheet(text=sheet(line("6200.000", m="5.00", phase=2), job=HARBOR))
    desk.post_entries(str(HARBOR))
    told = [(row["phase"], row["cost_code"], row["original_total"]) for row in grid(HARBOR)["rows"]]
    assert [code for phase, code, _ in told if phase == 1] == ["1000.000", "2010.000", "3100.000", "5120.000"]
    assert [entry for entry in told if entry[0] == 2] == [(2, "6200.000", "54230.25")]


def test_a_reference_is_posted_once(desk, posted_example, company):
    with pytest.raises(SageError, match="This sheet was imported before: reference B7-1 was posted"):
        desk.import_sheet(text=sheet(*EXAMPLE, operation="op9"))
    desk.import_sheet(text=sheet(*EXAMPLE, job=2017003))
    assert [one["reference"] for one in posted(company)] == ["B7-1"]


def test_an_unposted_sheet_may_be_imported_again(desk, company):
    for _ in range(3):
        desk.import_sheet(text=sheet(*EXAMPLE))
    desk.post_entries(str(NEWTOWN))
    with company.reading() as database:
        assert [bool(one["posted"]) for one in sheet_records.imported(database)] == [False, False, True]


def test_sheets_without_a_reference_can_double_and_the_record_tells(desk, company, grid):
    change = line("2010.000", s="-500.00", o="20.00")
    for operation in ("op5", "op6"):
        desk.import_sheet(text=sheet(change, kind=CHANGES, reference="", operation=operation))
        desk.post_entries(str(NEWTOWN))
    one = {"phase": "0", "cost_code": "2010.000", "before": "0.00"}
    effect = [{**one, "cost_type": "4", "after": "-500.00"}, {**one, "cost_type": "5", "after": "20.00"}]
    assert [entry["effect"] for entry in posted(company)] == [effect, effect]
    assert [row["amount"] for row in grid()["change_orders"]] == ["-500.00", "20.00"] * 2


def test_a_change_order_sheet_becomes_approved_change_orders_and_leaves_the_grid(desk, posted_example, grid):
    before = grid()["rows"]
    moved = (line("2010.000", "Less rock", s="-5000.00"), line("3100.000", l="5000.00"))
    desk.import_sheet(text=sheet(*moved, kind=CHANGES, reference="B7-2", operation="op2"))
    assert grid()["change_orders"] == []
    assert not desk.post_entries(str(NEWTOWN))["set_budget"]
    assert grid()["rows"] == before
    told = [(o["number"], o["cost_code"], o["cost_type"], o["amount"]) for o in grid()["change_orders"]]
    assert told == [("B7-2", "2010.000", "4", "-5000.00"), ("B7-2", "3100.000", "2", "5000.00")]


def test_change_orders_alone_never_set_the_originals(desk, grid):
    desk.import_sheet(text=sheet(line("2010.000", s="1.00"), kind=CHANGES))
    assert not desk.post_entries(str(NEWTOWN))["set_budget"]


def test_the_record_says_what_a_posting_changed(desk, posted_example, company):
    desk.import_sheet(text=sheet(EXAMPLE[0], line("3100.000", m="1.00"), reference="B7-2"))
    desk.post_entries(str(NEWTOWN))
    first, second = posted(company)
    assert [(one["cost_code"], one["cost_type"], one["after"]) for one in first["effect"]] == [
        ("2010.000", "4", "120000.00"),
        ("3100.000", "1", "45500.00"),
        ("3100.000", "2", "30250.50"),
    ]
    assert [(one["cost_type"], one["before"], one["after"]) for one in second["effect"]] == [
        ("1", "45500.00", "1.00"),
        ("2", "30250.50", "0.00"),
    ]


def test_a_code_that_went_missing_stops_the_posting_whole(desk, change, grid):
    desk.import_sheet(text=sheet(*EXAMPLE))
    change(acts.remove_code, code="1000.000")
    with pytest.raises(SageError, match=r"1000.000 is not on file"):
        desk.post_entries(str(NEWTOWN))
    assert (grid()["rows"], len(grid()["windows"])) == ([], 1)
    change(cost_codes.enter, "1000", "General conditions")
    assert desk.post_entries(str(NEWTOWN))["rows"] == 3


def test_a_second_row_of_a_code_goes_when_the_whole_grid_is_written(desk, posted_example, change, grid):
    change(acts.second_row, job=str(NEWTOWN), code="2010.000")
    assert [row["cost_code"] for row in grid()["rows"]].count("2010.000") == 2
    with pytest.raises(SageError, match="has no row in the budget"):
        change(acts.second_row, job=str(NEWTOWN), code="4200.000")
    desk.import_sheet(text=sheet(*EXAMPLE, reference="B7-2"))
    desk.post_entries(str(NEWTOWN))
    assert [row["cost_code"] for row in grid()["rows"]].count("2010.000") == 1


def test_never_posted(desk, grid):
    desk.faults.arm("never_posted", -1)
    desk.import_sheet(text=sheet(*EXAMPLE))
    for _ in range(2):
        with pytest.raises(SageError) as refused:
            desk.post_entries(str(NEWTOWN))
        assert str(refused.value) == LOCKED
    assert grid()["rows"] == []
    desk.faults.clear()
    assert desk.post_entries(str(NEWTOWN))["rows"] == 3


def test_set_budget_forgotten(desk, grid):
    desk.faults.arm("set_budget_forgotten")
    desk.import_sheet(text=sheet(*EXAMPLE))
    assert not desk.post_entries(str(NEWTOWN), set_budget=True)["set_budget"]
    assert totals(grid())["2010.000"] == ("120000.00", "0.00")
    assert desk.faults.armed() == []


def test_whoever_reads_the_file_waits_for_nobody_and_sees_what_is_saved_only(desk, company, tmp_path):

    path = tmp_path / "company.sqlite3"
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)
    desk.import_sheet(text=sheet(*EXAMPLE))
    count = "SELECT COUNT(*) FROM bdglin WHERE recnum = 2019001"
    with company.writing() as database:
        budgets.edit(database, NEWTOWN, 0, cost_codes.code_of("2010"), 4, CENT)
        assert reader.execute(count).fetchone() == (0,)
    assert reader.execute(count).fetchone() == (1,)
    reader.close()

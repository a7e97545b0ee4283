"""Lines become cells: the worked example to the cent, updates as differences, and nothing lost on the way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.money import plain_money
from portal.erp.connectors.sage_100_contractor.places import cells_of
from portal.erp.contract import Standing
from tests.erp.sage_tasks import amount, cells, export, payload, standing_after, update

CODES = ("1000.000", "2010.000", "3100.000", "3100.500", "16000.125")
TYPES = ("M", "L", "E", "S", "O", "SVC")


def _amounts(cents):
    one = st.builds(
        amount, st.sampled_from(CODES), st.sampled_from(TYPES), cents, phase=st.sampled_from(("", "1", "12"))
    )
    return st.lists(one, min_size=1, max_size=30).map(
        lambda found: tuple(replace(each, id=n, line_id=n) for n, each in enumerate(found, start=1))
    )


BUDGETS = _amounts(st.integers(0, 90_000_000))
CHANGES = _amounts(st.integers(-90_000_000, 90_000_000))


def test_the_worked_example_stands_in_the_grid_to_the_cent():
    assert cells(export()) == {
        ("0", "1000.000", "5"): ("0.00", "0.00"),
        ("0", "2010.000", "4"): ("0.00", "120000.00"),
        ("0", "3100.000", "1"): ("0.00", "45500.00"),
        ("0", "3100.000", "2"): ("0.00", "30250.50"),
    }


def test_the_first_export_may_take_the_place_of_what_stands_there_or_must_ask():
    written = payload(export())
    assert (written["Mode"], written["Replace"], written["Reference"]) == ("first", True, "B7-1")
    assert payload(export(beside_others=False))["Replace"] is False
    assert payload(export(budget_id=36 * 36 + 35, submission=12))["Reference"] == "B10Z-12"


def test_the_update_moves_exactly_two_cells_and_names_all_others():
    found = cells(update())
    assert {place: delta for place, (_, delta) in found.items() if delta != "0.00"} == {
        ("0", "2010.000", "4"): "-5000.00",
        ("0", "3100.000", "2"): "5000.00",
    }
    assert {place: expected for place, (expected, _) in found.items()} == {
        ("0", "1000.000", "5"): "0.00",
        ("0", "2010.000", "4"): "120000.00",
        ("0", "3100.000", "1"): "45500.00",
        ("0", "3100.000", "2"): "30250.50",
    }


@pytest.mark.parametrize(
    ("settings", "mode"),
    [
        ({}, "update"),
        ({"update_mode": "grid"}, "update"),
        ({"update_mode": "change_orders"}, "change_orders"),
    ],
)
def test_an_update_travels_as_its_connection_has_it(settings, mode):
    written = payload(update(settings=settings))
    assert (written["Mode"], written["Replace"], written["Reference"]) == (mode, False, "B7-2")


def test_two_lines_of_one_code_and_type_share_a_cell():
    task = export(amount("2010.000", "S", 100), amount("2010.000", "S", 250, line=2))
    assert cells(task) == {("0", "2010.000", "4"): ("0.00", "3.50")}


def test_rows_come_in_the_order_of_phase_and_code_as_numbers():
    task = export(
        amount("16000.125", "M", 1),
        amount("2010.000", "M", 1),
        amount("2010.000", "L", 1),
        amount("1000.000", "M", 1, phase="12"),
        amount("1000.000", "M", 1, phase="2"),
    )
    assert list(cells(task)) == [
        ("0", "2010.000", "1"),
        ("0", "2010.000", "2"),
        ("0", "16000.125", "1"),
        ("2", "1000.000", "1"),
        ("12", "1000.000", "1"),
    ]


def test_without_a_report_an_update_expects_what_was_exported():
    assert cells(update(standing=())) == cells(update())


def test_what_is_no_longer_mapped_is_left_for_the_agent_to_find():
    lost = (*update().standing, Standing("2010.000", 100), Standing("", 100, "1"))
    assert cells(update(standing=lost)) == cells(update())


def test_a_row_is_described_by_its_first_line_on_one_line_of_fifty():
    long = amount("2010.000", "M", 1, description="Dig\n\tand " + "x" * 60)
    (cell,) = payload(export(long))["Cells"]
    assert cell["Description"] == "Dig and " + "x" * 39 + "..."
    (cell,) = payload(export(amount("2010.000", "M", 1)))["Cells"]
    assert cell["Description"] == "Earthwork"


@given(BUDGETS)
def test_no_cent_is_lost_or_made_in_the_pivot(amounts):
    found = cells_of(export(*amounts))
    assert sum(cell.delta for cell in found) == sum(each.cents for each in amounts)
    assert len({cell.place for cell in found}) == len(found)
    for cell in found:
        assert cell.after == sum(
            each.cents
            for each in amounts
            if (each.phase or "0", each.code.erp_id, each.erp_cost_type) == tuple(cell.place)
        )


@given(BUDGETS, CHANGES)
def test_an_update_holds_all_that_stood_and_moves_it_by_ours_alone(amounts, changes):
    standing = standing_after(export(*amounts))
    found = cells_of(update(amounts=changes, standing=standing))
    assert sum(cell.standing for cell in found) == sum(each.cents for each in amounts)
    assert sum(cell.delta for cell in found) == sum(each.cents for each in changes)
    assert {(row.phase or "0", row.erp_code, row.erp_cost_type) for row in standing} <= {
        tuple(cell.place) for cell in found
    }


@given(BUDGETS)
def test_the_same_budget_has_the_same_bytes_in_any_order(amounts):
    def without_words(task):
        return [{**cell, "Description": ""} for cell in payload(task)["Cells"]]

    assert without_words(export(*amounts)) == without_words(export(*reversed(amounts)))
    total = sum(each.cents for each in amounts)
    cents = sum(int(cell["Delta"].replace(".", "")) for cell in payload(export(*amounts))["Cells"])
    assert plain_money(cents) == plain_money(total)

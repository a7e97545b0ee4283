"""The reviewer sees the 6-2 grid as it will stand: whole amounts, what changes marked, totals that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import Standing
from tests.erp.sage_tasks import amount, export, update

FIVE = ("Material", "Labor", "Equipment", "Subcontract", "Other")


def test_the_worked_example_stands_as_the_accountant_will_see_it():
    table = CONNECTOR.preview(export())
    assert table.title == "As it will stand in Sage 100 (6-2)"
    assert table.columns == ("Cost code", "Description", *FIVE, "Total")
    assert table.rows == (
        ("1000.000", "General conditions", None, None, None, None, 0, 0),
        ("2010.000", "Earthwork", None, None, None, 12_000_000, None, 12_000_000),
        ("3100.000", "Concrete formwork", 4_550_000, 3_025_050, None, None, None, 7_575_050),
    )
    assert table.totals == ("Total", "", 4_550_000, 3_025_050, 0, 12_000_000, 0, 19_575_050)
    assert table.changed == {(0, 6), (1, 5), (2, 2), (2, 3)}
    assert "overwrites the 6-2 window" in table.note
    assert "Set Budget" in table.note


def test_an_update_shows_whole_amounts_and_marks_the_two_that_move():
    table = CONNECTOR.preview(update())
    assert table.rows == (
        ("1000.000", "General conditions", None, None, None, None, 0, 0),
        ("2010.000", "Earthwork", None, None, None, 11_500_000, None, 11_500_000),
        ("3100.000", "Concrete formwork", 4_550_000, 3_525_050, None, None, None, 8_075_050),
    )
    assert table.totals[-1] == 19_575_050
    assert table.changed == {(1, 5), (2, 3)}
    assert "Set Budget is not pressed" in table.note


def test_change_orders_say_that_the_grid_stays():
    assert (
        "change orders (6-4-1)" in CONNECTOR.preview(update(settings={"update_mode": "change_orders"})).note
    )


def test_phases_stand_in_front_only_where_there_are_any():
    table = CONNECTOR.preview(export(amount("2010.000", "S", 5, phase="2"), amount("2010.000", "S", 7)))
    assert table.columns[:3] == ("Phase", "Cost code", "Description")
    assert [row[:2] for row in table.rows] == [("", "2010.000"), ("2", "2010.000")]
    assert table.totals[:3] == ("Total", "", "")
    assert len({len(table.columns), len(table.totals), *map(len, table.rows)}) == 1


def test_types_of_the_company_show_by_name_and_unmapped_ones_stand_apart():
    table = CONNECTOR.preview(
        export(amount("2010.000", "SVC", 5), amount("2010.000", "O", 7, erp_cost_type="", line=2))
    )
    assert table.columns == (
        "Cost code",
        "Description",
        *FIVE,
        "Professional services",
        "Not mapped",
        "Total",
    )
    assert table.rows[0][-3:] == (5, 7, 12)
    standing = (*update().standing, Standing("2010.000", 300, "8"))
    assert "Type 8" in CONNECTOR.preview(update(standing=standing)).columns


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("1000.000", "2010.000")), st.sampled_from("MLESO"), st.integers(-9999, 9999)
        ),
        min_size=1,
    )
)
def test_rows_and_columns_add_up_to_the_budget(lines):
    table = CONNECTOR.preview(export(*(amount(*each, line=n) for n, each in enumerate(lines, start=1))))
    total = sum(cents for _, _, cents in lines)
    assert sum(row[-1] for row in table.rows) == table.totals[-1] == sum(table.totals[2:-1]) == total


@pytest.mark.parametrize("task", [export(), update()])
def test_every_marked_cell_holds_an_amount(task):
    table = CONNECTOR.preview(task)
    assert all(isinstance(table.rows[y][x], int) for y, x in table.changed)

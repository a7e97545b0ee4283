"""Amounts and item names as they stand in answers and report cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.money import plain_money
from portal.erp.connectors.quickbooks_desktop.amounts import read_amount
from portal.erp.connectors.quickbooks_desktop.items import match_item
from portal.erp.xml import WireError


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("-0.01", -1),
        ("+12", 1200),
        ("1,234.50", 123_450),
        ("12.34000", 1234),
        ("9999999999999.99", 999_999_999_999_999),
    ],
)
def test_amounts_are_read_exactly(text, cents):
    assert read_amount(text) == cents


@pytest.mark.parametrize(
    "text", ["", ".", "1.", ".5", "1e3", "12.345", "1,23", "--1", "\u0661", "1 0", "NaN"]
)
def test_anything_else_is_no_amount(text):
    with pytest.raises(WireError):
        read_amount(text)


@given(st.integers(-(10**14), 10**14))
def test_amounts_survive_the_round_trip(cents):
    assert read_amount(plain_money(cents)) == cents


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("03-100", "03-100"),
        ("03-100 (Concrete)", "03-100"),
        ("Wall (north) (Framing (wood))", "Wall (north)"),
        ("03-1000", None),
        ("", None),
    ],
)
def test_the_item_of_a_report_cell_is_found_before_its_description(cell, name):
    assert match_item(cell, frozenset({"03-100", "Wall (north)", "Wall"})) == name

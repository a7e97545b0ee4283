"""Edges of reading a price file that no real file in the tests has."""

from decimal import Decimal

from portal.domain.imports.cells import decimal_of
from portal.domain.imports.shapes import headings_at


def test_plain_digits_are_read_as_they_stand():
    assert decimal_of("12") == Decimal(12)


def test_a_repeated_heading_without_any_text_above_keeps_its_own_name():
    rows = [["", 7, "  ", ""], ["Item", "Total", "Unit", "Total"]]
    assert headings_at(rows, 2) == ("Item", "Total", "Unit", "Total")

"""One cell: exact cents, clear sentences, codes as they are written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.imports.cells import (
    FORMULA_WITHOUT_RESULT,
    CellError,
    cents_of,
    column_letter,
    decimal_of,
    in_places,
    text_of,
)
from portal.domain.money import MoneyError


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("$1,234.50", 123450),
        ("$-728.73", -72873),
        ("(1,234.50)", -123450),
        ("$.00", 0),
        ("-$5.00", -500),
        ("\u22125.00", -500),
        ("12450.0", 1245000),
        ("7", 700),
        ("-0.05", -5),
        (" 1,000 ", 100000),
        ("$ -   ", 0),
        ("-", 0),
        (1234.5600000001, 123456),
        (27367.699999999997, 2736770),
        (11998919.999999998, 1199892000),
        (99_999_999.99, 9_999_999_999),
        (-0.1, -10),
        (5, 500),
    ],
)
def test_an_amount_is_read_to_the_cent(cell, cents):
    assert cents_of(cell) == (cents, False)


@pytest.mark.parametrize("cell", [None, "", "  ", "None", "none", "N/A"])
def test_an_empty_amount_is_no_amount(cell):
    assert cents_of(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "abc",
            "NaN",
            "sNaN",
            "Infinity",
            "1e9999",
            "\uff11\uff12",
            "1_000",
            "0.005",
            "1,23",
            "--5",
            "1.2.3",
            "9" * 40,
        ),
        *("12,34,567", "$", "(-5)", "Not provided", "$___________", "100000000.001"),
        *(float("nan"), float("inf"), 1.8e306, True, 0.005),
    ],
)
def test_what_is_no_exact_amount_is_refused_with_a_sentence(cell):
    with pytest.raises((MoneyError, CellError)) as refusal:
        cents_of(cell)
    assert str(refusal.value).endswith((".", "”."))


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        (2.345, 235),
        ("2.345", 235),
        ("-2.345", -235),
        ("(2.345)", -235),
        ("$1,234.567", 123457),
        (0.004999, 0),
    ],
)
def test_rounding_is_half_up_and_told_when_it_was_asked_for(cell, cents):
    assert cents_of(cell, round_half_up=True) == (cents, True)


def test_a_decimal_comma_is_read_only_when_it_was_chosen():
    assert cents_of("1.234,50", decimal_mark=",").cents == 123450
    assert cents_of("12,5", decimal_mark=",").cents == 1250
    with pytest.raises(MoneyError):
        cents_of("12,5")


@given(st.integers(-9_999_999_999, 9_999_999_999))
def test_every_amount_comes_back_from_number_and_text(cents):
    assert cents_of(cents / 100) == (cents, False)
    assert cents_of(f"{Decimal(cents) / 100:,.2f}") == (cents, False)
    assert cents_of(f"${abs(cents) // 100:,}.{abs(cents) % 100:02d}").cents == abs(cents)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0001", "0001"),
        (2010.0, "2010"),
        (2010.5, "2010.5"),
        ("B  -41440-A ", "B -41440-A"),
        ("Mobilization\n(Section 012200)", "Mobilization (Section 012200)"),
        ("None", ""),
        (None, ""),
        ("\u200b01\u00ad-100", "01-100"),
        ("\u00a0x\u00a0", "x"),
    ],
)
def test_text_keeps_codes_and_joins_lines(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800", "a\x07"])
def test_a_character_that_cannot_be_stored_is_refused(cell):
    with pytest.raises(CellError, match="cannot be stored"):
        text_of(cell)


def test_quantities_keep_four_decimals():
    assert decimal_of("1,234.5") == Decimal("1234.5")
    assert decimal_of(0.1) == Decimal("0.1")
    assert decimal_of("$ 12.3456") == Decimal("12.3456")
    assert in_places(Decimal("0.33333")) == Decimal("0.3333")
    assert decimal_of("") is decimal_of(None) is None
    for wrong in ("Not provided", "1e5", True, float("inf"), "."):
        with pytest.raises(CellError):
            decimal_of(wrong)


@pytest.mark.parametrize("cell", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", FORMULA_WITHOUT_RESULT])
def test_a_failed_formula_is_never_an_empty_amount(cell):
    with pytest.raises(CellError, match="formula"):
        cents_of(cell)


def test_columns_are_named_as_a_spreadsheet_names_them():
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]

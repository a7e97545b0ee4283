"""Amounts: exact in, exact out, a sentence for anything else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.money import (
    MAX_CENTS,
    MoneyError,
    extend,
    format_difference,
    format_money,
    parse_money,
    plain_money,
    to_decimal,
    within_limit,
)

CENTS = st.integers(min_value=-MAX_CENTS, max_value=MAX_CENTS)

READ = {
    "1250": 125_000,
    "1250.5": 125_050,
    "1250.50": 125_050,
    "1,250.50": 125_050,
    "1 250.50": 125_050,
    "1\u00a0250.50": 125_050,
    "1\u202f250.50": 125_050,
    "$1,250.50": 125_050,
    "$ 1,250.50": 125_050,
    "-$5": -500,
    "$-5": -500,
    "- 5": -500,
    "+5": 500,
    "\u22125.00": -500,
    "(5.00)": -500,
    "($1,250.50)": -125_050,
    "( 5 )": -500,
    ".5": 50,
    "-.05": -5,
    "-0": 0,
    "0.00": 0,
    "  7  ": 700,
    "000000000000000000007": 700,
    "0" * 9000: 0,
    "99,999,999.99": MAX_CENTS,
    "-99999999.99": -MAX_CENTS,
}


@pytest.mark.parametrize(("text", "cents"), READ.items())
def test_an_amount_as_people_and_files_write_it(text, cents):
    assert parse_money(text) == cents


NOT_NUMBERS = (
    "NaN sNaN Infinity -Infinity inf 1e9999 1E5 １２ ١٢ 1_000 0x10 abc TRUE null None ½ ² 1\u200b2 =1+1 @A1"
)
ODD_SIGNS = "1.2.3 1. . - + -- --5 +-5 -+5 (5 5) (-5) (+5) () 5- 1/2 €5 $$5 5%"
ODD_GROUPS = ["1,23", "12,34.50", "1,2345", "1 2", "12 34", "1, 234", "1'234", "1\n2", "1\t234", "5\x00"]
NOT_AMOUNTS = [*NOT_NUMBERS.split(), *ODD_SIGNS.split(), *ODD_GROUPS]


@pytest.mark.parametrize("text", NOT_AMOUNTS)
def test_anything_else_is_refused_with_a_sentence_that_quotes_it(text):
    with pytest.raises(
        MoneyError, match=r"^“.*” is not an amount\. Enter digits with at most two decimals\.$"
    ):
        parse_money(text)


@pytest.mark.parametrize("text", ["", "   ", "$", " \u00a0"])
def test_an_empty_field_asks_for_an_amount(text):
    with pytest.raises(MoneyError, match=r"^Enter an amount, for example 1250\.00\.$"):
        parse_money(text)


@pytest.mark.parametrize("text", ["0.005", "1.234", "1,250.505", "-.001", "1.000", "0." + "1" * 9000])
def test_a_third_decimal_is_never_rounded_away(text):
    with pytest.raises(MoneyError, match=r"has more than two decimals\. Enter whole cents\.$"):
        parse_money(text)


@pytest.mark.parametrize("text", ["100000000", "-100,000,000.00", "1" * 40, "9" * 12, "1" * 9000])
def test_more_than_an_erp_can_hold_is_refused(text):
    with pytest.raises(MoneyError, match=r"too large\. An amount is at most 99,999,999\.99\.$"):
        parse_money(text)


def test_a_long_text_is_quoted_short():
    with pytest.raises(MoneyError) as refused:
        parse_money("x" * 500)
    assert len(str(refused.value)) < 120


@given(st.text())
def test_no_text_whatever_is_anything_but_cents_or_a_sentence(text):
    try:
        cents = parse_money(text)
    except MoneyError as error:
        sentence = str(error)
    else:
        assert isinstance(cents, int)
        assert abs(cents) <= MAX_CENTS
        return
    assert sentence.endswith(".")


@given(CENTS)
def test_what_is_shown_can_be_typed_again(cents):
    assert parse_money(format_money(cents)) == cents
    assert parse_money(plain_money(cents)) == cents
    assert parse_money(format_difference(cents)) == cents
    assert parse_money(str(to_decimal(cents))) == cents


@given(CENTS)
def test_a_decimal_has_exactly_two_places(cents):
    assert to_decimal(cents).as_tuple().exponent == -2
    assert to_decimal(cents) * 100 == cents


@given(st.lists(CENTS, max_size=50))
def test_sums_agree_in_both_shapes(amounts):
    assert sum(map(to_decimal, amounts)) * 100 == sum(amounts)


def test_figures_as_a_ledger_prints_them():
    assert format_money(123_456_789) == "1,234,567.89"
    assert format_money(-5) == "\u22120.05"
    assert format_money(0) == "0.00"
    assert format_difference(1_248_000) == "+12,480.00"
    assert format_difference(-1) == "\u22120.01"
    assert format_difference(0) == "0.00"
    assert plain_money(-123_456_789) == "-1234567.89"


def test_the_limit_is_the_erps_own():
    assert within_limit(MAX_CENTS) == MAX_CENTS
    assert within_limit(-MAX_CENTS) == -MAX_CENTS
    with pytest.raises(MoneyError, match=r"^100,000,000\.00 is too large\."):
        within_limit(MAX_CENTS + 1)


EXTENDED = [
    ("3", "10", 3_000),
    ("1.5", "0.01", 2),
    ("0.5", "0.01", 1),
    ("-0.5", "0.01", -1),
    ("0.49999999999999999999999999999999999999999999", "0.01", 0),
    ("0", "1E+50", 0),
    ("1E+50", "0", 0),
    ("1E-50", "1E+40", 0),
    ("33.333", "3", 10_000),
    ("99999999.99", "1", MAX_CENTS),
]


@pytest.mark.parametrize(("quantity", "unit_cost", "cents"), EXTENDED)
def test_quantity_times_unit_cost_is_rounded_half_up_once(quantity, unit_cost, cents):
    assert extend(Decimal(quantity), Decimal(unit_cost)) == cents


@pytest.mark.parametrize("odd", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_only_numbers_are_extended(odd):
    for pair in ((Decimal(odd), Decimal(1)), (Decimal(1), Decimal(odd))):
        with pytest.raises(MoneyError, match="as plain numbers"):
            extend(*pair)


@pytest.mark.parametrize("huge", ["1E+9999", "100000000", "-1E+13"])
def test_a_product_beyond_the_limit_is_refused(huge):
    with pytest.raises(MoneyError, match="too large"):
        extend(Decimal(huge), Decimal(1))


@given(st.decimals(allow_nan=True, allow_infinity=True), st.decimals(allow_nan=True, allow_infinity=True))
def test_no_product_fails_without_a_sentence(quantity, unit_cost):
    try:
        cents = extend(quantity, unit_cost)
    except MoneyError as error:
        sentence = str(error)
    else:
        assert abs(cents) <= MAX_CENTS
        return
    assert sentence.endswith(".")

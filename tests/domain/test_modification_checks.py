"""What the company asks of a modification: both lines, and no line pushed below 0.00."""

import pytest

from portal.domain import modification_checks as checks
from portal.domain.modification_checks import Move

DEMOLITION, LABOR = "2010.000 Site demolition, S", "3100.000 Concrete formwork, L"


def test_both_sides_add_up():
    assert checks.unbalanced(DEMOLITION, LABOR, 500_000) == ""


@pytest.mark.parametrize(
    ("giver", "taker", "said"),
    [(DEMOLITION, None, f"takes 5,000.00 from {DEMOLITION}"), (None, LABOR, f"gives 5,000.00 to {LABOR}")],
)
def test_one_side_is_named_with_its_amount(giver, taker, said):
    sentence = checks.unbalanced(giver, taker, 500_000)
    assert said in sentence
    assert "add up to 0.00" in sentence


@pytest.mark.parametrize(
    ("before", "after", "is_low"),
    [
        (100, 0, False),
        (100, -1, True),
        (0, -1, True),
        (-500, -400, False),
        (-500, -500, False),
        (-500, -501, True),
        (-500, 100, False),
    ],
)
def test_only_a_line_that_sinks_below_zero_counts(before, after, is_low):
    move = Move(7, DEMOLITION, before, after)
    assert checks.below_zero([move]) == ((move,) if is_low else ())


def test_the_refusal_names_every_line_with_both_amounts_and_the_way_on():
    sentence = checks.refusal([Move(1, DEMOLITION, 100_000, -50), Move(2, LABOR, 0, -7)])
    assert f"{DEMOLITION} holds 1,000.00 and would end at −0.50." in sentence
    assert f"{LABOR} holds 0.00 and would end at −0.07." in sentence
    assert sentence.endswith("Enter a smaller amount, or choose another line.")


def test_the_warning_says_where_the_line_stands():
    assert checks.warning([Move(1, DEMOLITION, 100_000, -50)]).endswith(f"{DEMOLITION} now stands at −0.50.")

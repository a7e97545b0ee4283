"""The judge of a chaos run sees what is missing and what stands there twice."""

from collections import Counter
from decimal import Decimal

from portal.chaos.comparisons import compare

FIRST = Counter({("01-100", Decimal("18000.00")): 1, ("02-220", Decimal("7250.00")): 1})
SECOND = Counter({("02-220", Decimal("-500.00")): 1, ("01-100", Decimal("500.00")): 1})


def estimate(*submissions):
    held = sum(submissions, Counter())
    return {"lines": [{"item": item, "amount": str(amount)} for item, amount in held.elements()]}


def verdict(accepted, told, *estimates):
    found = compare(accepted, told, estimates)
    return found.lost, found.doubled


def test_what_was_accepted_and_stands_there_once_is_right():
    assert verdict({1: FIRST, 2: SECOND}, {1, 2}, estimate(FIRST, SECOND)) == ((), ())
    assert compare({1: FIRST}, {1}, [estimate(FIRST)]).words == ""


def test_a_missing_submission_is_lost():
    assert verdict({1: FIRST, 2: SECOND}, {1, 2}, estimate(FIRST)) == ((2,), ())
    assert verdict({1: FIRST}, set()) == ((1,), ())


def test_an_acceptance_that_no_page_knows_any_more_is_lost():
    assert verdict({}, {1}) == ((1,), ())


def test_a_second_estimate_is_doubled():
    assert verdict({1: FIRST}, {1}, estimate(FIRST), estimate(FIRST)) == ((), (1,))
    assert verdict({1: FIRST}, {1}, estimate(FIRST), estimate()) == ((), (0,))


def test_lines_that_were_added_twice_are_doubled_though_they_cancel_each_other_out():
    assert verdict({1: FIRST, 2: SECOND}, {1, 2}, estimate(FIRST, SECOND, SECOND)) == ((), (2,))


def test_amounts_that_nobody_accepted_are_told():
    found = compare({1: FIRST}, {1}, [estimate(FIRST, SECOND)])
    assert found.doubled == (0,)
    assert "1 x -500.00 on 02-220" in found.words

"""The verdict over jobs in Sage: sheets posted once, amounts once."""

from collections import Counter
from decimal import Decimal

from portal.chaos.sage_comparisons import compare

JOB = "5010000"
ACCEPTED = {
    1: Counter({("02-300", Decimal("100.00")): 1, ("03-100", Decimal("50.00")): 1}),
    2: Counter({("02-300", Decimal("-10.00")): 1, ("03-100", Decimal("10.00")): 1}),
}


def sheet(reference, job=JOB):
    return {"job": int(job), "reference": reference}


def grid(*rows, orders=()):
    return {
        "rows": [{"cost_code": code, "current": {"4": amount}} for code, amount in rows],
        "change_orders": [{"cost_code": code, "amount": amount} for code, amount in orders],
    }


WHOLE = grid(("2010.000", "90.00"), ("3100.000", "60.00"))


def judged(posted, held, accepted=ACCEPTED, told=frozenset({1, 2})):
    found = compare(accepted, set(told), posted, held, JOB)
    return found.lost, found.doubled


def test_every_sheet_posted_once_is_as_it_should_be():
    posted = [sheet("B7-1"), sheet("B7-2"), sheet("B9-1", "5020000")]
    assert judged(posted, WHOLE) == ((), ())
    changes = grid(
        ("2010.000", "100.00"), ("3100.000", "50.00"), orders=[("2010.000", "-10.00"), ("3100.000", "10.00")]
    )
    assert judged(posted, changes) == ((), ())


def test_a_sheet_that_was_never_posted_is_lost():
    assert judged([sheet("B7-1")], grid(("2010.000", "100.00"), ("3100.000", "50.00"))) == ((2,), ())


def test_a_sheet_posted_twice_is_doubled_though_the_grid_is_right():
    assert judged([sheet("B7-1"), sheet("B7-1"), sheet("B7-2")], WHOLE) == ((), (1,))


def test_amounts_that_do_not_add_up_are_doubled():
    assert judged([sheet("B7-1"), sheet("B7-2")], grid(("2010.000", "180.00"), ("3100.000", "60.00"))) == (
        (),
        (0,),
    )


def test_what_a_page_called_accepted_and_none_does_any_more_is_lost():
    only_first = {1: ACCEPTED[1]}
    held = grid(("2010.000", "100.00"), ("3100.000", "50.00"))
    assert judged([sheet("B7-1")], held, only_first) == ((2,), ())


def test_sheets_without_a_reference_are_counted():
    assert judged([sheet(""), sheet(""), sheet("")], WHOLE) == ((), (1,))

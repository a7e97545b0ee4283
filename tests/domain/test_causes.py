"""The likely cause of a difference, read off the figures: one answer per picture."""

import pytest

from portal.domain.causes import Cause, Evidence, cause_of, is_explained, may_be_acknowledged, named
from portal.domain.proofs import Difference

# What the export moved, what stood before, what stands now, its original (None: not asked), change orders, by hand.
PICTURES = [
    ("set budget forgotten", 100, 0, 100, 0, (), True, Cause.ORIGINALS),
    ("set budget forgotten, then a change order", 100, 0, 130, 0, (30,), True, Cause.ORIGINALS),
    ("set budget forgotten, then something else", 100, 0, 131, 0, (30,), True, Cause.CHANGED),
    ("first, not posted", 100, 0, None, 0, (), True, Cause.UNMOVED),
    ("first, not posted, row of zero", 100, 0, 0, 0, (), True, Cause.UNMOVED),
    ("first, in the place of others, not posted", 100, 40, 40, 40, (), True, Cause.UNMOVED),
    ("first, twice", 100, 0, 200, 200, (), True, Cause.DOUBLED),
    ("first, edited", 100, 0, 101, 101, (), True, Cause.CHANGED),
    ("a zero that became an amount", 0, 0, 7, 7, (), True, Cause.CHANGED),
    ("update, not posted", 100, 500, 500, None, (), True, Cause.UNMOVED),
    ("update, twice", 100, 500, 700, None, (), True, Cause.DOUBLED),
    ("update, a change order on top", 100, 500, 630, None, (30,), True, Cause.CHANGE_ORDERS),
    ("update, newer change orders on top", 100, 500, 650, None, (99, 20, 30), True, Cause.CHANGE_ORDERS),
    ("update, edited", 100, 500, 601, None, (), True, Cause.CHANGED),
    ("update, edited beside change orders", 100, 500, 601, None, (30,), True, Cause.CHANGED),
    ("update, removed", 100, 500, None, None, (), True, Cause.MISSING),
    ("by wire, removed", 100, 0, None, None, (), False, Cause.MISSING),
    ("by wire, as before", 100, 500, 500, None, (), False, Cause.UNMOVED),
    ("by wire, edited", 100, 0, 99, None, (), False, Cause.CHANGED),
]


@pytest.mark.parametrize(
    ("exported", "before", "current", "original", "orders", "by_hand", "cause"),
    [pytest.param(*row[1:], id=row[0]) for row in PICTURES],
)
def test_picture(exported, before, current, original, orders, by_hand, cause):
    seen = Evidence(
        {"k": exported},
        {"k": before} if before else {},
        {} if current is None else {"k": current},
        None if original is None else {"k": original},
        {"k": orders},
        by_hand=by_hand,
    )
    expected = exported if original is not None else before + exported
    found = current if original is None else original
    assert cause_of(Difference("k", expected, found), seen) is cause


def test_the_newest_change_orders_explain_and_older_ones_do_not():
    assert is_explained(30, (10, 30))
    assert is_explained(40, (10, 30))
    assert not is_explained(10, (10, 30))
    assert not is_explained(0, ())
    assert is_explained(0, (30, -30))


@pytest.mark.parametrize(
    ("causes", "name"),
    [
        ((), None),
        ((Cause.DOUBLED, Cause.DOUBLED), Cause.DOUBLED),
        ((Cause.UNMOVED, Cause.ORIGINALS), Cause.UNMOVED),
        ((Cause.DOUBLED, Cause.CHANGED), Cause.SEVERAL),
        ((Cause.UNMOVED, Cause.ORIGINALS, Cause.CHANGED), Cause.SEVERAL),
    ],
)
def test_a_report_has_one_name(causes, name):
    assert named(causes) is name


def test_what_only_waits_to_be_posted_is_not_acknowledged():
    assert may_be_acknowledged(Cause.CHANGED, shows=True)
    assert may_be_acknowledged(Cause.UNMOVED, shows=True)
    assert not may_be_acknowledged(Cause.ORIGINALS, shows=True)
    assert not any(may_be_acknowledged(cause, shows=False) for cause in Cause)

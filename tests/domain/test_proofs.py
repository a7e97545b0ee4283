"""The proof that an export arrived: exact to the cent, with the figures of the worked example."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.proofs import Difference, prove

FIRST = {"2010/4": 12_000_000, "3100/1": 4_550_000, "3100/2": 3_025_050, "1000/5": 0}
UPDATE = {"2010/4": -500_000, "3100/2": 500_000}
AFTER = {"2010/4": 11_500_000, "3100/1": 4_550_000, "3100/2": 3_525_050}
BOOKS = st.dictionaries(st.sampled_from("abcdef"), st.integers(-(10**10), 10**10))


def test_a_first_export_is_proven_by_its_own_amounts():
    proof = prove(FIRST, {}, FIRST, first=True)
    assert proof.holds
    assert (proof.checked, proof.differences, proof.drift) == (4, (), ())


def test_a_line_of_zero_counts_when_it_is_absent():
    assert prove(FIRST, {}, {key: cents for key, cents in FIRST.items() if cents}, first=True).holds


def test_an_amount_that_is_not_there_yet_is_named():
    proof = prove(FIRST, {}, {}, first=True)
    assert not proof.holds
    assert [each.key for each in proof.differences] == ["2010/4", "3100/1", "3100/2"]
    assert proof.differences[0] == Difference("2010/4", 12_000_000, None)
    assert proof.differences[0].cents == -12_000_000


def test_one_cent_is_a_difference():
    proof = prove(FIRST, {}, FIRST | {"3100/1": 4_550_001}, first=True)
    assert proof.differences == (Difference("3100/1", 4_550_000, 4_550_001),)
    assert proof.differences[0].cents == 1


def test_an_update_is_proven_by_its_movement_from_the_baseline():
    assert prove(UPDATE, FIRST, AFTER, first=False).holds
    assert not prove(UPDATE, FIRST, FIRST, first=False).holds


def test_what_else_moved_is_drift_and_never_blocks():
    proof = prove(UPDATE, FIRST, AFTER | {"3100/1": 4_600_000, "9999/5": 100}, first=False)
    assert proof.holds
    assert proof.drift == (Difference("3100/1", 4_550_000, 4_600_000), Difference("9999/5", 0, 100))


def test_a_first_export_ignores_what_stood_there_before():
    assert prove({"a": 100}, {"a": 50}, {"a": 100}, first=True).holds


@given(baseline=BOOKS, exported=BOOKS)
def test_the_exact_sum_always_proves_and_any_other_never(baseline, exported):
    arrived = {key: baseline.get(key, 0) + exported.get(key, 0) for key in baseline | exported}
    assert prove(exported, baseline, arrived, first=False).holds
    for key in exported:
        assert not prove(exported, baseline, arrived | {key: arrived[key] + 1}, first=False).holds

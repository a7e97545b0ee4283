"""The proof that an export arrived: exact to the cent, with the figures of the worked example."""

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.proofs import Difference, is_visible, prove, prove_originals

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


ZEROS = dict.fromkeys(FIRST, 0)


def test_a_first_export_is_proven_by_originals_where_a_person_sets_them():
    proof = prove_originals(FIRST, {}, FIRST, FIRST)
    assert (proof.holds, proof.checked, proof.drift) == (True, 4, ())
    assert not prove_originals(FIRST, {}, FIRST, ZEROS).holds
    assert not prove_originals(FIRST, {}, FIRST, {}).holds


def test_originals_prove_even_where_current_amounts_moved_on():
    proof = prove_originals(FIRST, {"9999/5": 7}, FIRST | {"2010/4": 12_250_000, "9999/5": 8}, FIRST)
    assert proof.holds
    assert proof.drift == (Difference("2010/4", 12_000_000, 12_250_000), Difference("9999/5", 7, 8))


def test_a_code_that_differs_is_not_told_as_drift_as_well():
    proof = prove_originals(FIRST, {}, FIRST | {"2010/4": 5}, FIRST | {"2010/4": 5})
    assert [each.key for each in proof.differences] == ["2010/4"]
    assert proof.drift == ()


def test_what_two_people_acknowledged_counts_while_it_is_exactly_that():
    found = FIRST | {"2010/4": 12_000_500}
    taken = {("2010/4", 12_000_500)}
    proof = prove(FIRST, {}, found, first=True, acknowledged=taken)
    assert proof.holds
    assert proof.adjusted == (Difference("2010/4", 12_000_000, 12_000_500),)
    assert prove_originals(FIRST, {}, found, found, acknowledged=taken).holds
    assert not prove(FIRST, {}, found | {"2010/4": 12_000_600}, first=True, acknowledged=taken).holds
    assert not prove(FIRST, {}, found | {"3100/1": 1}, first=True, acknowledged=taken).holds


def test_a_missing_row_can_be_acknowledged_as_nothing():
    rest = {key: cents for key, cents in FIRST.items() if key != "3100/1"}
    assert prove(FIRST, {}, rest, first=True, acknowledged={("3100/1", 0)}).holds


def test_nothing_is_visible_until_an_exported_code_moves_or_becomes_original():
    assert not is_visible(FIRST, {}, {}, {})
    assert not is_visible(FIRST, {"2010/4": 5}, {"2010/4": 5, "9999/5": 7}, {"2010/4": 5})
    assert is_visible(FIRST, {}, {"3100/1": 1}, {})
    assert is_visible(FIRST, {}, {}, {"3100/1": 1})
    assert not is_visible(UPDATE, FIRST, FIRST | {"3100/1": 9})
    assert is_visible(UPDATE, FIRST, FIRST | {"2010/4": 9})

"""Every cause has one whole sentence for the budget and one for the line, and each ends with what to do."""

from dataclasses import replace

import pytest

from portal.domain.cause_words import Scene, line, whole
from portal.domain.causes import Cause
from tests.domain.moments import QUICKBOOKS, SAGE
from tests.domain.sentences import faults_of

HERE = Scene(SAGE, "Sage 100", "2019001", "6-2 Budget 2019001 B1-1.xlsx")
SCENES = {
    "sage": HERE,
    "sage, nothing known": Scene(SAGE, "Sage 100"),
    "by hand, without words of its own": Scene(
        replace(SAGE, originals_word="", originals_step=""), "Sage 100"
    ),
    "quickbooks": Scene(QUICKBOOKS, "QuickBooks"),
}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
@pytest.mark.parametrize("cause", Cause)
def test_sentences_are_whole(cause, scene):
    for differing in (1, 2, 3):
        sentence = whole(cause, scene, differing=differing, checked=3)
        assert faults_of(sentence) == []
        assert sentence.count(".") == 1 + sentence.count(".xlsx")
    if cause is not Cause.SEVERAL:
        assert faults_of(line(cause, scene, -250)) == []


def test_a_forgotten_set_budget_says_exactly_that():
    assert whole(Cause.ORIGINALS, HERE, differing=3, checked=3) == (
        "The amounts stand in Sage 100 but Set Budget was not pressed: open job 2019001 in 6-2 and choose "
        "Options ▸ Set Budget; the next sync opens the budget."
    )


def test_a_part_says_how_much_of_it_stands():
    assert "Only 2 of 3 amounts stand" in whole(Cause.UNMOVED, HERE, differing=1, checked=3)
    assert whole(Cause.UNMOVED, HERE, differing=3, checked=3).startswith(
        "No amount stands in Sage 100 any more"
    )


def test_one_and_several_are_told_apart():
    assert "1 of 3 amounts was changed" in whole(Cause.CHANGED, HERE, differing=1, checked=3)
    assert "2 of 3 amounts were changed" in whole(Cause.CHANGED, HERE, differing=2, checked=3)


def test_a_line_names_the_gap():
    assert "by +2.50" in line(Cause.CHANGED, HERE, 250)
    assert "come to \u22122.50" in line(Cause.CHANGE_ORDERS, HERE, -250)


def test_an_erp_that_is_asked_directly_is_asked_again_by_a_button():
    assert whole(Cause.MISSING, SCENES["quickbooks"], differing=1, checked=1).endswith(
        "then press Check now."
    )

"""An update adds lines behind those that are there, never twice, and loses none."""

import pytest

from portal.erp.contract import Exported, Finished, Refused, TryLater
from tests.erp.wire_answers import amount, answer, estimate, export, go, requests, said

HELD = (amount("01-100", 1_800_000), amount("03-100", 725_050))
NEW = (amount("01-100", -500_000, notes="slab grows"), amount("03-100", 500_000))
STORED = (("1", "8A-1", 1_800_000, "Labor: Site office"), ("2", "8B-1", 725_050, "Materials: Footings"))
OURS = (
    ("3", "8A-1", -500_000, "Change 2: Labor: Site office; slab grows"),
    ("4", "8B-1", 500_000, "Change 2: Labor: Footings"),
)
MEMO = "Internal cost budget, do not invoice; submission 2, revision 2, accepted by Aki Sato"


def update(**more):
    return export(*NEW, origin_id="4C-1", held=HELD, submission=2, **more)


def read(*lines, **more):
    return answer(said("EstimateQuery", estimate(*(lines or STORED), **more)))


def changed(*lines, **more):
    return answer(said("EstimateMod", estimate(*lines, **more)), status=0)


def test_every_stored_line_is_listed_bare_and_ours_follow(assert_valid):
    look, change, end = go(update(), read(), changed(*STORED, *OURS), check=assert_valid)
    assert requests(look)[0].findtext("TxnID") == "4C-1"
    body = requests(change)[0][0]
    assert (body.findtext("TxnID"), body.findtext("EditSequence")) == ("4C-1", "100")
    assert body.findtext("Memo") == MEMO
    lines = [
        [(part.tag, part.findtext("ListID") or part.text) for part in line]
        for line in body.iterfind("EstimateLineMod")
    ]
    assert lines[:2] == [[("TxnLineID", "1-1")], [("TxnLineID", "2-1")]]
    assert lines[2][:4] == [
        ("TxnLineID", "-1"),
        ("ItemRef", "8A-1"),
        ("Desc", "Change 2: Labor: Site office; slab grows"),
        ("Rate", "-5000.00"),
    ]
    assert end == Finished(Exported("4C-1"))


def test_lines_of_this_submission_that_stand_there_are_not_added_again():
    *_, end = go(update(), read(*STORED, *OURS))
    assert end == Finished(Exported("4C-1"))


def test_where_the_memo_names_this_submission_its_lines_were_added_whatever_became_of_them():
    *_, end = go(update(), read(*STORED, OURS[0], memo=MEMO))
    assert isinstance(end, Finished)
    (warning,) = end.result.warnings
    assert (
        "In QuickBooks 03-100 stands at 7,250.50 on the estimate, and the portal exported 12,250.50"
        in warning
    )


def test_the_memo_of_an_earlier_submission_is_no_sign():
    *_, step = go(update(), read(memo=MEMO.replace("submission 2", "submission 1")))
    assert step.name == "change"
    *_, step = go(update(), read(memo=MEMO.replace("submission 2", "submission 22")))
    assert step.name == "change"


def test_the_same_amounts_of_another_submission_are_no_sign():
    earlier = tuple((n, item, cents, text.replace("Change 2", "Change 3")) for n, item, cents, text in OURS)
    *_, step = go(update(), read(*STORED, *earlier))
    assert step.name == "change"


def test_what_somebody_changed_there_is_told_and_kept():
    moved = (STORED[0], ("2", "8B-1", 800_000, "Materials: Footings"), ("9", "8X-1", 100, "by hand"))
    *_, end = go(update(), read(*moved), changed(*moved, *OURS))
    first, second = end.result.warnings
    assert "03-100 stands at 8,000.00 on the estimate, and the portal exported 7,250.50" in first
    assert "8X-1 stands at 1.00 on the estimate, and the portal exported 0.00" in second


def test_a_sum_that_does_not_follow_is_told_and_left_to_the_proof():
    *_, end = go(update(), read(), changed(*STORED, *OURS, subtotal=1))
    assert isinstance(end, Finished)
    assert (
        "After the change QuickBooks shows 0.01 on the estimate B7, and 25,250.50 was expected"
        in end.result.warnings[0]
    )


@pytest.mark.parametrize("code", [3200, 3290])
def test_a_stale_estimate_is_read_again_and_then_changed(code):
    stale = answer(said("EstimateMod", estimate(*STORED, sequence="101"), code=code, message="out-of-date"))
    turns = go(update(), read(), stale, read(sequence="101"), changed(*STORED, *OURS))
    assert [getattr(turn, "name", "end") for turn in turns] == ["read", "change", "read", "change", "end"]
    assert requests(turns[3])[0][0].findtext("EditSequence") == "101"


def test_an_estimate_that_is_edited_every_time_is_refused_at_last():
    stale = answer(said("EstimateMod", code=3200, message="The provided edit sequence is out-of-date."))
    *_, end = go(update(), read(), stale, read(), stale, read(), stale)
    assert isinstance(end, Refused)
    assert end.messages[0].startswith("QuickBooks: The provided edit sequence is out-of-date.")
    assert end.messages[-1].startswith("Close the estimate on every QuickBooks computer")


@pytest.mark.parametrize("code", [1, 500, 3000, 3120])
def test_a_deleted_estimate_is_told_and_nothing_is_sent(code):
    *_, end = go(update(), answer(said("EstimateQuery", code=code, message="not found")))
    assert isinstance(end, Refused)
    assert "The estimate B7 of this budget is no longer in QuickBooks" in end.messages[1]


def test_an_empty_answer_to_the_reading_means_deleted_too():
    *_, end = go(update(), answer(said("EstimateQuery")))
    assert "no longer in QuickBooks" in end.messages[1]


def test_other_refusals_and_pauses():
    *_, end = go(update(), answer(said("EstimateQuery", code=3175, message="In use.")))
    assert isinstance(end, TryLater)
    *_, end = go(
        update(), read(), answer(said("EstimateMod", code=3140, message='Item "01-100" is inactive'))
    )
    assert isinstance(end, Refused)
    assert end.messages[1] == "This concerns the cost code 01-100 Site office."


def test_a_change_without_the_estimate_in_its_answer_is_read_again():
    turns = go(update(), read(), answer(said("EstimateMod"), status=0))
    assert turns[-1].name == "read"


def test_groups_and_texts_on_the_estimate_are_kept(assert_valid):
    group = (
        "<EstimateLineGroupRet><TxnLineID>G-1</TxnLineID><ItemGroupRef><ListID>8K-1</ListID></ItemGroupRef>"
        "<TotalAmount>0.00</TotalAmount></EstimateLineGroupRet>"
    )
    found = estimate(*STORED).replace("</EstimateRet>", f"{group}</EstimateRet>")
    *_, change = go(update(), answer(said("EstimateQuery", found)), check=assert_valid)
    body = requests(change)[0][0]
    assert [part.tag for part in body if part.tag.startswith("EstimateLine")] == [
        "EstimateLineMod",
        "EstimateLineMod",
        "EstimateLineGroupMod",
        "EstimateLineMod",
        "EstimateLineMod",
    ]

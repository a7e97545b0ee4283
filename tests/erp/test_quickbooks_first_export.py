"""A budget becomes an estimate, once, whatever QuickBooks answers."""

from dataclasses import replace

import pytest

from portal.erp.contract import (
    Answer,
    Exported,
    Finished,
    NeedsPerson,
    Refused,
    Step,
    TryLater,
    Unanswered,
    Unknown,
)
from tests.erp.wire_answers import JOB, amount, answer, estimate, export, go, requests, said

LINES = (("1", "8A-1", 1_800_000), ("2", "8B-1", 725_050))
NOTHING = (
    said("EstimateQuery", code=1, message="none"),
    said("EstimateQuery", code=500, message="not found"),
)
LOOKED = answer(*NOTHING)


def added(*lines, **more):
    return answer(said("EstimateAdd", estimate(*(lines or LINES), **more)), status=0)


def test_it_looks_for_our_number_on_the_job_before_it_writes(assert_valid):
    (look,) = go(export(), check=assert_valid)
    assert (look.name, look.mutates) == ("look", False)
    of_job, by_number = requests(look)
    assert of_job.findtext("EntityFilter/ListID") == JOB.erp_id
    assert by_number.findtext("RefNumber") == "B7"


def test_the_estimate_carries_every_line_with_a_rate_and_no_markup(assert_valid):
    _, add = go(export(), LOOKED, check=assert_valid)
    (request,) = requests(add)
    body = request[0]
    assert add.mutates
    assert body.findtext("CustomerRef/ListID") == JOB.erp_id
    assert body.findtext("TxnDate") == "2026-11-20"
    assert body.findtext("RefNumber") == "B7"
    assert body.findtext("Memo").startswith(
        "Internal cost budget, do not invoice; submission 1, revision 1, accepted by"
    )
    assert body.findtext("IsToBeEmailed") == "false"
    assert [
        (
            line.findtext("ItemRef/ListID"),
            line.findtext("Desc"),
            line.findtext("Rate"),
            line.findtext("SalesTaxCodeRef/FullName"),
            line.findtext("MarkupRatePercent"),
            line.find("Amount"),
        )
        for line in body.iterfind("EstimateLineAdd")
    ] == [
        ("8A-1", "Labor: Site office", "18000.00", "Non", "0", None),
        ("8B-1", "Materials: Footings", "7250.50", "Non", "0", None),
    ]


def test_zero_and_negative_lines_travel(assert_valid):
    task = export(amount("01-100", 0), amount("03-100", -50))
    _, add, end = go(task, LOOKED, added(("1", "8A-1", 0), ("2", "8B-1", -50)), check=assert_valid)
    rates = [line.findtext("Rate") for line in requests(add)[0][0].iterfind("EstimateLineAdd")]
    assert rates == ["0.00", "-0.50"]
    assert isinstance(end, Finished)


def test_what_came_back_is_believed_only_when_it_adds_up():
    *_, end = go(export(), LOOKED, added())
    assert end == Finished(Exported("4C-1"))


def test_sales_tax_on_top_does_not_matter():
    *_, end = go(export(), LOOKED, added(total=9_999_999))
    assert isinstance(end, Finished)


@pytest.mark.parametrize(
    "lines",
    [
        (("1", "8A-1", 1_800_000), ("2", "8B-1", 725_051)),
        (("1", "8A-1", 1_800_001), ("2", "8B-1", 725_049)),
        (("1", "8A-1", 2_525_050),),
    ],
    ids=["another sum", "another split", "one line less"],
)
def test_another_amount_is_refused_with_both_figures(lines):
    *_, end = go(export(), LOOKED, added(*lines))
    assert isinstance(end, Refused)
    assert "and the accepted budget is 25,250.50" in end.messages[0]
    assert "Delete the estimate B7 in QuickBooks, then retry." in end.messages[0]


def test_an_estimate_of_ours_from_a_lost_answer_is_taken_over():
    found = answer(NOTHING[0], said("EstimateQuery", estimate(*LINES)))
    *_, end = go(export(), found)
    assert end == Finished(Exported("4C-1"))


def test_one_of_ours_with_other_lines_is_not_doubled():
    found = answer(NOTHING[0], said("EstimateQuery", estimate(("1", "8A-1", 5))))
    *_, end = go(export(), found)
    assert isinstance(end, Refused)


def test_two_of_ours_need_cleaning_up_first():
    two = estimate(*LINES) + estimate(*LINES, txn_id="4D-1")
    *_, end = go(export(), answer(NOTHING[0], said("EstimateQuery", two)))
    assert isinstance(end, Refused)
    assert "2 estimates with the number B7" in end.messages[0]


def test_the_same_number_on_another_job_is_not_ours():
    other = said("EstimateQuery", estimate(*LINES, job="8F-1"))
    *_, step = go(export(), answer(NOTHING[0], other))
    assert isinstance(step, Step)
    assert step.name == "add"


def test_other_estimates_of_the_job_are_named_and_left_alone():
    others = "".join(estimate(("1", "8A-1", 100 * n), number=f"P{n}", txn_id=f"{n}-1") for n in range(1, 8))
    nameless = estimate(("1", "8A-1", 100), number="", txn_id="9-1")
    *_, end = go(export(), answer(said("EstimateQuery", nameless + others), NOTHING[1]), added())
    (warning,) = end.result.warnings
    assert "without a number over 1.00, P1 over 1.00, P2 over 2.00" in warning
    assert "and 3 more" in warning


def test_without_the_approvers_word_other_estimates_are_named_and_nothing_is_written():
    task = replace(export(), beside_others=False)
    other = estimate(("1", "8A-1", 4_200_000), number="P1", txn_id="9-1")
    *_, end = go(task, answer(said("EstimateQuery", other), NOTHING[1]))
    assert isinstance(end, Refused)
    assert end.messages[0] == "QuickBooks has other estimates on this job: P1 over 42,000.00."
    assert "Nothing was written." in end.messages[1]


def test_the_approvers_word_is_not_asked_where_there_is_nothing_or_ours():
    task = replace(export(), beside_others=False)
    *_, end = go(task, LOOKED, added())
    assert end == Finished(Exported("4C-1"))
    other = estimate(("1", "8A-1", 100), number="P1", txn_id="9-1")
    *_, end = go(task, answer(said("EstimateQuery", other), said("EstimateQuery", estimate(*LINES))))
    assert isinstance(end, Finished)


@pytest.mark.parametrize("code", [3040, 3070, 3140, 3171, 3250, 3260, 3270, 1000, 3120, 4711])
def test_a_definite_no_is_shown_in_quickbooks_own_words_with_advice(code):
    *_, end = go(export(), LOOKED, answer(said("EstimateAdd", code=code, message="No such thing."), status=0))
    assert isinstance(end, Refused)
    assert end.messages[0] == f"QuickBooks: No such thing. (status {code})"
    assert len(end.messages) == 2


def test_an_item_that_quickbooks_complains_about_is_named_as_the_cost_code():
    message = 'There is an invalid reference to QuickBooks Item "8B-1" in the Estimate.'
    *_, end = go(export(), LOOKED, answer(said("EstimateAdd", code=3140, message=message)))
    assert end.messages[1] == "This concerns the cost code 03-100 Footings."
    both = 'Items "8B-1" and "01-100" are inactive.'
    *_, end = go(export(), LOOKED, answer(said("EstimateAdd", code=3140, message=both)))
    assert end.messages[1] == "This concerns: 01-100 Site office, 03-100 Footings."


@pytest.mark.parametrize("code", [3175, 3176, 3180, 1010])
def test_not_now_is_tried_later(code):
    *_, end = go(export(), LOOKED, answer(said("EstimateAdd", code=code, message="In use.")))
    assert isinstance(end, TryLater)


def test_trouble_while_looking_writes_nothing():
    *_, end = go(export(), answer(said("EstimateQuery", code=3250, message="Off."), NOTHING[1]))
    assert isinstance(end, Refused)
    *_, end = go(export(), answer(NOTHING[0], said("EstimateQuery", code=3175, message="In use.")))
    assert isinstance(end, TryLater)


def test_a_remark_beside_the_success_is_passed_on():
    *_, end = go(
        export(), LOOKED, answer(said("EstimateAdd", estimate(*LINES), code=550, message="Without notes."))
    )
    assert "Without notes." in end.result.warnings[0]


def test_an_answer_without_the_estimate_makes_it_look_again():
    *_, step = go(export(), LOOKED, answer(said("EstimateAdd", code=510, message="Cannot return.")))
    assert step.name == "look"


@pytest.mark.parametrize("status", [9002, 9003, 9005])
def test_executed_but_without_an_answer_makes_it_look_before_it_writes_again(status):
    turns = go(export(), LOOKED, answer(status=status))
    assert turns[-1].name == "look"
    found = answer(NOTHING[0], said("EstimateQuery", estimate(*LINES)))
    *_, end = go(export(), LOOKED, answer(status=status), found)
    assert end == Finished(Exported("4C-1"))
    again = (LOOKED, answer(status=status))
    *_, end = go(export(), *again, *again, *again, *again)
    assert isinstance(end, NeedsPerson)
    assert "keeps losing" in end.messages[0]


def test_a_stored_answer_without_content_makes_it_look_too():
    turns = go(export(), LOOKED, answer(status=0, asked=True))
    assert turns[-1].name == "look"


def test_the_status_query_brings_the_stored_answer():
    stored = answer(said("EstimateAdd", estimate(*LINES)), status=0, asked=True)
    *_, end = go(export(), LOOKED, stored)
    assert end == Finished(Exported("4C-1"))


def test_unknown_to_the_status_query_is_a_definite_no():
    assert go(export(), LOOKED, answer(status=600, asked=True))[-1] == Unknown()


@pytest.mark.parametrize("status", [600, 9001, 9004])
def test_what_recovery_should_never_say_needs_a_person(status):
    *_, end = go(export(), LOOKED, answer(status=status))
    assert isinstance(end, NeedsPerson)
    assert f"status {status}" in end.messages[0]


def test_a_body_that_is_no_answer_leaves_it_unanswered():
    for body in (b"", b"<QBXML>", b"<x/>", b"\xff\xfe"):
        *_, end = go(export(), LOOKED, Answer(body))
        assert isinstance(end, Unanswered)
    broken = answer(said("EstimateAdd", estimate(*LINES).replace("18000.00", "eighteen")))
    *_, end = go(export(), LOOKED, broken)
    assert isinstance(end, Unanswered)
    assert "eighteen" in end.messages[0]

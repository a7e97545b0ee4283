"""The sync agent's answers: what is done, what is refused, what is not now, and what nobody knows."""

import pytest

from portal.erp.connectors.sage_100_contractor import CONNECTOR
from portal.erp.contract import (
    Answer,
    CompanySynced,
    CreateJob,
    Exported,
    Finished,
    JobAwaited,
    NeedsPerson,
    Refused,
    SyncCompany,
    TryLater,
    Unanswered,
    Unknown,
    WithdrawExport,
    Withdrawn,
)
from tests.erp.sage_tasks import JOB, export, said, turn, update

DELIVERY = {
    "Files": ["6-2 Budget 2019001 B7-1 x.xlsx", "6-2 Budget 2019001 B7-1 x.csv"],
    "Number": "B7-1",
    "Hash": "c0ffee",
    "Rows": 3,
    "Totals": {"1": "45500.00", "2": "30250.50", "3": "0.00", "4": "120000.00", "5": "0.00"},
    "Job": "2019001",
}
WITHDRAWAL = WithdrawExport(JOB, "w" * 22, DELIVERY)


@pytest.mark.parametrize("asked", [False, True])
def test_a_written_budget_is_exported_with_what_a_person_needs_to_find_it(asked):
    result = {**DELIVERY, "Asked": True} if asked else DELIVERY
    finished = turn(export(), said("done", "One row was empty.", asked=asked, **result))
    assert finished == Finished(Exported("6-2:2019001", ("One row was empty.",), DELIVERY))


def test_a_sheet_with_other_totals_is_never_taken_for_ours():
    other = {**DELIVERY, "Totals": {**DELIVERY["Totals"], "1": "45500.01"}}
    found = turn(export(), said("done", **other))
    assert isinstance(found, NeedsPerson)
    assert "adds up to 195,750.51, and the accepted budget to 195,750.50" in found.messages[0]
    moved = {**DELIVERY, "Totals": {**DELIVERY["Totals"], "1": "0.00", "5": "45500.00"}}
    assert isinstance(turn(export(), said("done", **moved)), NeedsPerson)


def test_an_updates_sheet_holds_more_than_ours():
    assert isinstance(turn(update(), said("done", **DELIVERY)), Finished)


def test_totals_that_are_no_amounts_leave_the_doubt():
    assert isinstance(turn(export(), said("done", **{**DELIVERY, "Totals": {"1": "lots"}})), Unanswered)


def test_a_withdrawn_sheet_is_away():
    assert turn(WITHDRAWAL, said("done", Withdrawn=True)) == Finished(
        Withdrawn("The sheet for the job 2019001 was moved to withdrawn.")
    )
    refused = turn(WITHDRAWAL, said("refused", "The grid shows these amounts already."))
    assert refused == Refused(("The grid shows these amounts already.",))


def test_a_job_is_awaited_under_its_number():
    finished = turn(
        CreateJob(JOB, number="2019002"), said("done", Files=["3-5 Job 2019002 x.xlsx"], Number="2019002")
    )
    assert finished == Finished(
        JobAwaited("2019002", {"Files": ["3-5 Job 2019002 x.xlsx"], "Number": "2019002"})
    )


def test_a_sync_counts_by_word():
    counts = {"Read": 12, "Created": 2, "Changed": 1, "Unchanged": 9, "Archived": 0, "Failed": 0}
    finished = turn(SyncCompany(31), said("done", "12 records read.", **counts))
    assert finished == Finished(
        CompanySynced({name.lower(): count for name, count in counts.items()}, ("12 records read.",))
    )
    assert turn(SyncCompany(31), said("done", Read="many", Created=True)).result.counts["read"] == 0


OUTCOMES = [
    ("refused", False, Refused),
    ("refused", True, Refused),
    ("later", False, TryLater),
    ("later", True, Unanswered),
    ("unknown", False, Unanswered),
    ("unknown", True, Unknown),
    ("surprise", False, Unanswered),
    ("", True, Unanswered),
]


@pytest.mark.parametrize("task", [export(), WITHDRAWAL, CreateJob(JOB, number="1"), SyncCompany(1)])
@pytest.mark.parametrize(("outcome", "asked", "kind"), OUTCOMES)
def test_each_outcome_means_one_thing(task, outcome, asked, kind):
    assert isinstance(turn(task, said(outcome, "It said so.", asked=asked)), kind)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"\xff", b'{"Outcome":"done","Messages":"x"}', b'{"Outcome":"done","Result":[]}'],
)
@pytest.mark.parametrize("asked", [False, True])
def test_an_answer_that_cannot_be_read_leaves_the_doubt(body, asked):
    assert isinstance(turn(export(), Answer(body, asked=asked)), Unanswered)


def test_a_broken_connection_leaves_the_doubt():
    found = turn(export(), Answer(b"", "reset", "The connection was reset."))
    assert found == Unanswered(("The sync agent: The connection was reset. (reset)",))


ADVICE = [
    ("Expected only 1 result for 2010.000, found 2.", "Put their amounts into one row"),
    ("Job number 2019001 is already in use.", "Type another number"),
    ("The budget is locked.", "Clear Lock Edit in 6-2"),
]


@pytest.mark.parametrize(("message", "advice"), ADVICE)
def test_what_sage_said_comes_first_then_what_to_do(message, advice):
    refused = turn(export(), said("refused", message))
    assert refused.messages[0] == message
    assert advice in refused.messages[1]
    assert len(refused.messages) == 2


def test_a_first_export_that_met_a_budget_says_how_ours_may_take_its_place():
    drifted = said("refused", "2010.000 Subcontract: expected 0.00, found 5.00", "Nothing was written.")
    asked_first = turn(export(beside_others=False), drifted)
    assert asked_first.messages[2] == "If ours may replace it, tick “put ours in its place” and retry."
    assert "put ours in its place" in CONNECTOR.policy.others_question
    assert len(turn(export(), drifted).messages) == 2
    assert len(turn(update(), drifted).messages) == 2
    missing = said("refused", "Cost code 2010.000 is not in Sage.")
    assert len(turn(export(beside_others=False), missing).messages) == 1


def test_what_says_already_what_to_do_is_left_alone():
    said_all = "Expected only 1 result, found 2. Delete one of them in 6-2, then retry."
    assert turn(export(beside_others=False), said("refused", said_all)).messages == (said_all,)


def test_words_without_a_known_step_stay_as_they_are_and_silence_gets_a_sentence():
    assert turn(export(), said("refused", "A drift.", "2010.000: 5.00")).messages == (
        "A drift.",
        "2010.000: 5.00",
    )
    assert "gave no reason" in turn(export(), said("refused")).messages[0]
    assert isinstance(CONNECTOR.start(export()).memory, dict)

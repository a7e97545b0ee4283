"""Error recovery: a message set that was run once is never run twice, and its answer is not lost."""

import sqlite3

import pytest

from portal.practice.quickbooks.processor import process
from tests.practice.bodies import MAPLE_LINES, document, estimate

BODY = estimate(*MAPLE_LINES)


def count(ask):
    return len(ask("<EstimateQueryRq/>")[0])


def test_a_known_set_is_answered_again_and_not_run_again(ask, maple):
    first = ask(BODY, newMessageSetID="a1")
    assert (first.get("newMessageSetID"), first.get("messageSetStatusCode")) == ("a1", "0")
    again = ask(BODY, newMessageSetID="a1")
    assert again.findtext(".//TxnID") == first.findtext(".//TxnID")
    assert again.findtext(".//EditSequence") == first.findtext(".//EditSequence")
    assert count(ask) == 1


def test_without_an_id_it_is_run_again(ask, maple):
    ask(BODY)
    ask(BODY)
    assert count(ask) == 2


def test_a_status_check_gives_the_kept_answer(ask, maple):
    first = ask(BODY, newMessageSetID="a1")
    checked = ask("", newMessageSetID="a1", oldMessageSetID="a1")
    assert checked.findtext(".//TxnID") == first.findtext(".//TxnID")
    assert checked.get("messageSetStatusCode") == "0"


def test_a_status_check_of_something_unknown_keeps_nothing(ask, maple):
    assert ask("", newMessageSetID="a1", oldMessageSetID="a1").get("messageSetStatusCode") == "600"
    assert ask(BODY, newMessageSetID="a1").get("messageSetStatusCode") == "0"
    assert count(ask) == 1


def test_another_body_under_the_same_id(ask, maple):
    ask(BODY, newMessageSetID="a1")
    other = ask(BODY.replace("18000.00", "18000.01"), newMessageSetID="a1")
    assert (other.get("messageSetStatusCode"), len(other)) == ("9001", 0)
    assert count(ask) == 1


def test_clearing(ask, maple):
    ask(BODY, newMessageSetID="a1")
    assert ask("", oldMessageSetID="a1").get("messageSetStatusCode") == "0"
    assert ask("", oldMessageSetID="a1").get("messageSetStatusCode") == "600"
    ask(BODY, newMessageSetID="a1")
    assert count(ask) == 2, "a cleared id may run again"


def test_clearing_one_while_running_the_next(ask, maple):
    ask(BODY, newMessageSetID="a1")
    ask(BODY, newMessageSetID="a2", oldMessageSetID="a1")
    assert ask("", newMessageSetID="a1", oldMessageSetID="a1").get("messageSetStatusCode") == "600"
    assert ask("", newMessageSetID="a2", oldMessageSetID="a2").get("messageSetStatusCode") == "0"


def test_a_refusal_is_kept_like_any_answer(ask, maple, company):
    company.set_setting("IsUsingEstimates", "false")
    ask(BODY, newMessageSetID="a1")
    company.set_setting("IsUsingEstimates", "true")
    assert ask(BODY, newMessageSetID="a1")[0].get("statusCode") == "3250"


def test_an_answer_that_was_not_wanted_cannot_be_given_later(ask, maple):
    assert len(ask(BODY, newMessageSetID="a1", responseData="includeNone")) == 0
    again = ask(BODY, newMessageSetID="a1", responseData="includeNone")
    assert again.get("messageSetStatusCode") == "9002"
    assert count(ask) == 1


def test_only_23_characters_count(ask, maple):
    shown = ask(BODY, newMessageSetID="x" * 24).get("newMessageSetID")
    assert shown == "x" * 23
    other = ask(BODY.replace("18000.00", "1.00"), newMessageSetID="x" * 23 + "y")
    assert other.get("messageSetStatusCode") == "9001"


def test_an_empty_id_is_none(ask):
    assert ask("<HostQueryRq/>", newMessageSetID=" ").get("messageSetStatusCode") == "9004"


def test_what_was_not_run_is_not_kept(ask, maple, company):
    broken = document(BODY.replace("<Rate>18000.00", "<Rate>18,000"), newMessageSetID="a1")
    assert process(company, broken) == ("0x80040400", "")
    assert ask("", newMessageSetID="a1", oldMessageSetID="a1").get("messageSetStatusCode") == "600"


def test_effect_and_answer_are_one_transaction(company, ask, maple):
    company.database.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON message_sets BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    with pytest.raises(sqlite3.IntegrityError, match="disk full"):
        process(company, document(BODY, newMessageSetID="a1"))
    company.database.execute("DROP TRIGGER full")
    assert count(ask) == 0
    ask(BODY, newMessageSetID="a1")
    assert count(ask) == 1

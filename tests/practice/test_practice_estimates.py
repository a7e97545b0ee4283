"""Estimates: adding, changing with all lines listed, finding, deleting."""

import pytest

from tests.practice.bodies import JOB, MAPLE_LINES, amounts, estimate, keep, mod, new


def test_maple_street(added, ask):
    assert amounts(added) == ["18000.00", "7250.00"]
    assert [added.findtext(name) for name in ("Subtotal", "SalesTaxTotal", "TotalAmount")] == [
        "25250.00",
        "0.00",
        "25250.00",
    ]
    assert added.findtext("CustomerRef/FullName") == JOB
    found = ask(
        f"<EstimateQueryRq><TxnID>{added.findtext('TxnID')}</TxnID><IncludeLineItems>true</IncludeLineItems>"
        "</EstimateQueryRq>"
    )[0][0]
    assert amounts(found) == amounts(added)


def test_nothing_stops_two_estimates_with_the_same_number(ask, maple):
    answers = ask(estimate(*MAPLE_LINES) + estimate(*MAPLE_LINES))
    assert [one.findtext(".//RefNumber") for one in answers] == ["B-1", "B-1"]
    found = ask("<EstimateQueryRq><RefNumber>b-1</RefNumber></EstimateQueryRq>")[0]
    assert len(found) == 2
    strict = "<EstimateQueryRq><RefNumberCaseSensitive>b-1</RefNumberCaseSensitive></EstimateQueryRq>"
    assert ask(strict)[0].get("statusCode") == "500"


def test_new_lines_go_at_the_end_and_listed_ones_stay(ask, added):
    changed = ask(mod(added, keep(added, 0, 1) + new("01-100", "-500.00") + new("02-220", "500.00")))[0][0]
    assert amounts(changed) == ["18000.00", "7250.00", "-500.00", "500.00"]
    assert changed.findtext("Subtotal") == "25250.00"
    assert int(changed.findtext("EditSequence")) > int(added.findtext("EditSequence"))
    kept = [one.text for one in changed.iterfind("EstimateLineRet/TxnLineID")]
    assert kept[:2] == [one.text for one in added.iterfind("EstimateLineRet/TxnLineID")]


def test_a_line_that_is_not_listed_is_gone(ask, added):
    assert amounts(ask(mod(added, keep(added, 1)))[0][0]) == ["7250.00"]


def test_no_lines_keep_all_of_them(ask, added):
    changed = ask(mod(added, head="<Memo>New memo</Memo>"))[0][0]
    assert (amounts(changed), changed.findtext("Memo")) == (["18000.00", "7250.00"], "New memo")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"<EntityFilter><FullName>{JOB}</FullName></EntityFilter>", 1),
        ("<EntityFilter><FullNameWithChildren>Smith</FullNameWithChildren></EntityFilter>", 1),
        ("<EntityFilter><FullName>Smith</FullName></EntityFilter>", 0),
        (
            "<RefNumberFilter><MatchCriterion>StartsWith</MatchCriterion><RefNumber>B-</RefNumber></RefNumberFilter>",
            1,
        ),
        ("<RefNumberRangeFilter><FromRefNumber>C</FromRefNumber></RefNumberRangeFilter>", 0),
        ("<TxnDateRangeFilter><FromTxnDate>2020-01-01</FromTxnDate></TxnDateRangeFilter>", 1),
        ("<TxnDateRangeFilter><DateMacro>All</DateMacro></TxnDateRangeFilter>", 1),
        (
            "<ModifiedDateRangeFilter><FromModifiedDate>2099-01-01</FromModifiedDate></ModifiedDateRangeFilter>",
            0,
        ),
        ("<AccountFilter><FullName>Job Materials</FullName></AccountFilter>", 0),
    ],
)
def test_estimates_are_found(ask, added, query, count):
    answer = ask(f"<EstimateQueryRq>{query}</EstimateQueryRq>")[0]
    assert (len(answer), answer.get("statusCode")) == (count, "0" if count else "1")
    assert answer.find(".//EstimateLineRet") is None


def test_deleting_leaves_a_trace(ask, added):
    txn_id = added.findtext("TxnID")
    deleted = ask(f"<TxnDelRq><TxnDelType>Estimate</TxnDelType><TxnID>{txn_id}</TxnID></TxnDelRq>")[0]
    assert deleted.findtext("RefNumber") == "B-1"
    found = ask("<TxnDeletedQueryRq><TxnDelType>Estimate</TxnDelType></TxnDeletedQueryRq>")[0]
    assert [one.findtext("TxnID") for one in found] == [txn_id]
    assert ask(f"<EstimateQueryRq><TxnID>{txn_id}</TxnID></EstimateQueryRq>")[0].get("statusCode") == "500"
    again = ask(f"<TxnDelRq><TxnDelType>Estimate</TxnDelType><TxnID>{txn_id}</TxnID></TxnDelRq>")[0]
    assert again.get("statusCode") == "3120"
    bills = "<TxnDeletedQueryRq><TxnDelType>Bill</TxnDelType></TxnDeletedQueryRq>"
    assert ask(bills)[0].get("statusCode") == "1"

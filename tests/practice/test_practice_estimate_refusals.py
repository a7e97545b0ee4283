"""What QuickBooks refuses about estimates, in its own words."""

import pytest

from tests.practice.bodies import JOB, MAPLE_LINES, amounts, estimate, keep, line, mod


def test_lines_in_another_order_are_refused(ask, added):
    assert ask(mod(added, keep(added, 1, 0)))[0].get("statusCode") == "3290"
    assert ask(mod(added, keep(added, 0, 0)))[0].get("statusCode") == "3290"


def test_a_line_that_was_never_there(ask, added):
    lines = "<EstimateLineMod><TxnLineID>FF-1</TxnLineID></EstimateLineMod>"
    answer = ask(mod(added, lines))[0]
    assert answer.get("statusCode") == "3120"
    assert answer.get("statusMessage").startswith('Object "FF-1" specified in the request cannot be found.')


def test_a_stale_edit_sequence_comes_with_the_current_estimate(ask, added):
    ask(mod(added, head="<Memo>First</Memo>"))
    answer = ask(mod(added, head="<Memo>Second</Memo>"))[0]
    assert answer.get("statusCode") == "3200"
    assert answer.get("statusMessage") == "The provided edit sequence is out-of-date."
    assert (answer.findtext("EstimateRet/Memo"), amounts(answer[0])) == ("First", ["18000.00", "7250.00"])
    fresh = mod(added, head="<Memo>Second</Memo>", sequence=answer.findtext("EstimateRet/EditSequence"))
    assert ask(fresh)[0].get("statusCode") == "0"


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (
            estimate(line("99-999", "1.00")),
            "3140",
            'invalid reference to QuickBooks Item "99-999" in the Estimate.',
        ),
        (estimate(line("01-100", "1.00")).replace(JOB, "Nobody"), "3140", 'QuickBooks Customer "Nobody"'),
        (estimate(line("01-100", "1.00"), head="<RefNumber>123456789012</RefNumber>"), "3070", "RefNumber"),
        (estimate(line("01-100", "9999999999.99") * 1100), "3110", "too large"),
    ],
)
def test_estimates_are_refused_in_quickbooks_words(ask, maple, body, code, words):
    answer = ask(body)[0]
    assert answer.get("statusCode") == code
    assert words in answer.get("statusMessage")


def test_an_inactive_item_is_refused(ask, maple):
    found = ask("<ItemQueryRq><FullName>01-100</FullName></ItemQueryRq>")[0][0]
    ask(
        f"<ItemServiceModRq><ItemServiceMod><ListID>{found.findtext('ListID')}</ListID>"
        f"<EditSequence>{found.findtext('EditSequence')}</EditSequence><IsActive>false</IsActive>"
        "</ItemServiceMod></ItemServiceModRq>"
    )
    answer = ask(estimate(*MAPLE_LINES))[0]
    assert answer.get("statusCode") == "3140"
    assert answer.get("statusMessage").endswith("The specified record is inactive.")


def test_estimates_off(ask, company, added):
    company.set_setting("IsUsingEstimates", "false")
    for body in (estimate(*MAPLE_LINES), mod(added), "<EstimateQueryRq/>"):
        answer = ask(body)[0]
        assert answer.get("statusCode") == "3250"
        assert answer.get("statusMessage") == (
            "This feature is not enabled or not available in this version of QuickBooks."
        )
    assert ask("<PreferencesQueryRq/>")[0].findtext(".//IsUsingEstimates") == "false"


def test_closed_books_refuse_old_dates(ask, company, added):
    company.set_setting("ClosingDate", "2030-12-31")
    assert ask(estimate(*MAPLE_LINES, head="<TxnDate>2030-12-31</TxnDate>"))[0].get("statusCode") == "3171"
    assert ask(mod(added, head="<TxnDate>2031-01-01</TxnDate>"))[0].get("statusCode") == "3171"
    delete = f"<TxnDelRq><TxnDelType>Estimate</TxnDelType><TxnID>{added.findtext('TxnID')}</TxnID></TxnDelRq>"
    assert ask(delete)[0].get("statusCode") == "3171"
    assert ask(estimate(*MAPLE_LINES, head="<TxnDate>2031-01-01</TxnDate>"))[0].get("statusCode") == "0"

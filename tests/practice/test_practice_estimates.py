"""Estimates: adding, changing, lines, markup, tax, and everything QuickBooks refuses about them."""

from decimal import Decimal

import pytest

from tests.practice.bodies import JOB, MAPLE_LINES, estimate, item, line


def mod(ret, lines="", head="", sequence=None):
    return (
        f"<EstimateModRq><EstimateMod><TxnID>{ret.findtext('TxnID')}</TxnID>"
        f"<EditSequence>{sequence or ret.findtext('EditSequence')}</EditSequence>{head}{lines}"
        "</EstimateMod></EstimateModRq>"
    )


def keep(ret, *places):
    ids = [one.text for one in ret.iterfind("EstimateLineRet/TxnLineID")]
    return "".join(
        f"<EstimateLineMod><TxnLineID>{ids[place]}</TxnLineID></EstimateLineMod>" for place in places
    )


def new(name, rate):
    return line(name, rate, "EstimateLineMod", "<TxnLineID>-1</TxnLineID>")


def amounts(ret):
    return [one.text for one in ret.iterfind("EstimateLineRet/Amount")]


@pytest.fixture
def added(ask, maple):
    answer = ask(estimate(*MAPLE_LINES))[0]
    assert answer.get("statusCode") == "0"
    return answer[0]


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


def test_a_changed_line_is_calculated_again(ask, added):
    first = added.findtext("EstimateLineRet/TxnLineID")
    change = f"<EstimateLineMod><TxnLineID>{first}</TxnLineID>{{}}</EstimateLineMod>" + keep(added, 1)
    by_quantity = ask(mod(added, change.format("<Quantity>2</Quantity>")))[0][0]
    assert amounts(by_quantity)[0] == "36000.00"
    by_rate = ask(mod(by_quantity, change.format("<Rate>10.00</Rate>")))[0][0]
    assert amounts(by_rate)[0] == "20.00"
    by_amount = ask(mod(by_rate, change.format("<Amount>50.00</Amount>")))[0][0]
    assert (amounts(by_amount)[0], by_amount.findtext("EstimateLineRet/Rate")) == ("50.00", "25.00")
    by_markup = ask(mod(by_amount, change.format("<MarkupRatePercent>10</MarkupRatePercent>")))[0][0]
    assert amounts(by_markup)[0] == "55.00"
    text_only = ask(mod(by_markup, change.format("<Desc>Other words</Desc>")))[0][0]
    assert (amounts(text_only)[0], text_only.findtext("EstimateLineRet/Desc")) == ("55.00", "Other words")


PRICED = (
    "<ItemServiceAddRq><ItemServiceAdd><Name>Priced</Name><SalesAndPurchase><SalesPrice>150</SalesPrice>"
    "<IncomeAccountRef><FullName>Construction Income</FullName></IncomeAccountRef><PurchaseCost>100</PurchaseCost>"
    "<ExpenseAccountRef><FullName>Job Materials</FullName></ExpenseAccountRef></SalesAndPurchase>"
    "</ItemServiceAdd></ItemServiceAddRq>"
)


@pytest.mark.parametrize(
    ("figures", "amount"),
    [
        ("<Amount>1000.00</Amount>", "1500.00"),
        ("<Amount>1000.00</Amount><MarkupRatePercent>0</MarkupRatePercent>", "1000.00"),
        ("<Rate>1000.00</Rate><MarkupRatePercent>0</MarkupRatePercent>", "1000.00"),
        ("<Quantity>3</Quantity><Rate>0.33333</Rate>", "1.00"),
        ("<Rate>10</Rate><MarkupRate>2.5</MarkupRate>", "12.50"),
        ("<Rate>10</Rate><Amount>99.00</Amount>", "99.00"),
        ("<Quantity>2</Quantity>", "300.00"),
        ("", "150.00"),
    ],
)
def test_markup_fills_in_when_only_an_amount_is_sent(ask, maple, figures, amount):
    ask(PRICED)
    lines = f"<EstimateLineAdd><ItemRef><FullName>Priced</FullName></ItemRef>{figures}</EstimateLineAdd>"
    assert amounts(ask(estimate(lines))[0][0]) == [amount]


def test_the_company_markup_fills_in_where_the_item_has_none(ask, maple, company):
    company.set_setting("DefaultMarkup", "10")
    lines = "<EstimateLineAdd><ItemRef><FullName>01-100</FullName></ItemRef><Amount>200.00</Amount></EstimateLineAdd>"
    ret = ask(estimate(lines))[0][0]
    assert (amounts(ret), ret.findtext(".//MarkupRatePercent")) == (["220.00"], "10.00")
    assert amounts(ask(estimate(line("01-100", "200.00")))[0][0]) == ["200.00"]


def test_taxable_items_raise_the_total_above_the_subtotal(ask, maple):
    ask(item("Taxed", more=""))
    ret = ask(estimate(line("01-100", "100.00"), line("Taxed", "1000.00")))[0][0]
    assert ret.findtext("Subtotal") == "1100.00"
    assert (ret.findtext("SalesTaxTotal"), ret.findtext("TotalAmount")) == ("82.50", "1182.50")
    non = "<CustomerSalesTaxCodeRef><FullName>Non</FullName></CustomerSalesTaxCodeRef>"
    assert ask(estimate(line("Taxed", "1000.00"), head=non))[0][0].findtext("TotalAmount") == "1000.00"


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


def test_a_change_order_is_written_onto_the_estimate(ask, added):
    order = "<CreateChangeOrder>true</CreateChangeOrder>"
    changed = ask(mod(added, keep(added, 0, 1) + new("01-100", "750.00"), order))[0][0]
    last = changed.findall("EstimateLineRet")[-1]
    assert last.findtext("Desc") == "Change Order No. 1: total change to estimate 750.00"
    assert last.find("Amount") is None
    assert changed.findtext("Subtotal") == "26000.00"


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


def test_two_thousand_lines_add_up(ask, maple):
    lines = [line("01-100", f"{place}.{place % 100:02}") for place in range(1, 2001)]
    ret = ask(estimate(*lines))[0][0]
    expected = sum(Decimal(f"{place}.{place % 100:02}") for place in range(1, 2001))
    assert Decimal(ret.findtext("Subtotal")) == expected == sum(map(Decimal, amounts(ret)))

"""Figures of estimates: quantity, rate, amount, markup, tax, change orders, totals."""

from decimal import Decimal

import pytest

from tests.practice.bodies import amounts, estimate, item, keep, line, mod, new


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


def test_a_change_order_is_written_onto_the_estimate(ask, added):
    order = "<CreateChangeOrder>true</CreateChangeOrder>"
    changed = ask(mod(added, keep(added, 0, 1) + new("01-100", "750.00"), order))[0][0]
    last = changed.findall("EstimateLineRet")[-1]
    assert last.findtext("Desc") == "Change Order No. 1: total change to estimate 750.00"
    assert last.find("Amount") is None
    assert changed.findtext("Subtotal") == "26000.00"


def test_two_thousand_lines_add_up(ask, maple):
    lines = [line("01-100", f"{place}.{place % 100:02}") for place in range(1, 2001)]
    ret = ask(estimate(*lines))[0][0]
    expected = sum(Decimal(f"{place}.{place % 100:02}") for place in range(1, 2001))
    assert Decimal(ret.findtext("Subtotal")) == expected == sum(map(Decimal, amounts(ret)))

"""Reports of a job: one row per cost, and estimates against actuals."""

import pytest

from tests.practice.bodies import JOB, MAPLE_LINES, estimate
from tests.practice.cost_bodies import detail, job_report, table


def test_one_row_per_cost_also_without_an_item(ask, costs):
    answer = ask(detail())[0]
    rows = table(answer)
    assert [(row["Source Name"], row.get("Item"), row["Amount"]) for row in rows] == [
        ("Cascade Ready Mix", None, "12.50"),
        ("Cascade Ready Mix", "01-100", "1200.50"),
        ("Orozco Electric", "02-220", "900.00"),
    ]
    assert {row["Name"] for row in rows} == {JOB}
    assert table(answer, "TotalRow")[0]["Amount"] == "2113.00"
    expenses = table(ask(detail("ExpenseAndOtherExpense"))[0])
    assert [row["Account"] for row in expenses] == ["Office Supplies"]


def test_columns_come_in_the_order_asked_for(ask, costs):
    answer = ask(detail(columns="Amount TxnNumber Item"))[0]
    assert [one.findtext("ColType") for one in answer.iter("ColDesc")] == [
        "Blank",
        "Amount",
        "TxnNumber",
        "Item",
    ]


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("<ReportItemFilter><FullName>01-100</FullName></ReportItemFilter>", 1),
        ("<ReportTxnTypeFilter><TxnTypeFilter>Check</TxnTypeFilter></ReportTxnTypeFilter>", 0),
        ("<ReportTxnTypeFilter><TxnTypeFilter>Bill</TxnTypeFilter></ReportTxnTypeFilter>", 3),
        ("<ReportModifiedDateRangeMacro>Today</ReportModifiedDateRangeMacro>", 3),
        ("<ReportPostingStatusFilter>NonPosting</ReportPostingStatusFilter>", 0),
    ],
)
def test_report_filters(ask, costs, more, count):
    assert len(table(ask(detail(more=more))[0])) == count


def test_report_filters_that_name_nothing_or_are_not_kept(ask, costs):
    assert ask(detail().replace(JOB, "Nobody"))[0].get("statusCode") == "3120"
    assert ask(detail("CreditCard"))[0].get("statusCode") == "1030"
    assert ask(detail(columns="Aging"))[0].get("statusCode") == "1030"


def test_estimates_against_actuals_by_item(ask, costs):
    answer = ask(job_report("JobEstimatesVsActualsDetail"))[0]
    rows = {
        row.find("RowData").get("value"): [cell.get("value") for cell in row.iter("ColData")][1:]
        for row in answer.iter("DataRow")
    }
    assert rows == {
        "01-100": ["18000.00", "1200.50", "-16799.50", "18000.00", "0.00", "-18000.00"],
        "02-220": ["7250.00", "900.00", "-6350.00", "7250.00", "0.00", "-7250.00"],
        "No item": ["0.00", "52.50", "52.50", "0.00", "0.00", "0.00"],
    }
    total = table(answer, "TotalRow")[0]
    assert (total["Est. Cost"], total["Act. Cost"]) == ("25250.00", "2153.00")


def test_detail_reports_want_one_job(ask, costs):
    assert ask(job_report("JobEstimatesVsActualsDetail", ""))[0].get("statusCode") == "3150"
    both = "<ReportEntityFilter><FullNameWithChildren>Smith</FullNameWithChildren></ReportEntityFilter>"
    assert ask(job_report("JobProfitabilityDetail", both))[0].get("statusCode") == "3210"


@pytest.mark.parametrize(
    ("kind", "cost"),
    [
        ("ItemEstimatesVsActuals", "7153.00"),
        ("ItemProfitability", "7153.00"),
        ("JobEstimatesVsActualsSummary", "7153.00"),
        ("JobProfitabilitySummary", "7153.00"),
    ],
)
def test_summaries_over_all_jobs(ask, costs, kind, cost):
    answer = ask(job_report(kind, ""))[0]
    assert table(answer, "TotalRow")[0]["Act. Cost"] == cost
    kinds = {row.get("rowType") for row in answer.iter("RowData")}
    assert kinds == ({"customer"} if kind.endswith("Summary") else {"item", "label"})


def test_an_estimate_made_inactive_no_longer_counts(ask, costs):
    ret = costs[3][0]
    ask(
        f"<EstimateModRq><EstimateMod><TxnID>{ret.findtext('TxnID')}</TxnID>"
        f"<EditSequence>{ret.findtext('EditSequence')}</EditSequence><IsActive>false</IsActive>"
        "</EstimateMod></EstimateModRq>"
    )
    assert table(ask(job_report("JobEstimatesVsActualsDetail"))[0], "TotalRow")[0]["Est. Cost"] == "0.00"


def test_a_one_sided_item_has_no_estimated_cost(ask, maple):
    ask(
        "<ItemServiceAddRq><ItemServiceAdd><Name>Half</Name><SalesOrPurchase><Desc>Half</Desc><Price>5</Price>"
        "<AccountRef><FullName>Construction Income</FullName></AccountRef></SalesOrPurchase>"
        "</ItemServiceAdd></ItemServiceAddRq>"
    )
    ask(estimate(MAPLE_LINES[0].replace("01-100", "Half")))
    row = table(ask(job_report("JobEstimatesVsActualsDetail"))[0])[0]
    assert (row["Est. Cost"], row["Est. Revenue"]) == ("0.00", "18000.00")


def test_the_item_column_may_show_the_description_too(ask, company, costs):
    company.set_setting("ReportItemsBy", "NameAndDescription")
    assert [row.get("Item") for row in table(ask(detail())[0])] == [
        None,
        "01-100 (Concrete)",
        "02-220 (Concrete)",
    ]


@pytest.mark.parametrize(
    ("macro", "count"), [("Today", 3), ("Yesterday", 0), ("ThisMonthToDate", 3), ("All", 3)]
)
def test_date_macros(ask, costs, macro, count):
    macro_element = f"<ReportDateMacro>{macro}</ReportDateMacro>"
    body = detail().replace("<ReportAccountFilter>", macro_element + "<ReportAccountFilter>", 1)
    assert len(table(ask(body)[0])) == count


def test_a_period_of_days(ask, costs):
    days = "<FromReportDate>2020-01-01</FromReportDate><ToReportDate>2020-12-31</ToReportDate>"
    period = f"<ReportPeriod>{days}</ReportPeriod><ReportAccountFilter>"
    body = detail().replace("<ReportAccountFilter>", period, 1)
    assert table(ask(body)[0]) == []

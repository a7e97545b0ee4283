"""Bills, checks, journal entries, time: what they cost a job, and what the reports say about it."""

from decimal import Decimal

import pytest

from portal.practice.quickbooks import desk, snapshots
from tests.practice.bodies import JOB, MAPLE_LINES, estimate

COLUMNS = "TxnID TxnType Date RefNumber Name SourceName Item Class Account Memo ModifiedTime Amount"


def bill(*lines, vendor="Cascade Ready Mix", head="<RefNumber>77</RefNumber>"):
    return (
        f"<BillAddRq><BillAdd><VendorRef><FullName>{vendor}</FullName></VendorRef>{head}"
        + "".join(lines)
        + "</BillAdd></BillAddRq>"
    )


def on_item(name, figures, job=JOB):
    return (
        f"<ItemLineAdd><ItemRef><FullName>{name}</FullName></ItemRef>{figures}"
        f"<CustomerRef><FullName>{job}</FullName></CustomerRef></ItemLineAdd>"
    )


def on_account(name, amount, job=JOB):
    return (
        f"<ExpenseLineAdd><AccountRef><FullName>{name}</FullName></AccountRef><Amount>{amount}</Amount>"
        f"<CustomerRef><FullName>{job}</FullName></CustomerRef></ExpenseLineAdd>"
    )


def detail(kind="CostOfSales", columns=COLUMNS, more=""):
    included = "".join(f"<IncludeColumn>{name}</IncludeColumn>" for name in columns.split())
    return (
        "<CustomDetailReportQueryRq><CustomDetailReportType>CustomTxnDetail</CustomDetailReportType>"
        f"<ReportAccountFilter><AccountTypeFilter>{kind}</AccountTypeFilter></ReportAccountFilter>"
        f"<ReportEntityFilter><FullName>{JOB}</FullName></ReportEntityFilter>{more}"
        f"<SummarizeRowsBy>TotalOnly</SummarizeRowsBy>{included}</CustomDetailReportQueryRq>"
    )


def job_report(kind, entity=f"<ReportEntityFilter><FullName>{JOB}</FullName></ReportEntityFilter>"):
    return f"<JobReportQueryRq><JobReportType>{kind}</JobReportType>{entity}</JobReportQueryRq>"


def table(answer, tag="DataRow"):
    """The rows of a report, each a dictionary by column title."""
    titles = {one.get("colID"): one.find("ColTitle").get("value") or "" for one in answer.iter("ColDesc")}
    return [
        {titles[cell.get("colID")]: cell.get("value") for cell in row.iter("ColData")}
        for row in answer.iter(tag)
    ]


@pytest.fixture
def costs(ask, maple):
    body = bill(
        on_account("Other Job Costs", "12.50"),
        on_item("01-100", "<Quantity>4</Quantity><Cost>300.125</Cost>"),
    )
    second = (on_account("Office Supplies", "40.00"), on_item("02-220", "<Amount>900.00</Amount>"))
    body += bill(*second, vendor="Orozco Electric")
    body += bill(on_item("01-100", "<Amount>5000.00</Amount>", job="Harbor Medical Group:Imaging Suite"))
    answers = ask(body + estimate(*MAPLE_LINES))
    assert {one.get("statusCode") for one in answers} == {"0"}
    return answers


def test_a_bill_adds_up(costs):
    first = costs[0][0]
    assert first.findtext("AmountDue") == "1213.00"
    assert [one.findtext("Amount") for one in first.iter("ExpenseLineRet", "ItemLineRet")] == [
        "12.50",
        "1200.50",
    ]


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


def test_checks_and_journal_entries_cost_too(ask, maple):
    check = (
        "<CheckAddRq><CheckAdd><AccountRef><FullName>Checking</FullName></AccountRef>"
        "<PayeeEntityRef><FullName>Bright Plumbing</FullName></PayeeEntityRef><RefNumber>1001</RefNumber>"
        + on_item("01-100", "<Amount>80.00</Amount>")
        + "</CheckAdd></CheckAddRq>"
    )
    side = "<{0}><AccountRef><FullName>{1}</FullName></AccountRef><Amount>{2}</Amount>{3}</{0}>"
    job = f"<EntityRef><FullName>{JOB}</FullName></EntityRef>"
    entry = (
        "<JournalEntryAddRq><JournalEntryAdd>"
        + side.format("JournalDebitLine", "Job Labor", "20.00", job)
        + side.format("JournalCreditLine", "Job Labor", "5.00", job)
        + side.format("JournalCreditLine", "Checking", "15.00", "")
        + "</JournalEntryAdd></JournalEntryAddRq>"
    )
    assert [one.get("statusCode") for one in ask(check + entry)] == ["0", "0"]
    rows = table(ask(detail())[0])
    assert [(row["Type"], row["Amount"]) for row in rows] == [
        ("Check", "80.00"),
        ("General Journal", "20.00"),
        ("General Journal", "-5.00"),
    ]
    assert ask(entry.replace("15.00", "16.00"))[0].get("statusCode") == "3030"
    found = ask(
        "<JournalEntryQueryRq><IncludeLineItems>true</IncludeLineItems></JournalEntryQueryRq><CheckQueryRq/>"
    )
    assert [len(one) for one in found] == [1, 1]
    assert len(found[0][0].findall("JournalCreditLine")) == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (bill(on_account("No such account", "1.00")), "3140"),
        (bill(on_item("No such item", "<Amount>1.00</Amount>")), "3140"),
        (bill("<ExpenseLineAdd><Amount>1.00</Amount></ExpenseLineAdd>"), "3270"),
        (bill("<ItemLineAdd><Amount>1.00</Amount></ItemLineAdd>"), "3150"),
        (bill(on_account("Checking", "1.00"), vendor="Smith"), "3140"),
    ],
)
def test_bills_are_refused(ask, maple, body, code):
    assert ask(body)[0].get("statusCode") == code


def test_bills_are_found_by_when_they_changed(ask, costs):
    query = (
        "<BillQueryRq><ModifiedDateRangeFilter><FromModifiedDate>2020-01-01</FromModifiedDate>"
        "</ModifiedDateRangeFilter><IncludeLineItems>true</IncludeLineItems></BillQueryRq>"
    )
    assert [len(one.findall("ItemLineRet")) for one in ask(query)[0]] == [1, 1, 1]


def test_what_the_desk_enters_reaches_the_reports(ask, maple, company):
    desk.enter_bill(
        company, vendor="Orozco Electric", job=JOB, item="01-100", amount="1,000.00", memo="Panel"
    )
    desk.enter_bill(company, vendor="Orozco Electric", job=JOB, account="Job Materials", amount="10")
    desk.enter_time(company, worker="Ben Okafor", job=JOB, item="02-220", hours="7.5", rate="40.00")
    desk.enter_journal(
        company, job=JOB, account="Job Labor", credit_account="Checking", amount="5.25", item="01-100"
    )
    rows = table(ask(detail())[0])
    assert [(row["Type"], row.get("Item"), row["Amount"]) for row in rows] == [
        ("Bill", "01-100", "1000.00"),
        ("Bill", None, "10.00"),
        ("Paycheck", "02-220", "300.00"),
        ("General Journal", "01-100", "5.25"),
    ]
    costs = snapshots.job_costs(company, JOB)
    assert sum(Decimal(row["cost"]) for row in costs) == Decimal("1315.25")
    assert len(ask("<TimeTrackingQueryRq/>")[0]) == 1


@pytest.mark.parametrize("amount", ["1.005", "NaN", "Infinity", "a lot", ""])
def test_the_desk_refuses_what_is_no_amount(company, maple, amount):
    with pytest.raises(desk.DeskError, match="is no amount"):
        desk.enter_bill(company, vendor="Orozco Electric", job=JOB, account="Job Materials", amount=amount)

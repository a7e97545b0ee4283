"""Whole lists in portions, and one job's figures from estimate, cost reports and witness."""

from portal.erp.contract import (
    Code,
    CostRow,
    Finished,
    ReadJobCosts,
    ReadLists,
    Record,
    Refused,
    TryLater,
    Unanswered,
    UncodedCost,
)
from tests.erp.wire_answers import JOB, answer, estimate, go, requests, said

CUSTOMER = "<CustomerRet><ListID>{0}-1</ListID><Name>{0}</Name><FullName>{0}</FullName></CustomerRet>"
ITEM = (
    "<ItemServiceRet><ListID>{0}-1</ListID><Name>{0}</Name><FullName>{0}</FullName><SalesAndPurchase/>"
    "</ItemServiceRet>"
)
ACCOUNT = (
    "<AccountRet><ListID>A1-1</ListID><Name>Labor</Name><FullName>Job Costs:Labor</FullName>"
    "<AccountType>CostOfGoodsSold</AccountType><AccountNumber>5100</AccountNumber></AccountRet>"
)


def lists(customers="", items="", accounts="", **attributes):
    return answer(
        said("CustomerQuery", customers, **attributes),
        said("ItemServiceQuery", items, **attributes),
        said("AccountQuery", accounts),
    )


def test_short_lists_come_in_one_answer(assert_valid):
    step, end = go(
        ReadLists(), lists(CUSTOMER.format("Smith"), ITEM.format("Design"), ACCOUNT), check=assert_valid
    )
    assert [each.tag for each in requests(step)] == [
        "CustomerQueryRq",
        "ItemServiceQueryRq",
        "AccountQueryRq",
    ]
    customer, item, account = end.result.records
    assert customer == Record("job", "Smith-1", "Smith", "Smith", detail={"parent_erp_id": ""})
    assert (item.kind, item.detail["two_sided"], item.detail["type"]) == ("item", True, "ItemService")
    assert account == Record(
        "account",
        "A1-1",
        "Labor",
        "Job Costs:Labor",
        detail={"type": "CostOfGoodsSold", "number": "5100", "takes_income": False, "takes_costs": True},
    )


def test_empty_lists_are_lists():
    nothing = [
        said(kind, code=1, message="none") for kind in ("CustomerQuery", "ItemServiceQuery", "AccountQuery")
    ]
    assert go(ReadLists(), answer(*nothing))[-1].result.records == ()


def test_long_lists_come_in_portions(assert_valid):
    place = {"iteratorRemainingCount": 2, "iteratorID": "{abc}"}
    turns = go(
        ReadLists(),
        lists(CUSTOMER.format("A"), ITEM.format("I"), ACCOUNT, **place),
        answer(
            said("CustomerQuery", CUSTOMER.format("B"), iteratorRemainingCount=1, iteratorID="{abc}"),
            said("ItemServiceQuery", ITEM.format("J"), iteratorRemainingCount=0, iteratorID="{abc}"),
        ),
        answer(said("CustomerQuery", CUSTOMER.format("C"), iteratorRemainingCount=0, iteratorID="{abc}")),
        check=assert_valid,
    )
    second = requests(turns[1])
    assert [(each.tag, each.get("iterator"), each.get("iteratorID")) for each in second] == [
        ("CustomerQueryRq", "Continue", "{abc}"),
        ("ItemServiceQueryRq", "Continue", "{abc}"),
    ]
    assert [each.tag for each in requests(turns[2])] == ["CustomerQueryRq"]
    assert [record.name for record in turns[-1].result.records] == ["A", "I", "Labor", "B", "J", "C"]


def test_a_place_that_died_with_its_session_begins_anew_and_not_for_ever():
    part = lists(CUSTOMER.format("A"), iteratorRemainingCount=2, iteratorID="{abc}")
    dead = answer(said("CustomerQuery", code=3120, message="no such iterator"))
    turns = go(ReadLists(), part, dead, lists(CUSTOMER.format("A"), ITEM.format("I"), ACCOUNT))
    assert [record.name for record in turns[-1].result.records] == ["A", "I", "Labor"]
    *_, end = go(ReadLists(), part, dead, part, dead, part, dead)
    assert isinstance(end, TryLater)


def test_lists_that_may_not_be_read_are_refused():
    *_, end = go(ReadLists(), answer(said("CustomerQuery", code=3260, message="No permission.")))
    assert isinstance(end, Refused)


CODES = (
    Code(1, "", "", "8A-1", "01-100"),
    Code(2, "", "", "8B-1", "03-100"),
    Code(3, "", "", "", ""),
)
TASK = ReadJobCosts(JOB, "4C-1", CODES)
COLUMNS = ("TxnType", "Date", "RefNumber", "SourceName", "Item", "Account", "Memo", "Amount")


def report(*rows):
    heads = "".join(
        f'<ColDesc colID="{n}" dataType="STRTYPE"><ColTitle titleRow="1" value="{name}"/>'
        f"<ColType>{name}</ColType></ColDesc>"
        for n, name in enumerate(COLUMNS, 1)
    )
    data = "".join(
        f'<DataRow rowNumber="{place}">'
        + "".join(f'<ColData colID="{n}" value="{cell}"/>' for n, cell in enumerate(row, 1) if cell)
        + "</DataRow>"
        for place, row in enumerate(rows)
    )
    return said(
        "CustomDetailReportQuery",
        f"<ReportRet><ReportTitle>Costs</ReportTitle>{heads}<ReportData>{data}</ReportData></ReportRet>",
    )


def witness(*cells):
    titles = ("Est. Cost", "Act. Cost", "Diff.", "Est. Revenue", "Act. Revenue", "Diff.")
    heads = "".join(
        f'<ColDesc colID="{n}" dataType="AMTTYPE"><ColTitle titleRow="1" value="{title}"/>'
        "<ColType>Amount</ColType></ColDesc>"
        for n, title in enumerate(titles, 2)
    )
    row = "".join(f'<ColData colID="{n}" value="{cell}"/>' for n, cell in enumerate(cells, 2))
    total = f'<ReportData><TotalRow rowNumber="1">{row}</TotalRow></ReportData>' if cells else ""
    return said(
        "JobReportQuery",
        f"<ReportRet><ReportTitle>Job Estimates vs. Actuals Detail</ReportTitle>{heads}{total}</ReportRet>",
    )


LINES = (
    ("1", "8A-1", 1_800_000, "Labor: Site office"),
    ("2", "8B-1", 725_050, "Materials: Footings"),
    ("3", "8A-1", -500_000, "Change 2: Labor: Site office"),
)
OURS = said("EstimateQuery", estimate(*LINES))
EMPTY = (report(), report(), witness())


def test_one_message_set_asks_for_everything(assert_valid):
    (step,) = go(TASK, check=assert_valid)
    assert [each.tag for each in requests(step)] == [
        "CustomDetailReportQueryRq",
        "CustomDetailReportQueryRq",
        "JobReportQueryRq",
        "EstimateQueryRq",
    ]
    (step,) = go(ReadJobCosts(JOB), check=assert_valid)
    assert len(requests(step)) == 3


def test_the_lines_of_our_estimate_are_the_budget_and_changes_are_told_apart():
    *_, end = go(TASK, answer(*EMPTY, OURS))
    assert end.result.rows == (
        CostRow("8A-1", "8A-1", original_cents=1_800_000, change_cents=-500_000),
        CostRow("8B-1", "8B-1", original_cents=725_050),
    )
    assert end.result.erp_total_cents == 0
    assert end.result.witness["estimate_missing"] is False


def test_costs_are_added_up_by_item_and_the_rest_is_listed():
    goods = report(
        ("Bill", "2026-11-02", "77", "Cascade", "01-100 (Site office)", "Job Labor", "", "1,200.50"),
        ("Bill", "2026-11-03", "78", "Cascade", "01-100", "Job Labor", "", "-0.50"),
        ("Check", "2026-11-04", "1001", "", "Cleanup", "Other Job Costs", "weekend", "420.00"),
    )
    expense = report(("General Journal", "2026-11-05", "", "Bank", "", "Tools", "", "40.00"))
    *_, end = go(TASK, answer(goods, expense, witness("1.00", "1,660.00", "", "20,250.50", "", ""), OURS))
    names = {row.erp_id: row.cost_cents for row in end.result.rows}
    assert names == {"8A-1": 120_000, "8B-1": 0}
    assert end.result.uncoded == (
        UncodedCost("2026-11-04", "Check", "1001", "", "Cleanup · Other Job Costs · weekend", 42_000),
        UncodedCost("2026-11-05", "General Journal", "", "Bank", "Tools", 4_000),
    )
    assert end.result.erp_total_cents == 166_000
    assert end.result.witness["actual_cents"] == 166_000
    assert end.result.witness["estimated_cents"] == 2_025_050


def test_costs_of_a_linked_item_without_a_budget_have_a_row():
    goods = report(("Bill", "2026-11-02", "", "", "03-100", "", "", "5.00"))
    *_, end = go(TASK, answer(goods, report(), witness(), said("EstimateQuery", estimate(LINES[0]))))
    assert [(row.erp_id, row.original_cents, row.cost_cents) for row in end.result.rows] == [
        ("8B-1", 0, 500),
        ("8A-1", 1_800_000, 0),
    ]


def test_a_deleted_estimate_leaves_no_budget_and_says_so():
    *_, end = go(TASK, answer(*EMPTY, said("EstimateQuery", code=500, message="not found")))
    assert end.result.rows == ()
    assert end.result.witness["estimate_missing"] is True


def test_an_estimate_that_was_never_exported_is_not_missing():
    *_, end = go(ReadJobCosts(JOB, "", CODES), answer(*EMPTY))
    assert isinstance(end, Finished)
    assert end.result.witness["estimate_missing"] is False


def test_reports_that_fail_or_are_missing():
    *_, end = go(TASK, answer(said("CustomDetailReportQuery", code=3260, message="No.")))
    assert isinstance(end, Refused)
    *_, end = go(TASK, answer(said("CustomDetailReportQuery"), report(), witness(), OURS))
    assert isinstance(end, Unanswered)
    *_, end = go(TASK, answer(report(), OURS))
    assert isinstance(end, Unanswered)

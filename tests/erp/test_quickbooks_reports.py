"""Reports: cells by column id, labels and totals told apart, empty cells left out by QuickBooks."""

import pytest

from portal.erp.connectors.quickbooks_desktop.answers import read_answer
from portal.erp.connectors.quickbooks_desktop.job_costs import (
    read_cost_transactions,
    read_estimates_against_actuals,
)
from portal.erp.connectors.quickbooks_desktop.reports import COST_COLUMNS, read_report
from portal.erp.xml import WireError

HEAD = "<ReportTitle>T</ReportTitle><ReportSubtitle>All Transactions</ReportSubtitle><NumRows>3</NumRows>"


def report(kind: str, columns: str, rows: str) -> bytes:
    return (
        f'<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><{kind}Rs requestID="1" statusCode="0" statusSeverity="Info" '
        f'statusMessage="Status OK"><ReportRet>{HEAD}<NumColumns>9</NumColumns><NumColTitleRows>1</NumColTitleRows>'
        f"{columns}<ReportData>{rows}</ReportData></ReportRet></{kind}Rs></QBXMLMsgsRs></QBXML>"
    ).encode()


def column(number: int, kind: str, title: str = "") -> str:
    shown = f' value="{title}"' if title else ""
    inside = f'<ColTitle titleRow="1"{shown}/><ColType>{kind}</ColType>'
    return f'<ColDesc colID="{number}" dataType="STRTYPE">{inside}</ColDesc>'


def cells(**values: str) -> str:
    return "".join(f'<ColData colID="{name[1:]}" value="{value}"/>' for name, value in values.items())


BILL = cells(c2="5A-1", c3="Bill", c4="2026-03-01", c6="Owner:Hall", c8="03-100 (Concrete)", c13="1,250.50")
TOTALS = cells(c3="75.25", c5="100.00", c6="0.00")
COSTS = report(
    "CustomDetailReportQuery",
    column(1, "Blank") + "".join(column(number, kind) for number, kind in enumerate(COST_COLUMNS, start=2)),
    '<TextRow rowNumber="0" value="Total"/>'
    f'<DataRow rowNumber="1">{BILL}</DataRow>'
    f'<DataRow rowNumber="2">{cells(c3="Check", c10="Job costs", c13="-0.50")}</DataRow>'
    f'<SubtotalRow rowNumber="3">{cells(c13="1250.00")}</SubtotalRow>'
    f'<TotalRow rowNumber="4"><RowData rowType="label" value="TOTAL"/>{cells(c13="1250.00")}</TotalRow>',
)
WITNESS = report(
    "JobReportQuery",
    column(1, "Blank")
    + column(2, "Amount", "Est. Cost")
    + column(3, "Amount", "Act. Cost")
    + column(4, "AmountDifference", "($) Diff.")
    + column(5, "Amount", "Est. Revenue")
    + column(6, "Amount", "Act. Revenue"),
    '<TextRow rowNumber="0" value="Service"/>'
    f'<DataRow rowNumber="1"><RowData rowType="item" value="03-100"/>{cells(c3="75.25", c5="100.00")}</DataRow>'
    f'<TotalRow rowNumber="2"><RowData rowType="label" value="TOTAL"/>{TOTALS}</TotalRow>',
)


def test_each_cost_transaction_is_a_row(assert_valid):
    assert_valid(COSTS)
    costs = read_cost_transactions(read_report(read_answer(COSTS).responses[0]))
    assert [(cost.txn_type, cost.item, cost.cents) for cost in costs] == [
        ("Bill", "03-100 (Concrete)", 125_050),
        ("Check", "", -50),
    ]
    assert (costs[0].txn_id, costs[0].date, costs[0].name) == ("5A-1", "2026-03-01", "Owner:Hall")
    assert costs[1].account == "Job costs"


def test_the_witness_is_read_by_titles_and_missing_cells_are_none(assert_valid):
    assert_valid(WITNESS)
    item, total = read_estimates_against_actuals(read_report(read_answer(WITNESS).responses[0]))
    assert (item.label, item.is_total) == ("03-100", False)
    assert (item.estimated_revenue_cents, item.actual_cost_cents) == (10_000, 7_525)
    assert (item.estimated_cost_cents, item.actual_revenue_cents) == (None, None)
    assert (total.is_total, total.actual_revenue_cents) == (True, 0)


def test_an_empty_report_has_no_rows():
    empty = WITNESS.split(b"<ReportData>")[0] + b"</ReportRet></JobReportQueryRs></QBXMLMsgsRs></QBXML>"
    assert read_report(read_answer(empty).responses[0]).rows == ()


def test_a_report_without_amounts_or_no_report_is_a_wire_error():
    with pytest.raises(WireError, match="no Amount column"):
        read_cost_transactions(read_report(read_answer(COSTS.replace(b">Amount<", b">Debit<")).responses[0]))
    with pytest.raises(WireError, match="no report"):
        read_report(read_answer(COSTS.replace(b"ReportRet", b"OtherRet")).responses[0])

"""Reports: the cost transactions of a job, and QuickBooks' own estimates against actuals as second witness.

Cells are found by column id, never by position, since QuickBooks leaves empty ones out. A report takes one filter
by account type, so the costs of a job are two reports (`COST_ACCOUNT_TYPES`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.answers import Response, child, children, text
from portal.erp.connectors.quickbooks_desktop.message_sets import Request
from portal.erp.xml import WireError, local_name

COST_ACCOUNT_TYPES = ("CostOfSales", "ExpenseAndOtherExpense")
COST_COLUMNS = (
    "TxnID",
    "TxnType",
    "Date",
    "RefNumber",
    "Name",
    "SourceName",
    "Item",
    "Class",
    "Account",
    "Memo",
    "ModifiedTime",
    "Amount",
)
_ROW_KINDS = {"DataRow": "data", "TextRow": "text", "SubtotalRow": "subtotal", "TotalRow": "total"}


@dataclass(frozen=True)
class Column:
    """A column: its id, QuickBooks' word for what it holds, and the title that a person reads."""

    column_id: str
    column_type: str
    title: str


@dataclass(frozen=True)
class Row:
    """A row: `kind` is data, text, subtotal or total; `label` is what it stands for; cells by column id."""

    kind: str
    label: str
    label_type: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """A whole report as it came."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def ask_for_costs(customer_list_id: str, account_type: str) -> Request:
    """Ask for every posted cost transaction of one job on the accounts of one type."""
    return Request(
        "CustomDetailReportQuery",
        [
            ("CustomDetailReportType", "CustomTxnDetail"),
            ("DisplayReport", "false"),
            ("ReportDateMacro", "All"),
            ("ReportAccountFilter", [("AccountTypeFilter", account_type)]),
            ("ReportEntityFilter", [("ListID", customer_list_id)]),
            ("ReportPostingStatusFilter", "Posting"),
            ("SummarizeRowsBy", "TotalOnly"),
            *(("IncludeColumn", column) for column in COST_COLUMNS),
            ("ReportBasis", "Accrual"),
        ],
    )


def ask_for_estimates_against_actuals(customer_list_id: str) -> Request:
    """Ask for "Job Estimates vs. Actuals Detail", which needs exactly one job."""
    return Request(
        "JobReportQuery",
        [
            ("JobReportType", "JobEstimatesVsActualsDetail"),
            ("DisplayReport", "false"),
            ("ReportDateMacro", "All"),
            ("ReportEntityFilter", [("ListID", customer_list_id)]),
        ],
    )


def read_report(response: Response) -> Report:
    """Read the report out of the answer. Raises WireError where there is none."""
    report = child(response.element, "ReportRet")
    if report is None:
        raise WireError(f"QuickBooks sent no report in its answer to {response.kind}.")
    data = child(report, "ReportData")
    return Report(
        title=text(report, "ReportTitle"),
        subtitle=text(report, "ReportSubtitle"),
        columns=tuple(_column(element) for element in children(report, "ColDesc")),
        rows=tuple(_row(element) for element in data if local_name(element) in _ROW_KINDS)
        if data is not None
        else (),
    )


def _column(element: etree._Element) -> Column:
    titles = (title.get("value", "").strip() for title in children(element, "ColTitle"))
    return Column(
        column_id=element.get("colID", ""),
        column_type=text(element, "ColType"),
        title=" ".join(title for title in titles if title),
    )


def _row(element: etree._Element) -> Row:
    label = child(element, "RowData")
    source = element if label is None else label
    return Row(
        kind=_ROW_KINDS[local_name(element)],
        label=source.get("value", "").strip(),
        label_type=source.get("rowType", ""),
        cells={cell.get("colID", ""): cell.get("value", "").strip() for cell in children(element, "ColData")},
    )

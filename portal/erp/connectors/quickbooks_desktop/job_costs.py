"""What the two job reports say, as rows with amounts in cents.

Source: Job Costs Report; View the Job Cost Report for QuickBooks.
"""

from dataclasses import dataclass

from portal.erp.connectors.quickbooks_desktop.amounts import read_amount
from portal.erp.connectors.quickbooks_desktop.reports import Report, Row
from portal.erp.xml import WireError


@dataclass(frozen=True)
class CostTransaction:
    """One cost line on the job; `item` is empty where it was coded straight to an account."""

    txn_id: str
    txn_type: str
    date: str
    ref_number: str
    name: str
    source_name: str
    item: str
    class_name: str
    account: str
    memo: str
    modified_at: str
    cents: int


@dataclass(frozen=True)
class EstimateAgainstActual:
    """One item's row, or the total, of QuickBooks' own report; None where a column is missing or empty."""

    label: str
    is_total: bool
    estimated_cost_cents: int | None
    actual_cost_cents: int | None
    estimated_revenue_cents: int | None
    actual_revenue_cents: int | None


def read_cost_transactions(report: Report) -> tuple[CostTransaction, ...]:
    """Read the data rows of a cost report. Raises WireError where it has no amount column."""
    ids = {column.column_type: column.column_id for column in report.columns}
    if "Amount" not in ids and any(row.kind == "data" for row in report.rows):
        raise WireError("The cost report from QuickBooks has no Amount column; check its answer.")
    return tuple(
        _transaction({name: row.cells.get(column_id, "") for name, column_id in ids.items()})
        for row in report.rows
        if row.kind == "data"
    )


def read_estimates_against_actuals(report: Report) -> tuple[EstimateAgainstActual, ...]:
    """Read items and grand total; columns are told apart by their titles, the only thing that differs."""
    ids = {_plain(column.title): column.column_id for column in report.columns}
    return tuple(
        _against(row, ids) for row in report.rows if row.kind == "data" or (row.kind == "total" and row.cells)
    )


def _transaction(cell: dict[str, str]) -> CostTransaction:
    return CostTransaction(
        txn_id=cell.get("TxnID", ""),
        txn_type=cell.get("TxnType", ""),
        date=cell.get("Date", ""),
        ref_number=cell.get("RefNumber", ""),
        name=cell.get("Name", ""),
        source_name=cell.get("SourceName", ""),
        item=cell.get("Item", ""),
        class_name=cell.get("Class", ""),
        account=cell.get("Account", ""),
        memo=cell.get("Memo", ""),
        modified_at=cell.get("ModifiedTime", ""),
        cents=read_amount(cell.get("Amount") or "0"),
    )


def _against(row: Row, ids: dict[str, str]) -> EstimateAgainstActual:
    def amount(title: str) -> int | None:
        cell = row.cells.get(ids.get(title, ""), "")
        return read_amount(cell) if cell else None

    return EstimateAgainstActual(
        label=row.label,
        is_total=row.kind == "total",
        estimated_cost_cents=amount("estcost"),
        actual_cost_cents=amount("actcost"),
        estimated_revenue_cents=amount("estrevenue"),
        actual_revenue_cents=amount("actrevenue"),
    )


def _plain(title: str) -> str:
    return "".join(letter for letter in title.lower() if letter.isalpha())

"""Job reports: estimates against actuals, and profitability, by item or by job.

Only two-sided items have an estimated cost; a one-sided item's estimate is revenue alone. Costs without an
item are a row of their own, so that the report ties to the job's total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lxml import etree

from portal.practice.quickbooks import items, records, statuses, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import value
from portal.practice.quickbooks.money import from_cents, show, to_cents
from portal.practice.quickbooks.report_filters import COST_TYPES, covers, entities, postings
from portal.practice.quickbooks.report_rows import Column, Row, write_report

_TITLES: Final[Mapping[str, str]] = {
    "ItemEstimatesVsActuals": "Item Estimates vs. Actuals",
    "ItemProfitability": "Item Profitability",
    "JobEstimatesVsActualsDetail": "Job Estimates vs. Actuals Detail",
    "JobEstimatesVsActualsSummary": "Job Estimates vs. Actuals Summary",
    "JobProfitabilityDetail": "Job Profitability Detail",
    "JobProfitabilitySummary": "Job Profitability Summary",
}
_NO_ITEM: Final = "No item"
_FULL = ("Est. Cost", "Act. Cost", "($) Diff.", "Est. Revenue", "Act. Revenue", "($) Diff.")
_ACTUALS = ("Act. Cost", "Act. Revenue", "($) Diff.")


@dataclass(slots=True)
class Figures:
    """What one row adds up to."""

    estimated_cost: Decimal = Decimal(0)
    actual_cost: Decimal = Decimal(0)
    estimated_revenue: Decimal = Decimal(0)
    actual_revenue: Decimal = Decimal(0)

    def cells(self, label: str, *, with_estimates: bool) -> dict[int, str]:
        """The cells of the row, by column number."""
        amounts = [self.actual_cost, self.actual_revenue, self.actual_revenue - self.actual_cost]
        if with_estimates:
            amounts = [
                self.estimated_cost,
                self.actual_cost,
                self.actual_cost - self.estimated_cost,
                self.estimated_revenue,
                self.actual_revenue,
                self.actual_revenue - self.estimated_revenue,
            ]
        return {1: label, **{place: show(amount) for place, amount in enumerate(amounts, 2)}}


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """JobReportQueryRq. The detail reports are about exactly one customer:job."""
    kind = value(request, "JobReportType")
    if kind not in _TITLES:
        raise statuses.unsupported(f"The report {kind} is not kept here.")
    jobs = entities(company, request)
    if kind.endswith("Detail"):
        if jobs is None:
            raise statuses.missing("ReportEntityFilter")
        if len(jobs) != 1:
            raise statuses.invalid_value("ReportEntityFilter", f"{len(jobs)} names")
    by_job = kind.endswith("Summary")
    with_estimates = "Estimates" in kind
    found = figures(company, request, by_job=by_job)
    columns = [Column("", "Label", "STRTYPE")]
    columns += [Column(title, "Amount", "AMTTYPE") for title in (_FULL if with_estimates else _ACTUALS)]
    rows = _rows(company, found, by_job=by_job, with_estimates=with_estimates)
    write_report(answer, _TITLES[kind], _subtitle(company, jobs), columns, rows)
    return None


def figures(company: Company, request: etree._Element, *, by_job: bool) -> dict[str, Figures]:
    """Figures by the ListID of the item (or of the customer:job); "" stands for costs without an item."""
    found: dict[str, Figures] = {}
    jobs = entities(company, request)
    for estimate in transactions.listing(company, "Estimate"):
        if (jobs is None or estimate.entity_id in jobs) and covers(
            company, request, estimate.txn_date, estimate.modified[:10]
        ):
            _add_estimate(company, found, estimate, by_job=by_job)
    for row in postings(company, request):
        account = records.get(company, row["account_id"])
        if account is None or row["job_id"] is None or (jobs is not None and row["job_id"] not in jobs):
            continue
        key = row["job_id"] if by_job else row["item_id"] or ""
        amount = from_cents(row["cents"])
        if account.body.get("AccountType") in COST_TYPES:
            found.setdefault(key, Figures()).actual_cost += amount
        elif account.body.get("AccountType") in {"Income", "OtherIncome"}:
            found.setdefault(key, Figures()).actual_revenue -= amount
    return found


def _add_estimate(
    company: Company, found: dict[str, Figures], estimate: transactions.Transaction, *, by_job: bool
) -> None:
    if estimate.body.get("IsActive") in {"false", "0"}:
        return
    for line in transactions.lines(company, estimate.txn_id):
        reference = line.body.get("ItemRef")
        amount = Decimal(line.body.get("Amount") or 0)
        if not amount and not reference:
            continue
        item = records.get(company, reference["ListID"]) if reference else None
        key = (estimate.entity_id or "") if by_job else (item.list_id if item else "")
        row = found.setdefault(key, Figures())
        row.estimated_revenue += amount
        if item and items.is_two_sided(item):
            quantity = Decimal(line.body.get("Quantity") or 1)
            rate = line.body.get("Rate")
            row.estimated_cost += to_cents(Decimal(rate) * quantity) if rate else amount


def _rows(company: Company, found: dict[str, Figures], *, by_job: bool, with_estimates: bool) -> list[Row]:
    if not found:
        return []
    named = sorted((_label(company, key), key) for key in found)
    rows = [Row({1: "Service"}, tag="TextRow")] if not by_job else []
    for (label, full_name), key in named:
        about = ("customer" if by_job else "item", full_name) if key else ("label", _NO_ITEM)
        rows.append(Row(found[key].cells(label, with_estimates=with_estimates), about))
    total = Figures()
    for part in found.values():
        total.estimated_cost += part.estimated_cost
        total.actual_cost += part.actual_cost
        total.estimated_revenue += part.estimated_revenue
        total.actual_revenue += part.actual_revenue
    rows.append(Row(total.cells("TOTAL", with_estimates=with_estimates), tag="TotalRow"))
    return rows


def _label(company: Company, key: str) -> tuple[str, str]:
    record = records.get(company, key) if key else None
    if record is None:
        return _NO_ITEM, _NO_ITEM
    described = items.description(record) if record.kind == "ItemService" else ""
    return (f"{record.full_name} ({described})" if described else record.full_name), record.full_name


def _subtitle(company: Company, jobs: set[str] | None) -> str:
    if jobs is None or len(jobs) != 1:
        return "All Transactions"
    record = records.get(company, next(iter(jobs)))
    return f"All Transactions for {record.full_name}" if record else "All Transactions"

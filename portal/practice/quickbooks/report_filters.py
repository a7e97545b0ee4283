"""Filters that all reports share: which postings of which accounts, jobs, items and days count."""

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from lxml import etree

from portal.practice.quickbooks import records, statuses
from portal.practice.quickbooks.choices import chosen
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.dates import is_day_within
from portal.practice.quickbooks.documents import value, values

_COSTS = ("CostOfGoodsSold",)
_EXPENSES = ("Expense", "OtherExpense")
_INCOME = ("Income", "OtherIncome")
ACCOUNT_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "CostOfSales": _COSTS,
    "ExpenseAndOtherExpense": _EXPENSES,
    "OrdinaryExpense": ("Expense",),
    "OtherExpense": ("OtherExpense",),
    "IncomeAndOtherIncome": _INCOME,
    "OrdinaryIncome": ("Income",),
    "OtherIncome": ("OtherIncome",),
    "OrdinaryIncomeAndCOGS": ("Income", *_COSTS),
    "IncomeAndExpense": (*_INCOME, *_COSTS, *_EXPENSES),
    "OrdinaryIncomeAndExpense": ("Income", *_COSTS, "Expense"),
    "AccountsPayable": ("AccountsPayable",),
    "AccountsReceivable": ("AccountsReceivable",),
    "Bank": ("Bank",),
}
COST_TYPES: Final = (*_COSTS, *_EXPENSES)
_POSTINGS = (
    "SELECT p.*, t.kind, t.number, t.txn_date, t.ref_number, t.modified, t.body AS head, t.entity_id"
    " FROM postings p JOIN transactions t USING (txn_id) ORDER BY t.txn_date, t.number, p.position"
)


def postings(company: Company, request: etree._Element) -> list[sqlite3.Row]:
    """The postings a report is about. Raises 3120 for a filter that names nothing, 1030 for one not kept."""
    accounts = _accounts(company, request.find("ReportAccountFilter"))
    jobs = entities(company, request)
    items = _items(company, request.find("ReportItemFilter"))
    classes = chosen(company, request.find("ReportClassFilter"), "Class")
    kinds = set(values(request, "ReportTxnTypeFilter/TxnTypeFilter")) - {"All"}
    if value(request, "ReportPostingStatusFilter") == "NonPosting":
        return []
    return [
        row
        for row in company.rows(_POSTINGS)
        if (accounts is None or row["account_id"] in accounts)
        and (jobs is None or row["job_id"] in jobs or row["source_id"] in jobs)
        and (items is None or row["item_id"] in items)
        and (classes is None or row["class_id"] in classes)
        and (not kinds or row["kind"] in kinds)
        and _is_in_time(company, request, row["txn_date"], row["modified"][:10])
    ]


def entities(company: Company, request: etree._Element) -> set[str] | None:
    """The ListIDs of the names a report is about; None for all."""
    wanted = request.find("ReportEntityFilter")
    if wanted is not None and value(wanted, "EntityTypeFilter"):
        kind = value(wanted, "EntityTypeFilter")
        return {record.list_id for record in records.listing(company, kind)}
    return chosen(company, wanted, "Name")


def covers(company: Company, request: etree._Element, transaction_day: str, modified_day: str) -> bool:
    """Say whether a transaction of these days is within the report's period."""
    return _is_in_time(company, request, transaction_day, modified_day)


def _accounts(company: Company, wanted: etree._Element | None) -> set[str] | None:
    if wanted is None or not value(wanted, "AccountTypeFilter"):
        return chosen(company, wanted, "Account")
    name = value(wanted, "AccountTypeFilter")
    if name not in ACCOUNT_TYPES:
        raise statuses.unsupported(f"The account type filter {name} is not kept here.")
    return {
        record.list_id
        for record in records.listing(company, "Account")
        if record.body.get("AccountType") in ACCOUNT_TYPES[name]
    }


def _items(company: Company, wanted: etree._Element | None) -> set[str] | None:
    if wanted is not None and value(wanted, "ItemTypeFilter"):
        return {record.list_id for record in records.listing(company, "Item")}
    return chosen(company, wanted, "Item")


def _is_in_time(company: Company, request: etree._Element, day: str, modified: str) -> bool:
    period = request.find("ReportPeriod")
    first, last = _macro(company, value(request, "ReportDateMacro"))
    if period is not None:
        first, last = value(period, "FromReportDate"), value(period, "ToReportDate")
    changed = request.find("ReportModifiedDateRangeFilter")
    since, until = _macro(company, value(request, "ReportModifiedDateRangeMacro"))
    if changed is not None:
        since, until = value(changed, "FromReportModifiedDate"), value(changed, "ToReportModifiedDate")
    return is_day_within(day, first, last) and is_day_within(modified, since, until)


def _macro(company: Company, name: str) -> tuple[str, str]:
    today = date.fromisoformat(company.today())
    if name in {"", "All"}:
        return "", ""
    if name in {"Today", "Yesterday"}:
        day = (today if name == "Today" else today - timedelta(days=1)).isoformat()
        return day, day
    starts = {"ThisMonthToDate": today.replace(day=1), "ThisYearToDate": today.replace(month=1, day=1)}
    if name not in starts:
        raise statuses.unsupported(f"The date macro {name} is not kept here.")
    return starts[name].isoformat(), today.isoformat()

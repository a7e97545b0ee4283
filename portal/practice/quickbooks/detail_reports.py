"""CustomDetailReportQuery: one row per posting, with the columns that were asked for."""

import json
import sqlite3
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from lxml import etree

from portal.practice.quickbooks import items, records, statuses
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import value, values
from portal.practice.quickbooks.money import from_cents, show
from portal.practice.quickbooks.report_filters import postings
from portal.practice.quickbooks.report_rows import Column, Row, write_report

_TYPES: Final[Mapping[str, str]] = {"JournalEntry": "General Journal"}
_COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "TxnID": ("Trans ID", "IDTYPE"),
    "TxnNumber": ("Trans #", "INTTYPE"),
    "TxnType": ("Type", "STRTYPE"),
    "Date": ("Date", "DATETYPE"),
    "RefNumber": ("Num", "STRTYPE"),
    "Name": ("Name", "STRTYPE"),
    "SourceName": ("Source Name", "STRTYPE"),
    "Item": ("Item", "STRTYPE"),
    "ItemDesc": ("Item Description", "STRTYPE"),
    "Class": ("Class", "STRTYPE"),
    "Account": ("Account", "STRTYPE"),
    "Memo": ("Memo", "STRTYPE"),
    "ModifiedTime": ("Entered/Last Modified", "DATETIMETYPE"),
    "Amount": ("Amount", "AMTTYPE"),
    "Debit": ("Debit", "AMTTYPE"),
    "Credit": ("Credit", "AMTTYPE"),
}


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """CustomDetailReportQueryRq (CustomTxnDetail). Costs without an item are rows like all others."""
    names = values(request, "IncludeColumn")
    unknown = next((name for name in names if name not in _COLUMNS), None)
    if unknown:
        raise statuses.unsupported(f"The column {unknown} is not kept here.")
    found = postings(company, request)
    columns = [Column("", "Blank", "STRTYPE")]
    columns += [Column(_COLUMNS[name][0], name, _COLUMNS[name][1]) for name in names]
    rows = [Row(_cells(company, row, names)) for row in found]
    if rows:
        rows.append(Row(_totals(found, names), tag="TotalRow"))
    title = "Custom Transaction Detail Report"
    write_report(answer, title, _subtitle(request), columns, rows)
    return None


def _cells(company: Company, row: sqlite3.Row, names: list[str]) -> dict[int, str]:
    amount = from_cents(row["cents"])
    item = records.get(company, row["item_id"]) if row["item_id"] else None
    cells = {
        "TxnID": row["txn_id"],
        "TxnNumber": str(row["number"]),
        "TxnType": _TYPES.get(row["kind"], row["kind"]),
        "Date": row["txn_date"],
        "RefNumber": row["ref_number"],
        "Name": _full_name(company, row["job_id"] or row["source_id"]),
        "SourceName": _full_name(company, row["source_id"] or row["job_id"]),
        "Item": _item_name(company, item),
        "ItemDesc": items.description(item) if item else "",
        "Class": _full_name(company, row["class_id"]),
        "Account": _full_name(company, row["account_id"]),
        "Memo": row["memo"] or json.loads(row["head"]).get("Memo", ""),
        "ModifiedTime": row["modified"],
        "Amount": show(amount),
        "Debit": show(amount) if amount > 0 else "",
        "Credit": show(-amount) if amount < 0 else "",
    }
    return {place: cells[name] for place, name in enumerate(names, 2)}


def _totals(found: list[sqlite3.Row], names: list[str]) -> dict[int, str]:
    cells = {1: "TOTAL"}
    amounts = [from_cents(row["cents"]) for row in found]
    sums = {
        "Amount": sum(amounts, Decimal(0)),
        "Debit": sum((amount for amount in amounts if amount > 0), Decimal(0)),
        "Credit": -sum((amount for amount in amounts if amount < 0), Decimal(0)),
    }
    for place, name in enumerate(names, 2):
        if name in sums:
            cells[place] = show(sums[name])
    return cells


def _item_name(company: Company, item: records.Record | None) -> str:
    if item is None:
        return ""
    described = items.description(item)
    if described and company.setting("ReportItemsBy") == "NameAndDescription":
        return f"{item.full_name} ({described})"
    return item.full_name


def _full_name(company: Company, list_id: str | None) -> str:
    record = records.get(company, list_id) if list_id else None
    return record.full_name if record else ""


def _subtitle(request: etree._Element) -> str:
    macro = value(request, "ReportDateMacro")
    return "All Transactions" if macro in {"", "All"} else macro

"""The whole company as plain data, for the page and for whoever has to judge what stands in the file."""

from decimal import Decimal
from typing import Any

from portal.practice.quickbooks import host, items, records, transactions
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.money import from_cents, show
from portal.practice.quickbooks.report_filters import COST_TYPES

_SETTINGS = (
    "CompanyName",
    "CompanyFile",
    "IsUsingEstimates",
    "IsUsingClassTracking",
    "ClosingDate",
    "DefaultMarkup",
    "DefaultItemSalesTax",
    "ReportItemsBy",
)


def whole(company: Company) -> dict[str, Any]:
    """Everything, read in one transaction; amounts are texts with two decimals."""
    with company.transaction():
        return {
            "product": host.PRODUCT,
            "settings": {key: company.setting(key) for key in _SETTINGS},
            "accounts": [
                {**_record(one), "type": one.body.get("AccountType", "")} for one in _all(company, "Account")
            ],
            "customers": [
                {**_record(one), "status": one.body.get("JobStatus", "")} for one in _all(company, "Customer")
            ],
            "vendors": [_record(one) for one in _all(company, "Vendor")],
            "classes": [_record(one) for one in _all(company, "Class")],
            "items": [_item(company, one) for one in _all(company, "Item")],
            "estimates": estimates(company),
            "costs": costs(company),
            "transactions": [_head(one) for one in _heads(company)],
            "deleted": [
                dict(row) for row in company.rows("SELECT * FROM deleted_transactions ORDER BY deleted")
            ],
            "message_sets": [
                {"id": row["message_set_id"], "stored": row["stored"]}
                for row in company.rows("SELECT * FROM message_sets ORDER BY stored, message_set_id")
            ],
            "applications": [dict(row) for row in company.rows("SELECT * FROM attached_applications")],
        }


def estimates(company: Company, job: str = "") -> list[dict[str, Any]]:
    """All estimates with their lines, or those of one customer:job (its full name)."""
    wanted = records.find(company, "Customer", job) if job else None
    if job and wanted is None:
        return []
    return [
        estimate(company, one)
        for one in transactions.listing(company, "Estimate")
        if wanted is None or one.entity_id == wanted.list_id
    ]


def estimate(company: Company, one: transactions.Transaction) -> dict[str, Any]:
    """One estimate with its lines."""
    return {
        **_head(one),
        "job": _full_name(company, one.entity_id),
        "is_active": one.body.get("IsActive") not in {"false", "0"},
        "memo": one.body.get("Memo", ""),
        "external_guid": one.body.get("ExternalGUID", ""),
        "subtotal": one.body["Subtotal"],
        "sales_tax": one.body["SalesTaxTotal"],
        "total": one.body["TotalAmount"],
        "lines": [
            {
                "txn_line_id": line.line_id,
                "item": _full_name(company, (line.body.get("ItemRef") or {}).get("ListID")),
                "description": line.body.get("Desc", ""),
                "quantity": line.body.get("Quantity", ""),
                "rate": line.body.get("Rate", ""),
                "markup_percent": line.body.get("MarkupRatePercent", ""),
                "tax_code": _full_name(company, (line.body.get("SalesTaxCodeRef") or {}).get("ListID")),
                "amount": line.body.get("Amount", ""),
            }
            for line in transactions.lines(company, one.txn_id)
        ],
    }


def costs(company: Company, job: str = "") -> list[dict[str, Any]]:
    """Every posting on a cost account that belongs to a job, or to this one."""
    marks = ", ".join("?" * len(COST_TYPES))
    rows = company.rows(
        "SELECT p.*, t.kind, t.txn_date, t.ref_number, j.full_name AS job, a.full_name AS account"  # noqa: S608 - only question marks
        " FROM postings p JOIN transactions t USING (txn_id) JOIN records j ON j.list_id = p.job_id"
        " JOIN records a ON a.list_id = p.account_id"
        f" WHERE json_extract(a.body, '$.AccountType') IN ({marks}) ORDER BY t.number, p.position",
        *COST_TYPES,
    )
    return [
        {
            "txn_id": row["txn_id"],
            "kind": row["kind"],
            "date": row["txn_date"],
            "ref_number": row["ref_number"],
            "job": row["job"],
            "account": row["account"],
            "item": _full_name(company, row["item_id"]),
            "source": _full_name(company, row["source_id"]),
            "memo": row["memo"],
            "amount": show(from_cents(row["cents"])),
        }
        for row in rows
        if not job or row["job"].casefold() == job.casefold()
    ]


def job_costs(company: Company, job: str) -> list[dict[str, str]]:
    """Estimate and cost per item of one customer:job; the item is empty for costs without one."""
    with company.transaction():
        found: dict[str, list[Decimal]] = {}
        for one in estimates(company, job):
            for line in one["lines"]:
                if line["amount"] and one["is_active"]:
                    found.setdefault(line["item"], [Decimal(0), Decimal(0)])[0] += Decimal(line["amount"])
        for cost in costs(company, job):
            found.setdefault(cost["item"], [Decimal(0), Decimal(0)])[1] += Decimal(cost["amount"])
    return [
        {"item": item, "estimate": show(sums[0]), "cost": show(sums[1])}
        for item, sums in sorted(found.items(), key=lambda pair: (not pair[0], pair[0]))
    ]


def _all(company: Company, kind: str) -> list[records.Record]:
    return records.listing(company, kind)


def _record(one: records.Record) -> dict[str, Any]:
    return {
        "list_id": one.list_id,
        "full_name": one.full_name,
        "is_active": one.is_active,
        "edit_sequence": one.edit_sequence,
    }


def _item(company: Company, one: records.Record) -> dict[str, Any]:
    account = items.cost_account(company, one)
    return {
        **_record(one),
        "description": items.description(one),
        "two_sided": items.is_two_sided(one),
        "price": show(items.sales_price(one)),
        "tax_code": _full_name(company, (one.body.get("SalesTaxCodeRef") or {}).get("ListID")),
        "cost_account": account.full_name if account else "",
        "external_guid": one.body.get("ExternalGUID", ""),
    }


def _head(one: transactions.Transaction) -> dict[str, Any]:
    return {
        "txn_id": one.txn_id,
        "kind": one.kind,
        "number": one.number,
        "date": one.txn_date,
        "ref_number": one.ref_number,
        "edit_sequence": one.edit_sequence,
        "modified": one.modified,
    }


def _heads(company: Company) -> list[transactions.Transaction]:
    rows = company.rows("SELECT txn_id FROM transactions ORDER BY number")
    found = [transactions.get(company, row["txn_id"]) for row in rows]
    return [one for one in found if one is not None]


def _full_name(company: Company, list_id: str | None) -> str:
    record = records.get(company, list_id) if list_id else None
    return record.full_name if record else ""

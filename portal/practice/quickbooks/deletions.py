"""Deleting transactions, and the list of what was deleted."""

from lxml import etree

from portal.practice.quickbooks import statuses, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.dates import is_within
from portal.practice.quickbooks.documents import value, values, write


def delete(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """TxnDelRq."""
    kind, txn_id = value(request, "TxnDelType"), value(request, "TxnID")
    found = transactions.get(company, txn_id, kind)
    if found is None:
        raise statuses.object_not_found(txn_id)
    deleted = transactions.delete(company, found)
    etree.SubElement(answer, "TxnDelType").text = kind
    etree.SubElement(answer, "TxnID").text = txn_id
    etree.SubElement(answer, "TimeDeleted").text = deleted
    if found.ref_number:
        etree.SubElement(answer, "RefNumber").text = found.ref_number
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """TxnDeletedQueryRq."""
    kinds = values(request, "TxnDelType")
    days = request.find("DeletedDateRangeFilter")
    rows = [
        row
        for row in company.rows("SELECT * FROM deleted_transactions ORDER BY deleted, txn_id")
        if row["kind"] in kinds
        and (days is None or is_within(row["deleted"], days, "FromDeletedDate", "ToDeletedDate"))
    ]
    for row in rows:
        content = {
            "TxnDelType": row["kind"],
            "TxnID": row["txn_id"],
            "TimeCreated": row["created"],
            "TimeDeleted": row["deleted"],
            "RefNumber": row["ref_number"],
        }
        write(answer, "TxnDeletedRet", content)
    return None if rows else Status(statuses.NO_MATCH, statuses.NO_MATCHING)

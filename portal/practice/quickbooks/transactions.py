"""Transactions in the company file: a head, its lines in order, and what it posts to accounts."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.practice.quickbooks import statuses
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields


@dataclass(frozen=True, slots=True)
class Line:
    """A line as stored. `kind` is the answer element, such as `EstimateLineRet`."""

    line_id: str
    kind: str
    body: Fields


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on an account, in cents, a debit above zero; with the job, item and class it belongs to."""

    account_id: str
    cents: int
    job_id: str | None = None
    item_id: str | None = None
    class_id: str | None = None
    source_id: str | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """The head of a transaction as stored. `entity_id` is the customer:job or vendor it is about."""

    txn_id: str
    kind: str
    number: int
    txn_date: str
    ref_number: str
    entity_id: str | None
    edit_sequence: str
    created: str
    modified: str
    body: Fields


def get(company: Company, txn_id: str, kind: str | None = None) -> Transaction | None:
    """The transaction with this TxnID, if it is of this kind."""
    found = company.row("SELECT * FROM transactions WHERE txn_id = ?", txn_id)
    return _transaction(found) if found and kind in {None, found["kind"]} else None


def listing(company: Company, kind: str) -> list[Transaction]:
    """All transactions of a kind, in the order of their entry."""
    rows = company.rows("SELECT * FROM transactions WHERE kind = ? ORDER BY number", kind)
    return [_transaction(row) for row in rows]


def lines(company: Company, txn_id: str) -> list[Line]:
    """The lines of a transaction, in their order."""
    rows = company.rows("SELECT * FROM transaction_lines WHERE txn_id = ? ORDER BY position", txn_id)
    return [Line(row["line_id"], row["kind"], json.loads(row["body"])) for row in rows]


def check_open(company: Company, kind: str, *dates: str) -> None:
    """Raise 3171 where a date is on or before the closing date."""
    closing = company.setting("ClosingDate")
    if closing and any(day and day <= closing for day in dates):
        raise statuses.closed_books(kind)


def insert(
    company: Company,
    kind: str,
    body: Fields,
    parts: Sequence[Line],
    postings: Sequence[Posting] = (),
    entity_id: str | None = None,
) -> Transaction:
    """Add a transaction with its lines and postings. Raises 3171 for a date in closed books."""
    txn_date = body.get("TxnDate") or company.today()
    check_open(company, kind, txn_date)
    content = {key: part for key, part in body.items() if key not in {"TxnDate", "RefNumber"}}
    now = company.now()
    transaction = Transaction(
        company.next_txn_id(),
        kind,
        company.next_number(),
        txn_date,
        body.get("RefNumber", ""),
        entity_id,
        company.next_edit_sequence(),
        now,
        now,
        content,
    )
    company.database.execute(
        "INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*_columns(transaction), json.dumps(content)),
    )
    store_lines(company, transaction.txn_id, parts)
    store_postings(company, transaction.txn_id, postings)
    return transaction


def update(
    company: Company, transaction: Transaction, body: Fields, parts: Sequence[Line], entity_id: str | None
) -> Transaction:
    """Replace the head and all lines; EditSequence and time move on. Raises 3171 for closed books."""
    txn_date = body.get("TxnDate") or transaction.txn_date
    check_open(company, transaction.kind, transaction.txn_date, txn_date)
    content = {key: part for key, part in body.items() if key not in {"TxnDate", "RefNumber"}}
    company.database.execute(
        "UPDATE transactions SET txn_date = ?, ref_number = ?, entity_id = ?, edit_sequence = ?, modified = ?,"
        " body = ? WHERE txn_id = ?",
        (
            txn_date,
            body.get("RefNumber", transaction.ref_number),
            entity_id,
            company.next_edit_sequence(transaction.edit_sequence),
            company.now(),
            json.dumps(content),
            transaction.txn_id,
        ),
    )
    store_lines(company, transaction.txn_id, parts)
    found = get(company, transaction.txn_id)
    if found is None:
        raise LookupError(f"The transaction {transaction.txn_id} is gone.")
    return found


def delete(company: Company, transaction: Transaction) -> str:
    """Delete a transaction with everything it posted. Returns the time of the deletion."""
    check_open(company, transaction.kind, transaction.txn_date)
    deleted = company.now()
    company.database.execute("DELETE FROM transactions WHERE txn_id = ?", (transaction.txn_id,))
    company.database.execute(
        "INSERT INTO deleted_transactions VALUES (?, ?, ?, ?, ?)",
        (transaction.txn_id, transaction.kind, transaction.ref_number, transaction.created, deleted),
    )
    return deleted


def store_lines(company: Company, txn_id: str, parts: Sequence[Line]) -> None:
    """Make these the lines of a transaction."""
    company.database.execute("DELETE FROM transaction_lines WHERE txn_id = ?", (txn_id,))
    company.database.executemany(
        "INSERT INTO transaction_lines VALUES (?, ?, ?, ?, ?)",
        [(txn_id, place, part.line_id, part.kind, json.dumps(part.body)) for place, part in enumerate(parts)],
    )


def store_postings(company: Company, txn_id: str, postings: Sequence[Posting]) -> None:
    """Make these the postings of a transaction."""
    company.database.execute("DELETE FROM postings WHERE txn_id = ?", (txn_id,))
    company.database.executemany(
        "INSERT INTO postings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (txn_id, place, p.account_id, p.cents, p.job_id, p.item_id, p.class_id, p.source_id, p.memo)
            for place, p in enumerate(postings)
        ],
    )


def head(transaction: Transaction) -> Fields:
    """The fields that every transaction answer begins with."""
    return {
        "TxnID": transaction.txn_id,
        "TimeCreated": transaction.created,
        "TimeModified": transaction.modified,
        "EditSequence": transaction.edit_sequence,
        "TxnNumber": str(transaction.number),
        "TxnDate": transaction.txn_date,
        "RefNumber": transaction.ref_number,
    }


def _columns(transaction: Transaction) -> tuple[Any, ...]:
    return (
        transaction.txn_id,
        transaction.kind,
        transaction.number,
        transaction.txn_date,
        transaction.ref_number,
        transaction.entity_id,
        transaction.edit_sequence,
        transaction.created,
        transaction.modified,
    )


def _transaction(row: sqlite3.Row) -> Transaction:
    return Transaction(
        row["txn_id"],
        row["kind"],
        row["number"],
        row["txn_date"],
        row["ref_number"],
        row["entity_id"],
        row["edit_sequence"],
        row["created"],
        row["modified"],
        json.loads(row["body"]),
    )

"""Journal entries: debits and credits that add up, with the job on the line's EntityRef."""

from decimal import Decimal

from lxml import etree

from portal.practice.quickbooks import records, references, statuses, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, values, write
from portal.practice.quickbooks.money import cents, show, to_cents
from portal.practice.quickbooks.transaction_queries import Kind, answer_query
from portal.practice.quickbooks.transactions import Line, Posting, Transaction

_SIGNS = {"JournalDebitLine": 1, "JournalCreditLine": -1}
_NOT_KEPT = {
    *_SIGNS,
    "CurrencyRef",
    "ExchangeRate",
    "IsAmountsEnteredInHomeCurrency",
    "IsHomeCurrencyAdjustment",
}


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """JournalEntryAddRq. Debits and credits must be equal."""
    element = request[0]
    lines: list[Line] = []
    postings: list[Posting] = []
    for part in element:
        if part.tag in _SIGNS:
            line, posting = _line(company, part)
            lines.append(line)
            postings.append(posting)
    if sum(posting.cents for posting in postings):
        raise statuses.RefusedError(
            3030, "The transaction is not in balance.  Make sure that the debits equal the credits."
        )
    body = {key: part for key, part in fields(element).items() if key not in _NOT_KEPT}
    entry = transactions.insert(company, "JournalEntry", body, lines, postings)
    ret = write(answer, "JournalEntryRet", references.shown(company, render(company, entry)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """JournalEntryQueryRq."""
    return answer_query(company, request, answer, Kind("JournalEntry", render))


def render(company: Company, entry: Transaction, with_lines: bool = True) -> Fields:  # noqa: FBT001, FBT002 - called by position from the query
    """A JournalEntryRet's fields."""
    content = {**entry.body, **transactions.head(entry)}
    for line in transactions.lines(company, entry.txn_id) if with_lines else []:
        content.setdefault(line.kind, []).append(
            references.shown(company, {"TxnLineID": line.line_id, **line.body})
        )
    return content


def _line(company: Company, part: etree._Element) -> tuple[Line, Posting]:
    content = references.with_references(company, part, fields(part), "JournalEntry")
    content.pop("TxnLineID", None)
    if not content.get("AccountRef"):
        raise statuses.no_posting_account()
    amount = to_cents(Decimal(content.get("Amount") or 0))
    content["Amount"] = show(amount)
    entity = records.get(company, content["EntityRef"]["ListID"]) if content.get("EntityRef") else None
    is_job = entity is not None and entity.kind == "Customer"
    posting = Posting(
        content["AccountRef"]["ListID"],
        _SIGNS[str(part.tag)] * cents(amount),
        job_id=entity.list_id if entity and is_job else None,
        class_id=content["ClassRef"]["ListID"] if content.get("ClassRef") else None,
        source_id=entity.list_id if entity else None,
        memo=content.get("Memo", ""),
    )
    return Line(company.next_txn_id(), str(part.tag), content), posting

"""Expense and item lines of bills and checks: what they cost, and which account, job and item they post to."""

from decimal import Decimal

from lxml import etree

from portal.practice.quickbooks import items, records, references, statuses
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields
from portal.practice.quickbooks.money import cents, show, show_price, show_quantity, to_cents
from portal.practice.quickbooks.transactions import Line, Posting

_ANSWERS = {"ExpenseLineAdd": "ExpenseLineRet", "ItemLineAdd": "ItemLineRet"}


def read_lines(
    company: Company, element: etree._Element, document: str, source: records.Record | None
) -> tuple[list[Line], list[Posting]]:
    """The lines of a bill or check and what each posts; amounts above zero are debits."""
    if element.find("ItemGroupLineAdd") is not None:
        raise statuses.unsupported("There are no group items in this company.")
    lines: list[Line] = []
    postings: list[Posting] = []
    for part in [*element.findall("ExpenseLineAdd"), *element.findall("ItemLineAdd")]:
        content = {key: text for key, text in fields(part).items() if key not in {"DataExt", "LinkToTxn"}}
        content = references.with_references(company, part, content, document)
        item = _item(company, content, document)
        account = _account(company, part, content, item, document)
        content["Amount"] = show(_amount(content, item))
        content.pop("OverrideItemAccountRef", None)
        lines.append(Line(company.next_txn_id(), _ANSWERS[str(part.tag)], content))
        postings.append(_posting(content, account, source))
    return lines, postings


def total(lines: list[Line]) -> Decimal:
    """What the lines add up to."""
    return to_cents(sum((Decimal(line.body["Amount"]) for line in lines), Decimal(0)))


def balancing(account: records.Record, postings: list[Posting], source: records.Record | None) -> Posting:
    """The posting that balances these on one account (payables, a bank account)."""
    owed = -sum(posting.cents for posting in postings)
    return Posting(account.list_id, owed, source_id=source.list_id if source else None)


def _item(company: Company, content: Fields, document: str) -> records.Record | None:
    reference = content.get("ItemRef")
    item = records.get(company, reference["ListID"]) if reference else None
    if item and not item.is_active:
        raise statuses.inactive_reference("Item", item.full_name, document)
    return item


def _account(
    company: Company, part: etree._Element, content: Fields, item: records.Record | None, document: str
) -> records.Record:
    if part.tag == "ItemLineAdd" and item is None:
        raise statuses.missing("ItemRef")
    name = "OverrideItemAccountRef" if item else "AccountRef"
    account = references.refer(company, part, name, document)
    if account is None and item:
        account = items.cost_account(company, item)
    if account is None:
        raise statuses.no_posting_account()
    if item is None:
        content["AccountRef"] = {"ListID": account.list_id}
    return account


def _amount(content: Fields, item: records.Record | None) -> Decimal:
    if item is None:
        return to_cents(Decimal(content.get("Amount") or 0))
    quantity = Decimal(content.get("Quantity") or 1)
    if content.get("Quantity"):
        content["Quantity"] = show_quantity(quantity)
    if content.get("Amount"):
        return to_cents(Decimal(content["Amount"]))
    cost = Decimal(content.get("Cost") or items.purchase_cost(item))
    content["Cost"] = show_price(cost)
    return to_cents(cost * quantity)


def _posting(content: Fields, account: records.Record, source: records.Record | None) -> Posting:
    def target(name: str) -> str | None:
        reference = content.get(name)
        return str(reference["ListID"]) if reference else None

    return Posting(
        account.list_id,
        cents(Decimal(content["Amount"])),
        job_id=target("CustomerRef"),
        item_id=target("ItemRef"),
        class_id=target("ClassRef"),
        source_id=source.list_id if source else None,
        memo=content.get("Memo") or content.get("Desc") or "",
    )

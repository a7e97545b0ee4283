"""What the person at the desk does: enters bills, time and journal entries, edits estimates, adds names.

Everything goes through the request processor, as a user's own entries obey the same rules; a refusal is
raised with QuickBooks' words.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from portal.practice.quickbooks import records, transactions
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.estimate_edits import line_elements
from portal.practice.quickbooks.money import cents, show
from portal.practice.quickbooks.processor import process
from portal.practice.quickbooks.transactions import Posting


class DeskError(Exception):
    """What was entered cannot be saved. The text is the sentence to show."""


def amount_of(text: object) -> str:
    """An amount as typed, with exact cents. Raises DeskError for anything else."""
    typed = str(text).replace(",", "").strip()
    try:
        amount = Decimal(typed)
    except InvalidOperation as error:
        raise DeskError(f'"{text}" is no amount. Write it like 1234.50.') from error
    if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")):
        raise DeskError(f'"{text}" is no amount. Write it like 1234.50.')
    return show(amount)


def enter_bill(
    company: Company, *, vendor: str, job: str, amount: str, item: str = "", account: str = "", **more: str
) -> str:
    """Enter a bill of one line, on an item or straight on an account. Returns its TxnID."""
    kind = "ItemLineAdd" if item else "ExpenseLineAdd"
    line: dict[str, Any] = {"ItemRef": _ref(item)} if item else {"AccountRef": _ref(account)}
    if item:
        line |= {"Desc": more.get("memo", ""), "Amount": amount_of(amount)}
    else:
        line |= {"Amount": amount_of(amount), "Memo": more.get("memo", "")}
    line["CustomerRef"] = _ref(job)
    content = {
        "VendorRef": _ref(vendor),
        "TxnDate": more.get("date", ""),
        "RefNumber": more.get("ref_number", ""),
        "Memo": more.get("memo", ""),
        kind: line,
    }
    return _send(company, "BillAdd", content, "TxnID")


def enter_time(
    company: Company, *, worker: str, job: str, item: str, hours: str, rate: str, date: str = ""
) -> str:
    """Enter hours and the paycheck for them, which posts their cost to the item's account. Returns its TxnID."""
    try:
        minutes = int(Decimal(hours) * 60)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise DeskError(f'"{hours}" are no hours. Write them like 7.5.') from error
    pay = (Decimal(amount_of(rate)) * minutes / 60).quantize(Decimal("0.01"))
    with company.transaction():
        content = {
            "TxnDate": date,
            "EntityRef": _ref(worker),
            "CustomerRef": _ref(job),
            "ItemServiceRef": _ref(item),
            "Duration": f"PT{minutes // 60}H{minutes % 60}M",
        }
        _send(company, "TimeTrackingAdd", content, "TxnID")
        return _pay(company, (worker, job, item), pay, date)


def _pay(company: Company, names: tuple[str, str, str], pay: Decimal, date: str) -> str:
    worker, job, service = (
        records.find(company, kind, name) for kind, name in zip(("Name", "Name", "Item"), names, strict=True)
    )
    reference = (service.body.get("SalesAndPurchase") or {}).get("ExpenseAccountRef") if service else None
    bank = next((a for a in records.listing(company, "Account") if a.body.get("AccountType") == "Bank"), None)
    if not (worker and job and service and bank and reference):
        raise DeskError(f'The item "{names[2]}" has no expense account, so its time cannot be paid.')
    cost = Posting(reference["ListID"], cents(pay), job.list_id, service.list_id, None, worker.list_id)
    paid = Posting(bank.list_id, -cents(pay), source_id=worker.list_id)
    body = {"TxnDate": date, "Amount": show(pay)}
    return transactions.insert(company, "Paycheck", body, [], [cost, paid], worker.list_id).txn_id


def enter_journal(
    company: Company, *, job: str, account: str, credit_account: str, amount: str, item: str = "", **more: str
) -> str:
    """Enter a journal entry of one debit on a job and one credit. Returns its TxnID."""
    content = {
        "TxnDate": more.get("date", ""),
        "Memo": more.get("memo", ""),
        "JournalDebitLine": {
            "AccountRef": _ref(account),
            "Amount": amount_of(amount),
            "Memo": more.get("memo", ""),
            "EntityRef": _ref(job),
        },
        "JournalCreditLine": {"AccountRef": _ref(credit_account), "Amount": amount_of(amount)},
    }
    with company.transaction() as database:
        txn_id = _send(company, "JournalEntryAdd", content, "TxnID")
        if item:
            found = records.find(company, "Item", item)
            if found is None:
                raise DeskError(f'There is no item "{item}".')
            database.execute(
                "UPDATE postings SET item_id = ? WHERE txn_id = ? AND position = 0", (found.list_id, txn_id)
            )
    return txn_id


def edit_estimate(
    company: Company, txn_id: str, *, line: str = "", amount: str = "", item: str = "", description: str = ""
) -> str:
    """Change a line's amount or description, or add a line (no `line`). Returns the new EditSequence."""
    estimate = transactions.get(company, txn_id, "Estimate")
    if estimate is None:
        raise DeskError("There is no such estimate any more.")
    stored = transactions.lines(company, txn_id)
    if line and line not in {one.line_id for one in stored}:
        raise DeskError("There is no such line any more.")
    content = {
        "TxnID": txn_id,
        "EditSequence": estimate.edit_sequence,
        "EstimateLineMod": line_elements(stored, line, amount and amount_of(amount), item, description),
    }
    return _send(company, "EstimateMod", content, "EditSequence")


def add_customer(company: Company, name: str, parent: str = "") -> str:
    """Add a customer, or a job below one. Returns its ListID."""
    content = {"Name": name, "ParentRef": _ref(parent)}
    return _send(company, "CustomerAdd", content, "ListID")


def set_item_active(company: Company, list_id: str, *, is_active: bool) -> None:
    """Make an item active or inactive."""
    item = records.get(company, list_id)
    if item is None:
        raise DeskError("There is no such item any more.")
    content = {
        "ListID": list_id,
        "EditSequence": item.edit_sequence,
        "IsActive": str(is_active).lower(),
    }
    _send(company, "ItemServiceMod", content, "ListID")


def delete_transaction(company: Company, txn_id: str) -> None:
    """Delete a transaction, whatever its kind."""
    with company.transaction():
        found = transactions.get(company, txn_id)
        if found is None:
            raise DeskError("There is no such transaction any more.")
        transactions.delete(company, found)


def _ref(name: str) -> dict[str, str] | str:
    return {"FullName": name} if name else ""


def _send(company: Company, kind: str, content: dict[str, Any], wanted: str) -> str:
    root = etree.Element("QBXML")
    outer = etree.SubElement(root, "QBXMLMsgsRq", onError="stopOnError")
    _append(etree.SubElement(outer, kind + "Rq"), kind, content)
    text = '<?xml version="1.0"?><?qbxml version="13.0"?>' + etree.tostring(root).decode("ascii")
    hresult, response = process(company, text)
    if hresult:
        raise DeskError(
            "Some of what was entered is missing or has the wrong form. Look at dates and amounts."
        )
    answer = etree.fromstring(response)[0][0]
    if answer.get("statusCode") != "0":
        raise DeskError(answer.get("statusMessage") or "QuickBooks refused it.")
    return answer.findtext(f".//{wanted}") or ""


def _append(parent: etree._Element, name: str, content: Any) -> None:
    for part in content if isinstance(content, list) else [content]:
        if isinstance(part, dict):
            element = etree.SubElement(parent, name)
            for key, inner in part.items():
                _append(element, key, inner)
        elif part:
            etree.SubElement(parent, name).text = part

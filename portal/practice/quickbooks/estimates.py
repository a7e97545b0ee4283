"""Estimates: adding, changing with EditSequence and line rules, asking for them."""

from decimal import Decimal

from lxml import etree

from portal.practice.quickbooks import records, references, statuses, transactions
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, value, values, write
from portal.practice.quickbooks.estimate_lines import changed_line, line_identifier, new_line, taxable_sum
from portal.practice.quickbooks.money import show, show_price, to_cents
from portal.practice.quickbooks.transaction_queries import Kind, answer_query
from portal.practice.quickbooks.transactions import Line, Transaction

_LINES = ("EstimateLineAdd", "EstimateLineMod", "EstimateLineGroupAdd", "EstimateLineGroupMod")
_NOT_KEPT = (*_LINES, "TxnID", "EditSequence", "CreateChangeOrder", "ExchangeRate")


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """EstimateAddRq."""
    _require_estimates(company)
    element = request[0]
    body, customer = _head(company, element)
    if customer is None:
        raise statuses.missing("CustomerRef")
    _refuse_groups(element)
    lines = [new_line(company, part) for part in element.findall("EstimateLineAdd")]
    body = _with_totals(company, {"IsActive": "true", **body}, lines)
    if not body.get("RefNumber"):
        body["RefNumber"] = _next_ref_number(company)
    estimate = transactions.insert(company, "Estimate", body, lines, entity_id=customer.list_id)
    return _answer(company, request, answer, estimate)


def modify(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """EstimateModRq: no lines given keeps them all; any line given means all lines are given."""
    _require_estimates(company)
    element = request[0]
    estimate = transactions.get(company, value(element, "TxnID"), "Estimate")
    if estimate is None:
        raise statuses.object_not_found(value(element, "TxnID"))
    if estimate.edit_sequence != value(element, "EditSequence"):
        _answer(company, request, answer, estimate)
        raise statuses.stale()
    _refuse_groups(element)
    given, customer = _head(company, element)
    stored = transactions.lines(company, estimate.txn_id)
    lines = _merged(company, stored, element.findall("EstimateLineMod"))
    body = {**estimate.body, "TxnDate": estimate.txn_date, "RefNumber": estimate.ref_number, **given}
    if value(element, "CreateChangeOrder") in {"true", "1"}:
        lines = [*lines, *_change_order(company, stored, lines)]
    body = _with_totals(company, body, lines)
    entity_id = customer.list_id if customer else estimate.entity_id
    changed = transactions.update(company, estimate, body, lines, entity_id)
    return _answer(company, request, answer, changed)


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """EstimateQueryRq."""
    _require_estimates(company)
    return answer_query(company, request, answer, Kind("Estimate", render))


def render(company: Company, estimate: Transaction, with_lines: bool = True) -> Fields:  # noqa: FBT001, FBT002 - called by position from the query
    """An EstimateRet's fields."""
    content = {**estimate.body, **transactions.head(estimate)}
    if estimate.entity_id:
        content["CustomerRef"] = {"ListID": estimate.entity_id}
    if with_lines:
        content["EstimateLineRet"] = [
            references.shown(company, {"TxnLineID": line.line_id, **line.body})
            for line in transactions.lines(company, estimate.txn_id)
        ]
    return content


def _head(company: Company, element: etree._Element) -> tuple[Fields, records.Record | None]:
    customer = references.refer(company, element, "CustomerRef", "Estimate")
    content = {key: part for key, part in fields(element).items() if key not in _NOT_KEPT}
    content = references.with_references(company, element, content, "Estimate")
    content.pop("CustomerRef", None)
    if customer and not customer.is_active:
        raise statuses.inactive_reference("Customer", customer.full_name, "Estimate")
    return content, customer


def _merged(company: Company, stored: list[Line], given: list[etree._Element]) -> list[Line]:
    if not given:
        return stored
    places = {line.line_id: place for place, line in enumerate(stored)}
    merged: list[Line] = []
    last = -1
    for part in given:
        identifier = line_identifier(part)
        if identifier == "-1":
            merged.append(new_line(company, part))
            continue
        if identifier not in places:
            raise statuses.object_not_found(identifier)
        if places[identifier] <= last:
            raise statuses.wrong_line_order(identifier)
        last = places[identifier]
        merged.append(changed_line(company, stored[last], part))
    return merged


def _with_totals(company: Company, body: Fields, lines: list[Line]) -> Fields:
    subtotal = to_cents(
        sum((Decimal(line.body.get("Amount") or 0) for line in lines), Decimal(0)), "Subtotal"
    )
    tax_item = _tax_item(company, body)
    percent = Decimal(tax_item.body.get("TaxRate", "0")) if tax_item else Decimal(0)
    taxable = taxable_sum(company, lines) if _is_taxable_customer(company, body) else Decimal(0)
    tax = to_cents(taxable * percent / 100, "SalesTaxTotal")
    if tax_item:
        body["ItemSalesTaxRef"] = {"ListID": tax_item.list_id}
    body["Subtotal"] = show(subtotal)
    body["SalesTaxPercentage"] = show_price(percent)
    body["SalesTaxTotal"] = show(tax)
    body["TotalAmount"] = show(to_cents(subtotal + tax, "TotalAmount"))
    return body


def _tax_item(company: Company, body: Fields) -> records.Record | None:
    reference = body.get("ItemSalesTaxRef")
    if reference:
        return records.get(company, reference["ListID"])
    return records.find(company, "ItemSalesTax", company.setting("DefaultItemSalesTax"))


def _is_taxable_customer(company: Company, body: Fields) -> bool:
    non = records.find(company, "SalesTaxCode", "Non")
    reference = body.get("CustomerSalesTaxCodeRef")
    return not (reference and non and reference["ListID"] == non.list_id)


def _change_order(company: Company, before: list[Line], after: list[Line]) -> list[Line]:
    old = {line.line_id: line for line in before}
    changes = [line for line in after if old.get(line.line_id) != line]
    if not changes and len(before) == len(after):
        return []
    number = 1 + sum(str(line.body.get("Desc", "")).startswith("Change Order No.") for line in after)
    total = sum((Decimal(line.body.get("Amount") or 0) for line in after), Decimal(0)) - sum(
        (Decimal(line.body.get("Amount") or 0) for line in before), Decimal(0)
    )
    text = f"Change Order No. {number}: total change to estimate {show(total)}"
    return [Line(company.next_txn_id(), "EstimateLineRet", {"Desc": text})]


def _next_ref_number(company: Company) -> str:
    numbers = [one.ref_number for one in transactions.listing(company, "Estimate")]
    return str(max((int(number) for number in numbers if number.isdecimal()), default=0) + 1)[-11:]


def _require_estimates(company: Company) -> None:
    if not company.is_on("IsUsingEstimates"):
        raise statuses.feature_off()


def _refuse_groups(element: etree._Element) -> None:
    if any(element.find(name) is not None for name in _LINES[2:]):
        raise statuses.unsupported("There are no group items in this company.")


def _answer(
    company: Company, request: etree._Element, answer: etree._Element, estimate: Transaction
) -> Status | None:
    ret = write(answer, "EstimateRet", references.shown(company, render(company, estimate)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None

"""Lines of estimates: what fills in by itself, markup, and the arithmetic of quantity, rate and amount.

A line that sends only an amount takes it as the cost: the item's own prices, or else the company's default
markup, are added on top. A line that sends its markup (zero, too) keeps to it.
"""

from decimal import Decimal

from lxml import etree

from portal.practice.quickbooks import items, records, references, statuses
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, value
from portal.practice.quickbooks.money import show, show_price, show_quantity, to_cents
from portal.practice.quickbooks.transactions import Line

_HUNDRED = Decimal(100)
_RATE_LIMIT = Decimal(10) ** 10
_FIGURES = ("ItemRef", "Quantity", "Rate", "RatePercent", "Amount", "MarkupRate", "MarkupRatePercent")
_NOT_KEPT = ("TxnLineID", "DataExt", "OptionForPriceRuleConflict", "OverrideItemAccountRef", "PriceLevelRef")


def new_line(company: Company, element: etree._Element) -> Line:
    """A line from an EstimateLineAdd, or from an EstimateLineMod with TxnLineID -1."""
    content = _given(company, element)
    item = _active_item(company, content)
    if item:
        content["Desc"] = content.get("Desc") or items.description(item)
        content["SalesTaxCodeRef"] = content.get("SalesTaxCodeRef") or item.body.get("SalesTaxCodeRef", "")
    return Line(company.next_txn_id(), "EstimateLineRet", _with_figures(company, content, item))


def changed_line(company: Company, line: Line, element: etree._Element) -> Line:
    """The line after an EstimateLineMod; a bare TxnLineID keeps it as it is."""
    given = _given(company, element)
    content = {**line.body, **given}
    if not any(name in given for name in _FIGURES):
        return Line(line.line_id, line.kind, content)
    item = _active_item(company, content)
    if "Rate" in given or "RatePercent" in given or "Quantity" in given:
        if "Amount" not in given:
            content.pop("Amount", None)
    elif "Amount" in given:
        content.pop("Rate", None)
    for one, other in (("MarkupRate", "MarkupRatePercent"), ("MarkupRatePercent", "MarkupRate")):
        if one in given:
            content.pop(other, None)
            if not {"Amount", "Rate"} & set(given):
                content.pop("Amount", None)
    return Line(line.line_id, line.kind, _with_figures(company, content, item))


def taxable_sum(company: Company, lines: list[Line]) -> Decimal:
    """The sum of all lines whose sales tax code is the taxable one."""
    taxable = records.find(company, "SalesTaxCode", "Tax")
    return sum(
        (
            Decimal(line.body.get("Amount") or 0)
            for line in lines
            if taxable and (line.body.get("SalesTaxCodeRef") or {}).get("ListID") == taxable.list_id
        ),
        Decimal(0),
    )


def _given(company: Company, element: etree._Element) -> Fields:
    content = {key: part for key, part in fields(element).items() if key not in _NOT_KEPT}
    return references.with_references(company, element, content, "Estimate")


def _active_item(company: Company, content: Fields) -> records.Record | None:
    reference = content.get("ItemRef")
    item = records.get(company, reference["ListID"]) if reference else None
    if item and not item.is_active:
        raise statuses.inactive_reference("Item", item.full_name, "Estimate")
    return item


def _with_figures(company: Company, content: Fields, item: records.Record | None) -> Fields:
    if item is None and not any(content.get(name) for name in _FIGURES):
        return content
    if content.get("RatePercent"):
        raise statuses.unsupported("Rates in percent of other lines are not kept here.")
    quantity = Decimal(content.get("Quantity") or 1)
    rate = _rate(content, item, quantity)
    base = (
        Decimal(content["Amount"]) if content.get("Amount") and not content.get("Rate") else rate * quantity
    )
    markup = _markup(company, content, item, base)
    amount = to_cents(base + markup)
    if content.get("Amount") and content.get("Rate"):
        amount = to_cents(Decimal(content["Amount"]))
    content["Amount"] = show(amount)
    if abs(rate) < _RATE_LIMIT:
        content["Rate"] = show_price(rate)
    if content.get("Quantity"):
        content["Quantity"] = show_quantity(Decimal(content["Quantity"]))
    return content


def _rate(content: Fields, item: records.Record | None, quantity: Decimal) -> Decimal:
    if content.get("Rate"):
        return Decimal(content["Rate"])
    if content.get("Amount"):
        return Decimal(content["Amount"]) / quantity if quantity else Decimal(0)
    return items.sales_price(item) if item else Decimal(0)


def _markup(company: Company, content: Fields, item: records.Record | None, base: Decimal) -> Decimal:
    if content.get("MarkupRatePercent"):
        content["MarkupRatePercent"] = show_price(Decimal(content["MarkupRatePercent"]))
        return base * Decimal(content["MarkupRatePercent"]) / _HUNDRED
    if content.get("MarkupRate"):
        return Decimal(content["MarkupRate"])
    if content.get("Rate") or not content.get("Amount"):
        return Decimal(0)
    percent = _own_markup(item) if item else Decimal(0)
    percent = percent or Decimal(company.setting("DefaultMarkup", "0"))
    if percent:
        content["MarkupRatePercent"] = show_price(percent)
    return base * percent / _HUNDRED


def _own_markup(item: records.Record) -> Decimal:
    price, cost = items.sales_price(item), items.purchase_cost(item)
    if not price or not cost:
        return Decimal(0)
    return (price - cost) / cost * _HUNDRED


def line_identifier(element: etree._Element) -> str:
    """The TxnLineID of an EstimateLineMod; "-1" stands for a new line."""
    return value(element, "TxnLineID")

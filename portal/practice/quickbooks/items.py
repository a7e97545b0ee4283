"""Service items. A two-sided item (sales and purchase) has an account for revenue and one for cost."""

from decimal import Decimal

from lxml import etree

from portal.practice.quickbooks import records, references, statuses
from portal.practice.quickbooks.answers import Status
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, fields, keep_only, value, values, write
from portal.practice.quickbooks.list_queries import answer_query

_SIDES = ("SalesOrPurchase", "SalesAndPurchase")
_ACCOUNTS = {
    "SalesOrPurchase": ("AccountRef",),
    "SalesAndPurchase": ("IncomeAccountRef", "ExpenseAccountRef"),
}


def render(_company: Company, record: records.Record) -> Fields:
    """An ItemServiceRet's fields."""
    return {**record.body, **records.head(record)}


def add(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """ItemServiceAddRq. Each side needs its account, or 3270; without a tax code the item is taxable."""
    element = request[0]
    above = references.parent(company, element, "ItemService")
    content = _content(company, element)
    side = next(name for name in _SIDES if element.find(name) is not None)
    part = element.find(side)
    content[side] = {} if part is None else _side(company, part)
    if any(not content[side].get(account) for account in _ACCOUNTS[side]):
        raise statuses.no_posting_account()
    taxable = records.find(company, "SalesTaxCode", "Tax")
    if not content.get("SalesTaxCodeRef") and taxable:
        content["SalesTaxCodeRef"] = {"ListID": taxable.list_id}
    record = records.insert(company, "ItemService", value(element, "Name"), above, content)
    return _answer(company, request, answer, record)


def modify(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """ItemServiceModRq: only what is given changes."""
    element = request[0]
    record = records.get(company, value(element, "ListID"))
    if record is None or record.kind != "ItemService":
        raise statuses.object_not_found(value(element, "ListID"))
    if record.edit_sequence != value(element, "EditSequence"):
        _answer(company, request, answer, record)
        raise statuses.stale()
    content = {**record.body, **_content(company, element)}
    for side in _SIDES:
        part = element.find(side + "Mod")
        if part is not None:
            if side not in record.body:
                raise statuses.invalid_value(side + "Mod", "")
            content[side] = {**record.body[side], **_side(company, part)}
    name = value(element, "Name") or record.name
    above = references.parent(company, element, "ItemService") or (
        records.get(company, record.parent_id) if record.parent_id else None
    )
    full_name = f"{above.full_name}:{name}" if above else name
    records.check_name(company, "ItemService", name, full_name, record.list_id)
    columns: Fields = {"body": content, "name": name, "parent_id": above.list_id if above else None}
    if full_name != record.full_name:
        columns["full_name"] = full_name
    if value(element, "IsActive"):
        columns["is_active"] = int(value(element, "IsActive") in {"true", "1"})
    return _answer(company, request, answer, records.update(company, record, **columns))


def query(company: Company, request: etree._Element, answer: etree._Element) -> Status | None:
    """ItemQueryRq and ItemServiceQueryRq."""
    return answer_query(company, request, answer, "Item", render)


def is_two_sided(item: records.Record) -> bool:
    """Say whether job reports split this item's cost from its revenue."""
    return "SalesAndPurchase" in item.body


def sales_price(item: records.Record) -> Decimal:
    """The price that fills into a sales form, or zero."""
    side = item.body.get("SalesAndPurchase", {})
    return Decimal(side.get("SalesPrice") or item.body.get("SalesOrPurchase", {}).get("Price") or 0)


def purchase_cost(item: records.Record) -> Decimal:
    """The cost that fills into a purchase form, or zero."""
    return Decimal(item.body.get("SalesAndPurchase", {}).get("PurchaseCost") or 0)


def description(item: records.Record) -> str:
    """The description that fills into a sales form."""
    side = item.body.get("SalesAndPurchase", {})
    return str(side.get("SalesDesc") or item.body.get("SalesOrPurchase", {}).get("Desc") or "")


def cost_account(company: Company, item: records.Record) -> records.Record | None:
    """The account that a purchase of this item is posted to."""
    side = item.body.get("SalesAndPurchase", {})
    reference = side.get("ExpenseAccountRef") or item.body.get("SalesOrPurchase", {}).get("AccountRef")
    return records.get(company, reference["ListID"]) if reference else None


def _content(company: Company, element: etree._Element) -> Fields:
    content = fields(element)
    bar_code = content.pop("BarCode", None)
    for name in (
        "ListID",
        "EditSequence",
        "ParentRef",
        "ForceUOMChange",
        *_SIDES,
        *(s + "Mod" for s in _SIDES),
    ):
        content.pop(name, None)
    if isinstance(bar_code, dict):
        content["BarCodeValue"] = bar_code.get("BarCodeValue", "")
    return references.with_references(company, element, content, "Item")


def _side(company: Company, part: etree._Element) -> Fields:
    content = {key: text for key, text in fields(part).items() if not key.startswith("Apply")}
    return references.with_references(company, part, content, "Item")


def _answer(
    company: Company, request: etree._Element, answer: etree._Element, record: records.Record
) -> Status | None:
    ret = write(answer, "ItemServiceRet", references.shown(company, render(company, record)))
    keep_only(ret, values(request, "IncludeRetElement"))
    return None

"""Items: what QuickBooks calls a cost code.

Ours are two-sided service items, so that job reports split cost from revenue; an existing item of any type may be
mapped.
"""

from dataclasses import dataclass

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.answers import Response, child, text, truth
from portal.erp.connectors.quickbooks_desktop.iterators import iterate
from portal.erp.connectors.quickbooks_desktop.message_sets import Element, Request, optional, reference
from portal.erp.xml import local_name

PER_POLL = 500
_SIGNS_OF_TWO_SIDES = ("SalesAndPurchase", "COGSAccountRef")


@dataclass(frozen=True)
class Item:
    """An item as QuickBooks holds it; `full_name` joins the levels by a colon."""

    list_id: str
    name: str
    full_name: str
    parent_list_id: str
    item_type: str
    """The element's name without its ending: "ItemService", "ItemNonInventory", ..."""
    is_active: bool
    is_two_sided: bool
    """Cost and revenue go to different accounts; job reports need that."""


def list_service_items(*, iterator_id: str = "", per_poll: int = PER_POLL) -> Request:
    """Ask for all active service items, the next `per_poll` of them."""
    return iterate("ItemServiceQuery", [("ActiveStatus", "ActiveOnly")], iterator_id, per_poll)


def find_items(*full_names: str) -> Request:
    """Ask for items of every type by full name; an unknown one makes the answer 500."""
    return Request("ItemQuery", [("FullName", name) for name in full_names])


def add_service_item(
    name: str,
    *,
    description: str,
    income_account: str,
    expense_account: str,
    parent_list_id: str | None = None,
    tax_code: str | None = None,
    external_guid: str | None = None,
) -> Request:
    """Create a two-sided service item; accounts are ListIDs, `tax_code` the name of the non-taxable code.

    Source: Export Cost Codes to QuickBooks.
    """
    both_sides: list[Element] = [
        *optional("SalesDesc", description),
        ("SalesPrice", "0.00"),
        reference("IncomeAccountRef", income_account),
        *optional("PurchaseDesc", description),
        ("PurchaseCost", "0.00"),
        reference("ExpenseAccountRef", expense_account),
    ]
    fields: list[Element] = [
        ("Name", name),
        ("IsActive", "true"),
        *([reference("ParentRef", parent_list_id)] if parent_list_id else []),
        *([("SalesTaxCodeRef", [("FullName", tax_code)])] if tax_code else []),
        ("SalesAndPurchase", both_sides),
        *optional("ExternalGUID", external_guid),
    ]
    return Request("ItemServiceAdd", [("ItemServiceAdd", fields)])


def read_items(response: Response) -> tuple[Item, ...]:
    """Read the items, of whatever type, out of the answer to a query or an add."""
    return tuple(_item(element) for element in response.element if _is_item(element))


def match_item(cell: str, full_names: frozenset[str]) -> str | None:
    """Find the item that a report's cell means: its full name, often followed by its description in brackets."""
    if cell in full_names:
        return cell
    starts = [cell[:position] for position in range(len(cell)) if cell.startswith(" (", position)]
    return next((start for start in reversed(starts) if start in full_names), None)


def _is_item(element: etree._Element) -> bool:
    name = local_name(element)
    return name.startswith("Item") and name.endswith("Ret")


def _item(element: etree._Element) -> Item:
    return Item(
        list_id=text(element, "ListID"),
        name=text(element, "Name"),
        full_name=text(element, "FullName") or text(element, "Name"),
        parent_list_id=text(element, "ParentRef", "ListID"),
        item_type=local_name(element).removesuffix("Ret"),
        is_active=truth(element, "IsActive") is not False,
        is_two_sided=any(child(element, side) is not None for side in _SIGNS_OF_TWO_SIDES),
    )

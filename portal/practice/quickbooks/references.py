"""References from one record or document to another: resolved to ListIDs, shown with the names of the day."""

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from portal.practice.quickbooks import statuses
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields, value
from portal.practice.quickbooks.records import LEVELS, PLURALS, Record, family, find, get

_REFERENCED: Final[Mapping[str, str]] = {
    "IncomeAccountRef": "Account",
    "ExpenseAccountRef": "Account",
    "APAccountRef": "Account",
    "OverrideItemAccountRef": "Account",
    "PurchaseTaxCodeRef": "SalesTaxCode",
    "CustomerSalesTaxCodeRef": "SalesTaxCode",
    "PrefVendorRef": "Vendor",
    "ItemServiceRef": "Item",
    "PayeeEntityRef": "Name",
    "EntityRef": "Name",
}


def resolve(company: Company, reference: etree._Element | None, kind: str) -> Record | None:
    """The record that a `...Ref` element points at; None if it points at nothing or is absent."""
    if reference is None:
        return None
    list_id = value(reference, "ListID")
    if list_id:
        found = get(company, list_id)
        return found if found and found.kind in family(kind) else None
    full_name = value(reference, "FullName")
    return find(company, kind, full_name) if full_name else None


def refer(company: Company, element: etree._Element, name: str, document: str) -> Record | None:
    """Resolve the reference `name` inside `element`. Raises 3140 when it names something that is not there."""
    reference = element.find(name)
    if reference is None or not len(reference):
        return None
    kind = referenced_kind(name)
    found = resolve(company, reference, kind)
    if found is None:
        shown = value(reference, "FullName") or value(reference, "ListID")
        raise statuses.bad_reference(kind, shown, document)
    return found


def referenced_kind(name: str) -> str:
    """The kind of record behind an element name: `ItemRef` -> `Item`."""
    return _REFERENCED.get(name, name.removesuffix("Ref"))


def with_references(company: Company, element: etree._Element, content: Fields, document: str) -> Fields:
    """Replace every reference in `content` (the fields of `element`) by its ListID, nested ones too."""
    for name in [name for name in content if name.endswith("Ref") and name != "AdditionalContactRef"]:
        found = refer(company, element, name, document)
        content[name] = {"ListID": found.list_id} if found else ""
    return content


def shown(company: Company, content: Mapping[str, Any]) -> Fields:
    """Fields with the full names put back into their references, as an answer shows them."""
    result: Fields = {}
    for name, part in content.items():
        if name.endswith("Ref") and isinstance(part, Mapping) and "ListID" in part:
            found = get(company, part["ListID"])
            result[name] = {"ListID": part["ListID"], "FullName": found.full_name if found else ""}
        elif isinstance(part, Mapping):
            result[name] = shown(company, part)
        else:
            result[name] = part
    return result


def parent(company: Company, element: etree._Element, kind: str) -> Record | None:
    """The parent named in a request. Raises 3130 when it is not there or already on the lowest level."""
    reference = element.find("ParentRef")
    if reference is None:
        return None
    found = resolve(company, reference, kind)
    given = value(reference, "FullName") or value(reference, "ListID")
    if found is None:
        raise statuses.bad_parent(given, PLURALS[kind])
    if found.level >= LEVELS - 1:
        raise statuses.parent_too_deep(found.full_name, PLURALS[kind])
    return found

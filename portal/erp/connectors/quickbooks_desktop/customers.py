"""Customers and their jobs: one list in QuickBooks, where a job is a customer with a parent."""

from dataclasses import dataclass

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.answers import Response, children, text, truth
from portal.erp.connectors.quickbooks_desktop.iterators import iterate
from portal.erp.connectors.quickbooks_desktop.message_sets import Element, Request, optional, reference
from portal.erp.connectors.quickbooks_desktop.texts import clip

PER_POLL = 500
LONGEST_JOB_DESCRIPTION = 99


@dataclass(frozen=True)
class Customer:
    """A customer or job as QuickBooks holds it; `full_name` is "Customer:Job"."""

    list_id: str
    name: str
    full_name: str
    parent_list_id: str
    is_active: bool
    external_guid: str


@dataclass(frozen=True)
class Address:
    """Where a job lies; the limits are those of `limits.check_project`."""

    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""


def list_customers(*, iterator_id: str = "", per_poll: int = PER_POLL) -> Request:
    """Ask for all active customers and jobs, the next `per_poll` of them."""
    return iterate("CustomerQuery", [("ActiveStatus", "ActiveOnly")], iterator_id, per_poll)


def find_customers(*full_names: str) -> Request:
    """Ask for customers by full name; an unknown one makes the answer 500."""
    return Request("CustomerQuery", [("FullName", name) for name in full_names])


def add_customer(  # each is a field of the form
    name: str,
    *,
    parent_list_id: str | None = None,
    address: Address | None = None,
    description: str = "",
    external_guid: str | None = None,
) -> Request:
    """Create a job under its customer, or a top-level customer where no parent is given.

    Source: Export a Project to QuickBooks as a Job.
    """
    parent = [reference("ParentRef", parent_list_id)] if parent_list_id else []
    fields: list[Element] = [
        ("Name", name),
        ("IsActive", "true"),
        *parent,
        *_address(address or Address()),
        *optional("JobDesc", clip(description, LONGEST_JOB_DESCRIPTION)),
        *optional("ExternalGUID", external_guid),
    ]
    return Request("CustomerAdd", [("CustomerAdd", fields)])


def read_customers(response: Response) -> tuple[Customer, ...]:
    """Read the customers out of the answer to a query or an add."""
    return tuple(_customer(element) for element in children(response.element, "CustomerRet"))


def _address(address: Address) -> list[Element]:
    lines = [(f"Addr{number}", line) for number, line in enumerate(address.lines, start=1) if line]
    fields: list[Element] = [
        *lines,
        *optional("City", address.city),
        *optional("State", address.state),
        *optional("PostalCode", address.postal_code),
    ]
    return [("BillAddress", fields)] if fields else []


def _customer(element: etree._Element) -> Customer:
    return Customer(
        list_id=text(element, "ListID"),
        name=text(element, "Name"),
        full_name=text(element, "FullName") or text(element, "Name"),
        parent_list_id=text(element, "ParentRef", "ListID"),
        is_active=truth(element, "IsActive") is not False,
        external_guid=text(element, "ExternalGUID"),
    )

"""Estimates in: as QuickBooks holds them, with the line ids that a change must repeat."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from portal.erp.connectors.quickbooks_desktop.answers import Response, cents, child, children, text, truth
from portal.erp.xml import local_name


@dataclass(frozen=True)
class StoredLine:
    """A line, or a group of lines as one; `cents` is its amount, zero for a line of mere text."""

    txn_line_id: str
    item_list_id: str
    item_full_name: str
    description: str
    cents: int
    is_group: bool = False
    members: "tuple[StoredLine, ...]" = ()


@dataclass(frozen=True)
class StoredEstimate:
    """An estimate; `subtotal_cents` is what we compare, never the total, which may hold tax."""

    txn_id: str
    edit_sequence: str
    ref_number: str
    customer_list_id: str
    customer_full_name: str
    txn_date: str
    memo: str
    is_active: bool
    external_guid: str
    subtotal_cents: int
    total_cents: int
    lines: tuple[StoredLine, ...]

    def plain_lines(self) -> tuple[StoredLine, ...]:
        """Return all lines with groups taken apart."""
        return tuple(single for line in self.lines for single in (line.members if line.is_group else (line,)))


def read_estimates(response: Response) -> tuple[StoredEstimate, ...]:
    """Read the estimates out of the answer to a query, an add, a change, or a refused change (3200)."""
    return tuple(_estimate(element) for element in children(response.element, "EstimateRet"))


def own_estimates(
    estimates: Iterable[StoredEstimate], *, ref_number: str, customer_list_id: str
) -> tuple[StoredEstimate, ...]:
    """Return those that carry our number and lie on our job: more than one needs a person."""
    return tuple(
        estimate
        for estimate in estimates
        if estimate.ref_number == ref_number and estimate.customer_list_id == customer_list_id
    )


def read_recovery(response: Response) -> tuple[str, str]:
    """Return (TxnID or ListID, EditSequence) that a repeated answer carries as ErrorRecovery, or empty texts."""
    recovery = child(response.element, "ErrorRecovery")
    if recovery is None:
        return "", ""
    return text(recovery, "TxnID") or text(recovery, "ListID"), text(recovery, "EditSequence")


def _estimate(element: etree._Element) -> StoredEstimate:
    subtotal = cents(element, "Subtotal")
    return StoredEstimate(
        txn_id=text(element, "TxnID"),
        edit_sequence=text(element, "EditSequence"),
        ref_number=text(element, "RefNumber"),
        customer_list_id=text(element, "CustomerRef", "ListID"),
        customer_full_name=text(element, "CustomerRef", "FullName"),
        txn_date=text(element, "TxnDate"),
        memo=text(element, "Memo"),
        is_active=truth(element, "IsActive") is not False,
        external_guid=text(element, "ExternalGUID"),
        subtotal_cents=subtotal or 0,
        total_cents=cents(element, "TotalAmount") or 0,
        lines=_lines(element),
    )


def _lines(parent: etree._Element) -> tuple[StoredLine, ...]:
    readers = {"EstimateLineRet": _line, "EstimateLineGroupRet": _group}
    return tuple(
        readers[local_name(element)](element) for element in parent if local_name(element) in readers
    )


def _line(element: etree._Element) -> StoredLine:
    return StoredLine(
        txn_line_id=text(element, "TxnLineID"),
        item_list_id=text(element, "ItemRef", "ListID"),
        item_full_name=text(element, "ItemRef", "FullName"),
        description=text(element, "Desc"),
        cents=cents(element, "Amount") or 0,
    )


def _group(element: etree._Element) -> StoredLine:
    return StoredLine(
        txn_line_id=text(element, "TxnLineID"),
        item_list_id=text(element, "ItemGroupRef", "ListID"),
        item_full_name=text(element, "ItemGroupRef", "FullName"),
        description=text(element, "Desc"),
        cents=cents(element, "TotalAmount") or 0,
        is_group=True,
        members=_lines(element),
    )

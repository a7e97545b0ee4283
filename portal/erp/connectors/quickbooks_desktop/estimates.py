"""Estimates out: a budget becomes one, each transaction one line of it, and nothing else is ever touched.

Line rules: Item by ListID, Rate and a markup of zero (an Amount alone would let the item's own sales price make a
markup), not taxable, no quantity (amounts only: QuickBooks then takes the rate as the amount). Source: Export a
Budget to QuickBooks.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.domain.money import plain_money
from portal.erp.connectors.quickbooks_desktop.message_sets import Element, Request, optional, reference
from portal.erp.connectors.quickbooks_desktop.stored_estimates import StoredEstimate
from portal.erp.connectors.quickbooks_desktop.texts import clip
from portal.erp.references import budget_reference

LONGEST_TEXT = 4095
NEW_LINE = "-1"


@dataclass(frozen=True)
class EstimateLine:
    """One transaction as it will stand on the estimate; `cents` may be negative."""

    item_list_id: str
    description: str
    cents: int


@dataclass(frozen=True)
class EstimateHeader:
    """What stands above the lines; `tax_code` is the name of the non-taxable code, None where tax is off."""

    customer_list_id: str
    txn_date: dt.date
    ref_number: str
    memo: str
    tax_code: str | None
    external_guid: str | None = None


def estimate_ref_number(budget_id: int) -> str:
    """Return the number our estimate carries for ever: `B` and the budget's id in base 36."""
    return budget_reference(budget_id)


def estimate_memo(*, submission: int, revision: int, accepted_by: str) -> str:
    """Return the memo that keeps people in QuickBooks from invoicing a cost budget."""
    return clip(
        f"Internal cost budget, do not invoice; submission {submission}, revision {revision}, "
        f"accepted by {accepted_by}",
        LONGEST_TEXT,
    )


def add_estimate(header: EstimateHeader, lines: Sequence[EstimateLine]) -> Request:
    """Create our estimate with at least one line."""
    fields: list[Element] = [
        reference("CustomerRef", header.customer_list_id),
        ("TxnDate", header.txn_date.isoformat()),
        ("RefNumber", header.ref_number),
        ("Memo", header.memo),
        ("IsToBeEmailed", "false"),
        *optional("ExternalGUID", header.external_guid),
        *(("EstimateLineAdd", _line(line, header.tax_code)) for line in lines),
    ]
    return Request("EstimateAdd", [("EstimateAdd", fields)])


def extend_estimate(
    stored: StoredEstimate, new_lines: Iterable[EstimateLine], *, memo: str, tax_code: str | None
) -> Request:
    """Add lines to the estimate as just read, keeping every line it has.

    QuickBooks deletes each line that a change does not name and refuses another order (3290), so all stored lines
    come first, bare and in stored order. A stale EditSequence answers 3200: read again and build anew.
    """
    fields: list[Element] = [
        ("TxnID", stored.txn_id),
        ("EditSequence", stored.edit_sequence),
        *optional("Memo", clip(memo, LONGEST_TEXT)),
        *(
            (
                "EstimateLineGroupMod" if line.is_group else "EstimateLineMod",
                [("TxnLineID", line.txn_line_id)],
            )
            for line in stored.lines
        ),
        *(("EstimateLineMod", [("TxnLineID", NEW_LINE), *_line(line, tax_code)]) for line in new_lines),
    ]
    return Request("EstimateMod", [("EstimateMod", fields)])


def find_estimate(txn_id: str) -> Request:
    """Ask for our estimate with its lines; a deleted one makes the answer 500."""
    return Request("EstimateQuery", [("TxnID", txn_id), ("IncludeLineItems", "true")])


def find_estimates_by_ref_number(ref_number: str) -> Request:
    """Ask for estimates of that number, with lines; other customers' are sorted out by `own_estimates`."""
    return Request("EstimateQuery", [("RefNumber", ref_number), ("IncludeLineItems", "true")])


def list_estimates_of_job(customer_list_id: str) -> Request:
    """Ask for the headers of every estimate on the job, so that other people's can be named in a warning."""
    return Request(
        "EstimateQuery",
        [("EntityFilter", [("ListID", customer_list_id)]), ("IncludeLineItems", "false")],
    )


def _line(line: EstimateLine, tax_code: str | None) -> list[Element]:
    tax: list[Element] = [("SalesTaxCodeRef", [("FullName", tax_code)])] if tax_code else []
    return [
        reference("ItemRef", line.item_list_id),
        *optional("Desc", clip(line.description, LONGEST_TEXT)),
        ("Rate", plain_money(line.cents)),
        *tax,
        ("MarkupRatePercent", "0"),
    ]

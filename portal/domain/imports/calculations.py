"""Amount, quantity and unit cost of one row brought together. Source: Add a Budget Line Item; Import a Budget."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from portal.domain.imports.cells import Amount, Cell, in_places
from portal.domain.imports.plans import Plan
from portal.domain.imports.sheet_rows import RowError, extended, number_at, says_automatic, text_at
from portal.domain.money import format_money


class Calculation(NamedTuple):
    """What one row says about one line; `automatic` when quantity times unit cost is the amount."""

    cents: int | None
    quantity: Decimal | None
    uom: str
    unit_cost: Decimal | None
    automatic: bool


def calculate(plan: Plan, row: Sequence[Cell], amount: Amount | None) -> Calculation:
    """Return the line's figures; `cents` is None when the row has neither amount nor both factors.

    Manual Calculation True: the amount counts. False: quantity times unit cost counts, and an amount that says
    otherwise is an error. Without that column the amount counts, else the product. Raises RowError.
    """
    uom = text_at(plan, row, plan.uom)
    quantity, unit_cost = number_at(plan, row, plan.quantity), number_at(plan, row, plan.unit_cost)
    wants_product = says_automatic(plan, row)
    if quantity is None or unit_cost is None:
        if wants_product:
            sentence = "Manual Calculation is False: give a quantity and a unit cost, or set it to True."
            raise RowError(plan.label(plan.manual), sentence)
        return Calculation(
            amount.cents if amount else None, _kept(quantity), uom, _kept(unit_cost), automatic=False
        )
    if wants_product is False and amount is None:
        raise RowError(
            plan.label(plan.manual), "Manual Calculation is True: give the amount, or set it to False."
        )
    if amount is not None and not wants_product:
        return _with_amount(plan, amount.cents, quantity, uom, unit_cost)
    product = extended(plan, quantity, unit_cost)
    if amount is not None and amount.cents != product:
        raise RowError(
            plan.label(plan.manual),
            f"quantity times unit cost is {format_money(product)}, but the amount says "
            f"{format_money(amount.cents)}. Correct one, or set Manual Calculation to True.",
        )
    return _with_amount(plan, product, quantity, uom, unit_cost)


def _with_amount(plan: Plan, cents: int, quantity: Decimal, uom: str, unit_cost: Decimal) -> Calculation:
    kept, cost = in_places(quantity), in_places(unit_cost)
    return Calculation(
        cents, kept, uom, cost, automatic=kept * cost * 100 == cents or extended(plan, kept, cost) == cents
    )


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else in_places(value)

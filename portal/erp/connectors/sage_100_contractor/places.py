"""Budget lines pivoted into the cells of the 6-2 grid: one row per phase and cost code, one column per cost type.

Source: Creating budgets (6-2): one row per cost code; Sage 100 Contractor Detailed Data Mapping.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from portal.erp.connectors.sage_100_contractor.limits import (
    COST_TYPES,
    DESCRIPTION,
    NO_PHASE,
    is_cost_code,
    one_line,
)
from portal.erp.contract import Amount, ExportBudget


class Place(NamedTuple):
    """Where an amount stands: phase "0" is none, the code has three decimals, the cost type is "1" to "9"."""

    phase: str
    code: str
    cost_type: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell in cents: what the report showed at acceptance, and what this export moves it by."""

    place: Place
    standing: int
    delta: int
    description: str

    @property
    def after(self) -> int:
        """What the cell shows when the export is posted."""
        return self.standing + self.delta


def cells_of(task: ExportBudget) -> tuple[Cell, ...]:
    """Every cell of the grid after this export, in Sage's order; an update also has the cells that it leaves alone."""
    standing = standing_of(task) if task.origin_id else {}
    deltas = sums(task.amounts)
    texts = descriptions(task)
    return tuple(
        Cell(place, standing.get(place, 0), deltas.get(place, 0), texts.get((place.phase, place.code), ""))
        for place in sorted(standing.keys() | deltas.keys(), key=in_order)
    )


def place_of(amount: Amount) -> Place:
    """Where an amount belongs; a cost code that is not linked yet stands under its own number."""
    return Place(amount.phase or NO_PHASE, amount.code.erp_id or amount.code.code, amount.erp_cost_type)


def sums(amounts: Iterable[Amount]) -> dict[Place, int]:
    """Cents by place; several lines may fall into one cell."""
    found: dict[Place, int] = {}
    for amount in amounts:
        place = place_of(amount)
        found[place] = found.get(place, 0) + amount.cents
    return found


def standing_of(task: ExportBudget) -> Mapping[Place, int]:
    """What stands in Sage as far as the portal knows: the report at acceptance, else our earlier exports.

    A code or type that is no longer mapped is left out: the agent then finds its amount in the grid and says so.
    """
    if not task.standing:
        return sums(task.held)
    found: dict[Place, int] = {}
    for row in task.standing:
        place = Place(row.phase or NO_PHASE, row.erp_code, row.erp_cost_type)
        if is_cost_code(place.code) and place.cost_type in COST_TYPES:
            found[place] = found.get(place, 0) + row.cents
    return found


def descriptions(task: ExportBudget) -> dict[tuple[str, str], str]:
    """The words of each row, from its first line: this export's, else an earlier one's."""
    found: dict[tuple[str, str], str] = {}
    for amount in (*task.amounts, *task.held):
        place = place_of(amount)
        found.setdefault((place.phase, place.code), one_line(words_of(amount), DESCRIPTION))
    return found


def words_of(amount: Amount) -> str:
    """A line's own words, or its cost code's name."""
    return amount.description or amount.code.name


def in_order(place: Place) -> tuple[Decimal, Decimal, str, str]:
    """By phase, cost code and cost type, as numbers; what is no number comes last."""
    return (_number(place.phase), _number(place.code), place.code, place.cost_type)


def _number(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")
    return found if found.is_finite() else Decimal("Infinity")

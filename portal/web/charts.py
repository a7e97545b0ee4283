"""Charts as numbers: where each bar starts and ends, so that a template only draws and never computes.

Positions are percentages of the plot's width, ready for SVG attributes: the drawing is fluid and needs no style.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_STEPS = 5
_CENTS = 100


@dataclass(frozen=True, slots=True)
class CostRow:
    """One row of figures: amounts in integer cents, their texts as the table below the chart shows them.

    ``budget`` is None where there is none (costs without a cost code); its text then says so.
    """

    number: str
    name: str
    budget: int | None
    cost: int
    budget_text: str
    cost_text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: its place in percent and its amount in whole units."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One drawn row: lengths in percent; ``over`` is the part of the cost beyond the budget."""

    row: CostRow
    budget: str
    cost: str
    over: str
    planned: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template draws, and one sentence for those who do not see it."""

    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    summary: str


def budget_cost_chart(rows: Sequence[CostRow], *, noun: str = "division") -> Chart:
    """Lay out budget and job to date cost per row on one scale that starts at zero.

    A credit (negative amount) has no length; its figure beside the bar tells it.
    Source: View an ERP Job Costs Report.
    """
    largest = max((amount for row in rows for amount in (row.budget or 0, row.cost)), default=0)
    step = _nice_step(largest)
    end = step * max(1, -(-largest // step))
    ticks = tuple(Tick(_percent(amount, end), f"{amount // _CENTS:,}") for amount in range(0, end + 1, step))
    return Chart(ticks, tuple(_bar(row, end) for row in rows), _summary(rows, noun))


def _bar(row: CostRow, end: int) -> Bar:
    planned = row.budget is not None
    budget = max(0, row.budget or 0)
    cost = max(0, row.cost)
    over = max(0, cost - budget) if planned else 0
    return Bar(row, _percent(budget, end), _percent(cost - over, end), _percent(over, end), planned)


def _nice_step(largest: int) -> int:
    """Give the smallest of 1, 2, 5, 10, 20, 50 ... units (in cents) that needs at most five steps."""
    unit = _CENTS
    while True:
        for factor in (1, 2, 5):
            if largest <= unit * factor * _MOST_STEPS:
                return unit * factor
        unit *= 10


def _percent(amount: int, end: int) -> str:
    hundredths = amount * 10_000 // end
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _summary(rows: Sequence[CostRow], noun: str) -> str:
    over = [row.name for row in rows if row.budget is not None and row.cost > row.budget]
    told = f"Cost is above budget in: {', '.join(over)}." if over else "No cost is above its budget."
    return f"Budget and job to date cost by {noun}, {len(rows)} rows. {told}"

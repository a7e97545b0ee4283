"""What the ledger adds up: costs reported by the ERP, sums of lines, and the book that holds both. All in cents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Costs(NamedTuple):
    """Cents that the ERP reported for a budget code."""

    committed: int = 0
    cost: int = 0
    invoiced: int = 0

    def plus(self, other: "Costs") -> "Costs":
        """Both together."""
        return Costs(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def projected(self) -> int:
        """Committed and direct costs: what is spent or promised. Source: Read a Budget."""
        return self.committed + self.cost - self.invoiced


class Sum(NamedTuple):
    """One division, or the whole: how many lines, and cents."""

    lines: int = 0
    original: int = 0
    moved: int = 0
    costs: Costs = Costs()

    @property
    def revised(self) -> int:
        """Original plus modifications."""
        return self.original + self.moved

    def plus(self, other: "Sum") -> "Sum":
        """Both together."""
        return Sum(
            self.lines + other.lines,
            self.original + other.original,
            self.moved + other.moved,
            self.costs.plus(other.costs),
        )


@dataclass(frozen=True, slots=True)
class Book:
    """`costs` by line number (only lines with any); `loose` are costs of the job that belong to no line shown."""

    divisions: Mapping[int, Sum]
    total: Sum
    costs: Mapping[int, Costs]
    loose: Costs
    has_costs: bool


NO_COSTS = Costs()

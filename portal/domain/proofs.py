"""Is what we exported visible in the Job Costs Report? The question that opens a budget again.

First export: every budget code shows exactly the exported amount. Update: every code has moved by exactly our
difference from the baseline frozen at acceptance; whatever else moved is drift, shown and never blocking.
Source: Export a Budget to QuickBooks, Restrictions (the original amount is visible in the Job Costs Report).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One budget code whose amount is not what the export should have made of it. Amounts in cents."""

    key: str
    expected: int
    found: int | None

    @property
    def cents(self) -> int:
        """Found minus expected; a missing row counts as nothing found."""
        return (self.found or 0) - self.expected


@dataclass(frozen=True, slots=True)
class Proof:
    """`checked` codes were looked at; `differences` keep the budget closed; `drift` is only told."""

    checked: int
    differences: tuple[Difference, ...] = ()
    drift: tuple[Difference, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every exported amount is visible."""
        return not self.differences


def prove(
    exported: Mapping[str, int], baseline: Mapping[str, int], found: Mapping[str, int], *, first: bool
) -> Proof:
    """Compare what the export moved (`exported`, cents by report key) with what the report shows now.

    A code whose expected amount is 0.00 counts as visible when the report has no row for it.
    """
    before = {} if first else baseline
    differences = tuple(
        Difference(key, before.get(key, 0) + moved, found.get(key))
        for key, moved in sorted(exported.items())
        if found.get(key, 0) != before.get(key, 0) + moved
    )
    drift = tuple(
        Difference(key, before.get(key, 0), found.get(key))
        for key in sorted(set(before) | set(found))
        if key not in exported and found.get(key, 0) != before.get(key, 0)
    )
    return Proof(len(exported), differences, drift)

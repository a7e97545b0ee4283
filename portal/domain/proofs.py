"""Is what we exported visible in the Job Costs Report? The question that opens a budget again.

First export: every budget code shows exactly the exported amount; where a person makes amounts the original ones, the
original shows it. Update: every code has moved by exactly our difference from the baseline frozen at acceptance.
Whatever else moved is drift, shown and never blocking. Source: Export a Procore Budget to Sage 100; Export a Budget to
QuickBooks, Restrictions (the original amount is visible in the Job Costs Report).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Acknowledged = Collection[tuple[str, int]]
"""Report key and found cents that two people took as the ERP's own adjustment; other cents count no more."""


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
    """`checked` codes were looked at; `differences` keep the budget closed; `drift` is only told.

    `adjusted` are differences that two people acknowledged: exported and acknowledged together are the proof.
    """

    checked: int
    differences: tuple[Difference, ...] = ()
    drift: tuple[Difference, ...] = ()
    adjusted: tuple[Difference, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every exported amount is visible, or acknowledged to be another one."""
        return not self.differences


def prove(
    exported: Mapping[str, int],
    baseline: Mapping[str, int],
    found: Mapping[str, int],
    *,
    first: bool,
    acknowledged: Acknowledged = (),
) -> Proof:
    """Compare what the export moved (`exported`, cents by report key) with what the report shows now.

    A code whose expected amount is 0.00 counts as visible when the report has no row for it.
    """
    before = {} if first else baseline
    expected = {key: before.get(key, 0) + moved for key, moved in exported.items()}
    others = _differing(
        {key: before.get(key, 0) for key in set(before) | set(found) if key not in exported}, found
    )
    return _proof(expected, found, others, acknowledged)


def prove_originals(
    exported: Mapping[str, int],
    baseline: Mapping[str, int],
    found: Mapping[str, int],
    originals: Mapping[str, int],
    *,
    acknowledged: Acknowledged = (),
) -> Proof:
    """A first export where a person sets the originals: they must be exactly what was exported.

    `found` are the current amounts; what they show beyond it is drift, on codes of ours (a change order, say) too.
    """
    before = {key: baseline.get(key, 0) for key in set(baseline) | set(found)}
    proven = {key for key, cents in exported.items() if originals.get(key, 0) == cents}
    others = _differing({**before, **exported}, found)
    drift = tuple(each for each in others if each.key in proven or each.key not in exported)
    return _proof(exported, originals, drift, acknowledged)


def is_visible(
    exported: Mapping[str, int],
    baseline: Mapping[str, int],
    found: Mapping[str, int],
    originals: Mapping[str, int] | None = None,
) -> bool:
    """Whether anything of the export shows: an exported code that moved, or (given `originals`) became original.

    Until then an ERP that is posted by hand simply has not posted it yet.
    """
    return any(
        found.get(key, 0) != baseline.get(key, 0)
        or (originals is not None and key not in baseline and originals.get(key, 0) != 0)
        for key in exported
    )


def _proof(
    expected: Mapping[str, int],
    found: Mapping[str, int],
    drift: tuple[Difference, ...],
    acknowledged: Acknowledged,
) -> Proof:
    every = _differing(expected, found)
    adjusted = tuple(each for each in every if (each.key, each.found or 0) in acknowledged)
    open_ = tuple(each for each in every if each not in adjusted)
    return Proof(len(expected), open_, drift, adjusted)


def _differing(expected: Mapping[str, int], found: Mapping[str, int]) -> tuple[Difference, ...]:
    return tuple(
        Difference(key, cents, found.get(key))
        for key, cents in sorted(expected.items())
        if found.get(key, 0) != cents
    )

"""Why an exported amount is probably not what it should be, read off the figures alone.

Source: Setting the original budget; How change orders affect budgets (a subcontract change order raises the budget).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.proofs import Difference


class Cause(StrEnum):
    """The likely cause of one difference; SEVERAL is said of a whole report alone."""

    SEVERAL = "several"
    DOUBLED = "doubled"
    CHANGED = "changed"
    CHANGE_ORDERS = "change_orders"
    MISSING = "missing"
    UNMOVED = "unmoved"
    ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the figures say, in cents by report key. `originals` only where they prove the export.

    `before` is what the export had to start from; `change_orders` are the approved ones on each code, oldest first.
    `by_hand`: a person posts, so what does not show was not posted; elsewhere it was removed.
    """

    exported: Mapping[str, int]
    before: Mapping[str, int]
    current: Mapping[str, int]
    originals: Mapping[str, int] | None = None
    change_orders: Mapping[str, Sequence[int]] = field(default_factory=dict)
    by_hand: bool = False


def cause_of(difference: Difference, seen: Evidence) -> Cause:
    """The likely cause of one difference."""
    key = difference.key
    moved = seen.exported.get(key, 0)
    start = 0 if seen.originals is not None else seen.before.get(key, 0)
    beyond = seen.current.get(key, 0) - start - moved
    if seen.originals is not None and (not beyond or is_explained(beyond, seen.change_orders.get(key, ()))):
        return Cause.ORIGINALS
    if key not in seen.current and (start or not seen.by_hand):
        return Cause.MISSING
    if seen.current.get(key, 0) == seen.before.get(key, 0):
        return Cause.UNMOVED
    if beyond == moved:
        return Cause.DOUBLED
    if is_explained(beyond, seen.change_orders.get(key, ())):
        return Cause.CHANGE_ORDERS
    return Cause.CHANGED


def is_explained(cents: int, change_orders: Sequence[int]) -> bool:
    """Whether the newest of the change orders on a code come to exactly `cents` together."""
    total = 0
    for amount in reversed(change_orders):
        total += amount
        if total == cents:
            return True
    return False


def named(causes: Collection[Cause]) -> Cause | None:
    """The one cause by which a whole report of differences is named; None without any.

    What was posted in part has its originals to be set as well: the rest comes first.
    """
    found = set(causes)
    if found == {Cause.UNMOVED, Cause.ORIGINALS}:
        return Cause.UNMOVED
    if len(found) > 1:
        return Cause.SEVERAL
    return next(iter(found), None)


def may_be_acknowledged(cause: Cause, *, shows: bool) -> bool:
    """Whether two people may take a difference as the ERP's own adjustment.

    Not while originals only wait to be set, and not while nothing of the export shows: that would be a posting by hand
    in this portal.
    """
    return shows and cause is not Cause.ORIGINALS

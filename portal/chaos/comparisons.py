"""What was accepted against what QuickBooks holds, for one job: nothing missing, nothing twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Amounts = Counter[tuple[str, Decimal]]
"""How often each amount stands on each item."""


@dataclass(frozen=True)
class Finding:
    """Numbers of submissions; `words` say what is wrong, empty when nothing is."""

    lost: tuple[int, ...]
    doubled: tuple[int, ...]
    words: str


def amounts_held(estimates: Sequence[Mapping[str, Any]]) -> Amounts:
    """Every line of every estimate on the job."""
    return Counter((line["item"], Decimal(line["amount"])) for one in estimates for line in one["lines"])


def compare(
    accepted: Mapping[int, Amounts], told: AbstractSet[int], estimates: Sequence[Mapping[str, Any]]
) -> Finding:
    """Hold accepted submissions against the job's estimates.

    A submission is lost when an amount of it is missing, or when a page had called it accepted (`told`) and none does
    any more; it is doubled when an amount of it stands there too often. An amount that nobody accepted is a doubled
    submission 0, and so is a second estimate.
    """
    needed: Amounts = sum(accepted.values(), Counter())
    held = amounts_held(estimates)
    missing, surplus = needed - held, held - needed
    lost = {number for number, amounts in accepted.items() if amounts & missing} | (told - set(accepted))
    doubled = {number for number, amounts in accepted.items() if amounts & surplus}
    if not doubled and (surplus or len(estimates) > 1):
        doubled = {0}
    return Finding(tuple(sorted(lost)), tuple(sorted(doubled)), _words(lost, doubled, missing, surplus))


def _words(lost: AbstractSet[int], doubled: AbstractSet[int], missing: Amounts, surplus: Amounts) -> str:
    parts = []
    if lost:
        parts.append(f"lost submissions {sorted(lost)}, missing {_told(missing)}")
    if doubled:
        parts.append(f"doubled submissions {sorted(doubled)}, too much {_told(surplus)}")
    return "; ".join(parts)


def _told(amounts: Amounts) -> str:
    return (
        ", ".join(f"{count} x {amount} on {item}" for (item, amount), count in amounts.items()) or "nothing"
    )

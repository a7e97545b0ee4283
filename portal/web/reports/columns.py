"""The columns of the Job Costs Report: which ones an ERP fills, and each one's figure."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.domain.facts import ErpPolicy
from portal.services.job_costs.job_cost_rows import CostFigures


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: head, second line, and how a row's figure is found (cents; None is blank)."""

    label: str
    note: str
    value: Callable[[CostFigures], int | None]
    num: bool = True


def columns_for(policy: ErpPolicy, short: str, *, imported: bool = False) -> tuple[Column, ...]:
    """Every column that the ERP can fill, in reading order; `imported`: the budget was set up there."""
    exported = Column("Exported", "by the portal", lambda row: row.given)
    if imported:
        exported = Column("Imported", "into the portal", lambda row: row.given)
    originals = (
        Column("Original", f"budget in {short}", lambda row: row.original),
        Column("Changes", "approved", lambda row: row.change),
    )
    head = (
        Column("Estimate", f"budget in {short}", lambda row: row.estimate),
        Column("Difference", "blank: none", lambda row: row.difference or None),
    )
    commitments = (
        Column("Committed", "", lambda row: row.committed),
        Column("Invoiced", "on commitments", lambda row: row.invoiced),
        Column("Direct", "costs", lambda row: row.direct),
    )
    tail = (
        Column("Job to date", "cost", lambda row: row.cost),
        Column("Left", "of the estimate", lambda row: row.left),
    )
    kept_apart = originals if policy.sets_originals else ()
    return (exported, *kept_apart, *head, *(commitments if policy.reports_commitments else ()), *tail)

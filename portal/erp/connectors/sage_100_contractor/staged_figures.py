"""One job's amounts added up by cell, out of the records that its sync agent staged: budget, change orders, costs.

Two rows of one cost code are added up: whoever reads a report wants the job's figure. Voided costs (status 2) and
change orders that are not approved leave the totals. Source: How change orders affect budgets; Sage 100 Contractor
Detailed Data Mapping.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.erp.connectors.sage_100_contractor.amounts import read_amount
from portal.erp.connectors.sage_100_contractor.limits import NO_PHASE, WITH_ORIGINAL
from portal.erp.connectors.sage_100_contractor.places import Place
from portal.erp.contract import Staged, UncodedCost

APPROVED = "1"
POSTED = "1"


@dataclass(slots=True)
class Figures:
    """One cell in cents. `original` is what Set Budget kept, `current` what 6-2 shows."""

    original: int = 0
    current: int = 0
    change_orders: int = 0
    cost: int = 0

    @property
    def revised(self) -> int:
        """The budget that Sage works with: the current amount and approved change orders."""
        return self.current + self.change_orders


@dataclass(slots=True)
class JobFigures:
    """One job. `originals_set`: somebody pressed Set Budget since the amounts were entered, as far as Sage shows it."""

    places: dict[Place, Figures] = field(default_factory=dict)
    code_names: dict[str, str] = field(default_factory=dict)
    phase_names: dict[str, str] = field(default_factory=dict)
    uncoded: list[UncodedCost] = field(default_factory=list)
    approved_changes: list[tuple[Place, int]] = field(default_factory=list)
    cost_total: int = 0
    originals_set: bool = False

    def at(self, place: Place) -> Figures:
        """The cell, made on first use."""
        return self.places.setdefault(place, Figures())

    def total(self, name: str) -> int:
        """The sum over all cells of one of the figures."""
        return sum(getattr(figures, name) for figures in self.places.values())


def add_up(records: Iterable[Staged]) -> JobFigures:
    """Everything that is not archived. Raises WireError for what is no amount."""
    job = JobFigures()
    for record in records:
        if not record.is_archived and record.entity in _READERS:
            _READERS[record.entity](job, record.fields)
    _take_current_for_original(job)
    return job


def _budget_line(job: JobFigures, fields: Mapping[str, Any]) -> None:
    code = str(fields.get("CostCode", ""))
    if fields.get("Description"):
        job.code_names.setdefault(code, str(fields["Description"]))
    for name in ("Original", "Current"):
        for cost_type, text in (fields.get(name) or {}).items():
            figures = job.at(Place(_phase(fields), code, str(cost_type)))
            setattr(figures, name.lower(), getattr(figures, name.lower()) + read_amount(text))


def _change_order(job: JobFigures, fields: Mapping[str, Any]) -> None:
    if fields.get("Status") == APPROVED and fields.get("CostCode"):
        cents = read_amount(fields.get("Amount"))
        job.at(_place(fields)).change_orders += cents
        job.approved_changes.append((_place(fields), cents))


def _job_cost(job: JobFigures, fields: Mapping[str, Any]) -> None:
    if fields.get("Status") != POSTED:
        return
    cents = read_amount(fields.get("Amount"))
    job.cost_total += cents
    if fields.get("CostCode"):
        job.at(_place(fields)).cost += cents
    else:
        job.uncoded.append(_uncoded(fields, cents))


def _phase_name(job: JobFigures, fields: Mapping[str, Any]) -> None:
    job.phase_names[str(fields.get("Number", ""))] = str(fields.get("Name", ""))


_READERS = {
    "budget_line": _budget_line,
    "change_order": _change_order,
    "job_cost": _job_cost,
    "phase": _phase_name,
}


def _take_current_for_original(job: JobFigures) -> None:
    """Sage has no Original column for the cost types 6 to 9, so Set Budget leaves no trace on them.

    Once it left one on the job's other types, or where there is nothing that could carry one, their current amount
    counts as the original.
    """
    with_twin = [figures for place, figures in job.places.items() if place.cost_type in WITH_ORIGINAL]
    without = [figures for place, figures in job.places.items() if place.cost_type not in WITH_ORIGINAL]
    carried = any(figures.original for figures in with_twin)
    nothing_to_carry = any(figures.current for figures in without) and not any(
        figures.current for figures in with_twin
    )
    job.originals_set = carried or nothing_to_carry
    if job.originals_set:
        for figures in without:
            figures.original = figures.current


def _place(fields: Mapping[str, Any]) -> Place:
    return Place(_phase(fields), str(fields["CostCode"]), str(fields.get("CostType") or ""))


def _phase(fields: Mapping[str, Any]) -> str:
    return str(fields.get("Phase") or NO_PHASE)


def _uncoded(fields: Mapping[str, Any], cents: int) -> UncodedCost:
    return UncodedCost(
        date=str(fields.get("Date") or ""),
        type="Job cost",
        number=str(fields.get("Number") or ""),
        party=str(fields.get("Vendor") or ""),
        memo=str(fields.get("Description") or ""),
        cents=cents,
    )

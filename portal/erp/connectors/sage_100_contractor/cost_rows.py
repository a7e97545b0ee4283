"""One job as rows of the Job Costs Report: originals, approved changes, costs, and what names no cost code.

Source: View an ERP Job Costs Report; Setting the original budget.
"""

from collections.abc import Iterable

from portal.erp.connectors.sage_100_contractor.limits import NO_PHASE
from portal.erp.connectors.sage_100_contractor.places import Place, in_order
from portal.erp.connectors.sage_100_contractor.staged_figures import Figures, JobFigures, add_up
from portal.erp.contract import CostRow, JobCostsRead, Staged


def read(records: Iterable[Staged]) -> JobCostsRead:
    """The rows of a job out of all its staged records. Raises WireError.

    A change is whatever 6-2 shows beyond the originals, and approved change orders. The witness tells a forgotten Set
    Budget from a budget that nobody entered, and lists the change orders that may have moved an exported amount.
    """
    job = add_up(records)
    return JobCostsRead(
        rows=tuple(
            _row(job, place, job.places[place])
            for place in sorted(job.places, key=in_order)
            if _holds_something(job.places[place])
        ),
        uncoded=tuple(job.uncoded),
        erp_total_cents=job.cost_total,
        witness={
            "originals_set": job.originals_set,
            "current_total": job.total("current"),
            "original_total": job.total("original"),
            "change_orders": job.total("change_orders"),
            "approved_changes": [_change(place, cents) for place, cents in job.approved_changes],
        },
    )


def _holds_something(figures: Figures) -> bool:
    """Cells of zero are not shown; an exported amount of zero counts as found where its cell is absent."""
    return any((figures.original, figures.current, figures.change_orders, figures.cost))


def _change(place: Place, cents: int) -> dict[str, object]:
    """One approved change order on a cell, for whoever looks for the cause of a difference."""
    return {
        "erp_id": place.code,
        "cost_type": place.cost_type,
        "sub_job": "" if place.phase == NO_PHASE else place.phase,
        "cents": cents,
    }


def _row(job: JobFigures, place: Place, figures: Figures) -> CostRow:
    name = job.code_names.get(place.code, "")
    return CostRow(
        erp_id=place.code,
        erp_name=f"{place.code} {name}".strip(),
        original_cents=figures.original,
        change_cents=figures.revised - figures.original,
        cost_cents=figures.cost,
        cost_type=place.cost_type,
        sub_job="" if place.phase == NO_PHASE else place.phase,
    )

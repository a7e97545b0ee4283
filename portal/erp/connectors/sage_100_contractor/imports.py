"""One job's budget as it stands in Sage, for importing it.

Only amounts above zero become lines, and only a budget that was set. Source: Import a Budget from Sage 100; Setting
the original budget.
"""

from collections.abc import Iterable

from portal.erp.connectors.sage_100_contractor.limits import NO_PHASE
from portal.erp.connectors.sage_100_contractor.places import in_order
from portal.erp.connectors.sage_100_contractor.staged_figures import JobFigures, add_up
from portal.erp.contract import BudgetCell, BudgetRead, Staged

NOTHING_THERE = (
    "Sage 100 Contractor shows no budget for this job. Enter it in 6-2, choose Options > Set Budget and post it; then "
    "sync and import again."
)
NOT_SET = (
    "Set Budget was not pressed in 6-2 of this job: it shows amounts, but no originals. Open the job in 6-2, choose "
    "Options > Set Budget, save; then sync and import again."
)


def read(records: Iterable[Staged]) -> BudgetRead:
    """The cells of a job's grid; `current_cents` includes approved change orders. Raises WireError."""
    job = add_up(records)
    return BudgetRead(_cells(job), _problem(job))


def _cells(job: JobFigures) -> tuple[BudgetCell, ...]:
    return tuple(
        BudgetCell(
            erp_code=place.code,
            erp_code_name=job.code_names.get(place.code, ""),
            erp_cost_type=place.cost_type,
            original_cents=figures.original,
            current_cents=figures.revised,
            phase="" if place.phase == NO_PHASE else place.phase,
            phase_name=job.phase_names.get(place.phase, ""),
            description=job.code_names.get(place.code, ""),
        )
        for place, figures in sorted(job.places.items(), key=lambda item: in_order(item[0]))
        if figures.original > 0 or figures.revised > 0
    )


def _problem(job: JobFigures) -> str:
    if job.originals_set:
        return ""
    return NOT_SET if any(figures.current for figures in job.places.values()) else NOTHING_THERE

"""A job's budget as it stands in the ERP, out of what its sync agent has staged: for importing it.

Source: Import a Budget from Sage 100; Re-Import a Budget from ERP.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.staging import StagedRecord
from portal.erp.contract import BudgetCell, ReadsStaging, Staged
from portal.erp.registry import connector_for
from portal.erp.xml import WireError
from portal.services.exchange.exports import job_of
from portal.services.sync import runs


@dataclass(frozen=True, slots=True)
class ErpBudget:
    """The amounts above zero, in cents, as of the last finished sync of the ERP's side (None: there was none).

    `problem` says why it cannot be imported; `stamp` changes with every amount.
    """

    cells: tuple[BudgetCell, ...]
    problem: str
    as_of: datetime | None
    stamp: str

    @property
    def total_cents(self) -> int:
        """The whole original budget in the ERP."""
        return sum(cell.original_cents for cell in self.cells)


def read(session: Session, connection: ErpConnection, project: Project) -> ErpBudget:
    """Read the budget of a linked project's job."""
    connector = connector_for(connection.connector)
    if not isinstance(connector, ReadsStaging) or project.erp_job_id is None:
        label = connector.label
        return ErpBudget((), f"There are no budgets to import from {label}.", None, "")
    try:
        found = connector.budget(job_of(project), _staged(session, connection.id, project.erp_job_id))
        cells, problem = tuple(cell for cell in found.cells if cell.original_cents > 0), found.problem
    except WireError as error:
        cells, problem = (), f"The budget could not be read: {error}"
    run = runs.covering_run(session, connection.id, project.erp_job_id)
    return ErpBudget(
        cells,
        problem or _double(cells, connector.label),
        run.started_at if run else None,
        hashlib.sha256(repr(cells).encode()).hexdigest()[:32],
    )


def _staged(session: Session, connection_id: int, job: str) -> list[Staged]:
    """All that stands in the ERP on this job, as its agent last read it."""
    rows = session.scalars(
        select(StagedRecord)
        .where(
            StagedRecord.connection_id == connection_id,
            StagedRecord.job == job,
            StagedRecord.is_archived.is_(False),
        )
        .order_by(StagedRecord.entity, StagedRecord.version)
    )
    return [Staged(row.entity, row.erp_key, row.version, row.fields, row.is_archived) for row in rows]


def _double(cells: tuple[BudgetCell, ...], label: str) -> str:
    """Two rows for one budget code: nobody can say which one is meant."""
    seen = set()
    for cell in cells:
        key = (cell.phase, cell.erp_code, cell.erp_cost_type)
        if key in seen:
            return (
                f"{label} has two rows for the cost code {cell.erp_code}, cost type {cell.erp_cost_type}. "
                "Join them there; then sync and import again."
            )
        seen.add(key)
    return ""

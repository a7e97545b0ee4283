"""Keeping what came back: one current reading per project, the last few behind it, the same one never twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.job_costs import JobCostReading, JobCostRow
from portal.db.projects import Project
from portal.erp.contract import CostRow, JobCostsRead, UncodedCost
from portal.services.job_costs import report_keys
from portal.services.job_costs.baselines import current_reading

READINGS_KEPT = 5

Content = dict[str, Any]
_COLUMNS = (
    "cost_code_id",
    "cost_type_id",
    "sub_job_id",
    "erp_name",
    "original_cents",
    "change_cents",
    "committed_cents",
    "invoiced_cents",
    "cost_cents",
)


def keep(
    session: Session, project: Project, connection: ErpConnection, result: JobCostsRead, asked_at: datetime
) -> JobCostReading:
    """Make `result` the project's current reading; one that says the same again only becomes as new as it is."""
    rows = _rows(session, project, connection, result.rows)
    uncoded = [_uncoded(cost) for cost in result.uncoded]
    known = current_reading(session, project.id)
    if known is not None and _says(session, known, connection, result, rows, uncoded):
        known.asked_at, known.read_at = max(known.asked_at, asked_at), clock.now()
        return known
    session.execute(
        update(JobCostReading).where(JobCostReading.project_id == project.id).values(is_current=False)
    )
    reading = JobCostReading(
        project_id=project.id,
        connection_id=connection.id,
        asked_at=asked_at,
        read_at=clock.now(),
        erp_total_cents=result.erp_total_cents,
        witness=dict(result.witness),
        uncoded=uncoded,
    )
    session.add(reading)
    session.flush()
    session.add_all(JobCostRow(reading_id=reading.id, **row) for row in rows)
    session.flush()
    _discard_superseded(session, reading)
    return reading


def _says(
    session: Session,
    known: JobCostReading,
    connection: ErpConnection,
    result: JobCostsRead,
    rows: list[Content],
    uncoded: list[Content],
) -> bool:
    """Whether `known` holds exactly this already."""
    head = (known.connection_id, known.erp_total_cents, known.witness, known.uncoded)
    if head != (connection.id, result.erp_total_cents, dict(result.witness), uncoded):
        return False
    held = session.scalars(
        select(JobCostRow).where(JobCostRow.reading_id == known.id).order_by(JobCostRow.id)
    )
    return [{name: getattr(row, name) for name in _COLUMNS} for row in held] == rows


def _discard_superseded(session: Session, reading: JobCostReading) -> None:
    """Keep the last few readings of a project: the report shows one, and a page must not grow with time."""
    old = session.scalars(
        select(JobCostReading.id)
        .where(JobCostReading.project_id == reading.project_id)
        .order_by(JobCostReading.id.desc())
        .offset(READINGS_KEPT)
    ).all()
    session.execute(delete(JobCostRow).where(JobCostRow.reading_id.in_(old)))
    session.execute(delete(JobCostReading).where(JobCostReading.id.in_(old)))


def _rows(
    session: Session, project: Project, connection: ErpConnection, rows: tuple[CostRow, ...]
) -> list[Content]:
    keys = report_keys.read(session, connection, project)
    found = []
    for row in rows:
        own = keys.own(row.erp_id, row.cost_type, row.sub_job)
        found.append(
            {
                "cost_code_id": own.cost_code_id,
                "cost_type_id": own.cost_type_id,
                "sub_job_id": own.sub_job_id,
                "erp_name": row.erp_name,
                "original_cents": row.original_cents,
                "change_cents": row.change_cents,
                "committed_cents": row.committed_cents,
                "invoiced_cents": row.invoiced_cents,
                "cost_cents": row.cost_cents,
            }
        )
    return found


def _uncoded(cost: UncodedCost) -> Content:
    return {
        "date": cost.date,
        "type": cost.type,
        "number": cost.number,
        "party": cost.party,
        "memo": cost.memo,
        "cents": cost.cents,
    }

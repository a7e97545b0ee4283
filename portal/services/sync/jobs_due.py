"""Which linked jobs step 2 has to read: those with news, those never shown, those whose export awaits proof.

Also those that were shown before somebody mapped cost codes or types: their amounts find their places now.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import CostCodeLink, CostTypeLink
from portal.db.job_costs import JobCostReading
from portal.db.projects import Project
from portal.db.staging import StagedRecord
from portal.db.submissions import Submission
from portal.services.job_costs.proving import AWAITING
from portal.services.sync import runs

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def changed(
    session: Session, connection_id: int, entities: Sequence[str], since: int, limit: int
) -> list[str]:
    """Linked jobs with a record of these entities above Version `since` and not above `limit`."""
    return list(
        session.scalars(
            select(StagedRecord.job)
            .join(
                Project,
                and_(Project.connection_id == connection_id, Project.erp_job_id == StagedRecord.job),
            )
            .where(
                StagedRecord.connection_id == connection_id,
                StagedRecord.entity.in_(entities),
                StagedRecord.version > since,
                StagedRecord.version <= limit,
            )
            .distinct()
            .order_by(StagedRecord.job)
        )
    )


def unread(session: Session, connection_id: int, entities: Sequence[str]) -> list[str]:
    """Linked jobs whose staged records were never shown, or not since the export that they may prove or a mapping.

    The ERP may hold the amounts before the portal knows that they were exported: then nothing changes any more that
    could announce them, and it is a later step 1 that proves them.
    """
    covering = runs.covering_run(session, connection_id)
    if covering is None or covering.started_at is None or not entities:
        return []
    awaits = and_(
        Budget.phase.in_(AWAITING),
        Submission.exported_at.is_not(None),
        Submission.exported_at <= covering.started_at,
        or_(JobCostReading.id.is_(None), JobCostReading.asked_at < Submission.exported_at),
    )
    of_job = select(StagedRecord.id).where(
        StagedRecord.connection_id == connection_id, StagedRecord.job == Project.erp_job_id
    )
    staged = of_job.where(StagedRecord.entity.in_(entities), StagedRecord.is_archived.is_(False)).exists()
    changing = of_job.where(StagedRecord.version > covering.version).exists()
    last_mapped = _last_mapped(session, connection_id)
    jobs = session.scalars(
        select(Project.erp_job_id)
        .join(Budget, Budget.project_id == Project.id)
        .outerjoin(Submission, Submission.id == Budget.submission_id)
        .outerjoin(JobCostReading, and_(JobCostReading.project_id == Project.id, JobCostReading.is_current))
        .where(
            Project.connection_id == connection_id,
            Project.erp_job_id.is_not(None),
            ~changing,
            or_(
                awaits,
                and_(JobCostReading.id.is_(None), staged),
                and_(JobCostReading.read_at < last_mapped, staged),
            ),
        )
        .order_by(Project.erp_job_id)
    )
    return [job for job in jobs if job]


def _last_mapped(session: Session, connection_id: int) -> datetime:
    """When somebody mapped a cost code or type last; long ago where nobody did."""
    moments = [
        session.scalar(select(func.max(link.accepted_at)).where(link.connection_id == connection_id))
        for link in (CostCodeLink, CostTypeLink)
    ]
    return max((moment for moment in moments if moment is not None), default=NEVER)

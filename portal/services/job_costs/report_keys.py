"""Which budget code of ours a row of the ERP's report is about: cost code, cost type, sub job. Never guessed.

Source: Sage 100 Contractor Detailed Data Mapping; QuickBooks Desktop Detailed Data Mapping.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import CostCodeLink, CostTypeLink, ErpConnection
from portal.db.projects import CostType, Project, SubJob
from portal.services.job_costs.baselines import report_key

WHOLE_JOB = frozenset({"", "0"})
"""How an ERP says that a row stands in no phase."""


@dataclass(frozen=True, slots=True)
class OwnCode:
    """Row numbers of ours. Without a cost code the row is nobody's and counts for the job only."""

    cost_code_id: int | None
    cost_type_id: int | None
    sub_job_id: int | None

    @property
    def key(self) -> str | None:
        """The report's key, None for a row that is nobody's."""
        if self.cost_code_id is None:
            return None
        return report_key(self.sub_job_id, self.cost_code_id, self.cost_type_id)


@dataclass(frozen=True, slots=True)
class ReportKeys:
    """The ERP's names of one project's budget codes, and whose they are."""

    codes: Mapping[str, int]
    types: Mapping[str, int]
    sub_jobs: Mapping[str, int]

    def own(self, erp_id: str, cost_type: str, sub_job: str) -> OwnCode:
        """Ours of what the ERP names so. A phase that is no sub job here is nobody's, like a code without a link."""
        place = self.sub_jobs.get(sub_job)
        if place is None and sub_job not in WHOLE_JOB:
            return OwnCode(None, None, None)
        return OwnCode(self.codes.get(erp_id), self.types.get(cost_type), place)


def read(session: Session, connection: ErpConnection, project: Project) -> ReportKeys:
    """The keys of one project's report; a cost type that nobody mapped goes by our own code."""
    links = session.execute(
        select(CostCodeLink.erp_id, CostCodeLink.cost_code_id).where(
            CostCodeLink.connection_id == connection.id, CostCodeLink.erp_id.is_not(None)
        )
    )
    own = session.execute(select(CostType.code, CostType.id))
    mapped = session.execute(
        select(CostTypeLink.erp_id, CostTypeLink.cost_type_id).where(
            CostTypeLink.connection_id == connection.id
        )
    )
    sub_jobs = session.scalars(select(SubJob).where(SubJob.project_id == project.id))
    return ReportKeys(
        codes={str(erp_id): code_id for erp_id, code_id in links},
        types={row[0]: row[1] for row in (*own, *mapped)},
        sub_jobs={_phase(each): each.id for each in sub_jobs},
    )


def _phase(sub_job: SubJob) -> str:
    """The number out of the ERP's key of a phase ("job|phase"), else our own code."""
    return sub_job.erp_id.rpartition("|")[2] if sub_job.erp_id else sub_job.code

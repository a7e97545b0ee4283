"""The ERP's own keys for what stands in a budget: its cost code, its cost type, its phase. Looked up, never guessed.

Source: Sage 100 Contractor Detailed Data Mapping; Add a Phase from Sage 100 to a Procore Project as a Sub Job.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import CostCodeLink, CostTypeLink, ErpConnection
from portal.db.projects import CostType, ProjectCode, SubJob
from portal.domain.facts import ErpPolicy
from portal.erp.contract import Standing

TYPE_KIND = "cost_type"
"""The kind of an ERP's cost types among its records."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cost code's counterpart in the ERP."""

    cost_code_id: int
    erp_id: str
    erp_name: str


@dataclass(frozen=True, slots=True)
class Counterparts:
    """Keys by what a frozen line holds (our codes, as text), and by row number for the report's keys."""

    codes: Mapping[int, Link]
    types: Mapping[str, str] = field(default_factory=dict)
    types_by_id: Mapping[int, str] = field(default_factory=dict)
    phases: Mapping[str, str] = field(default_factory=dict)
    phases_by_id: Mapping[int, str] = field(default_factory=dict)

    def standing(self, baseline: Mapping[str, int]) -> tuple[Standing, ...]:
        """A report's amounts ("sub job|cost code|cost type" in row numbers) in the ERP's keys, in its own order.

        A code that is no longer mapped is left out: the ERP's side then finds it and says so.
        """
        found = []
        for key, cents in baseline.items():
            sub_job, code, cost_type = (int(part) for part in key.split("|"))
            if code in self.codes:
                found.append(
                    Standing(
                        self.codes[code].erp_id,
                        cents,
                        self.types_by_id.get(cost_type, ""),
                        self.phases_by_id.get(sub_job, ""),
                    )
                )
        return tuple(sorted(found, key=lambda row: (row.phase, row.erp_code, row.erp_cost_type)))


def read(
    session: Session,
    connection: ErpConnection,
    policy: ErpPolicy,
    project_id: int,
    codes: Collection[int] | None,
) -> Counterparts:
    """The keys of one project's lines; types and phases only where the ERP keeps them apart."""
    types = _types(session, connection) if policy.keeps_cost_types else []
    phases = _phases(session, project_id) if policy.keeps_cost_types or policy.takes_sub_jobs else []
    return Counterparts(
        links_of(session, connection, codes),
        types={code: erp_id for _, code, erp_id in types},
        types_by_id={row_id: erp_id for row_id, _, erp_id in types},
        phases={code: erp_id for _, code, erp_id in phases},
        phases_by_id={row_id: erp_id for row_id, _, erp_id in phases},
    )


def links_of(
    session: Session, connection: ErpConnection, codes: Collection[int] | None = None
) -> dict[int, Link]:
    """The ERP's counterpart of each cost code that has one, by our row number; of all codes, or of `codes`."""
    statement = select(CostCodeLink.cost_code_id, CostCodeLink.erp_id, CostCodeLink.erp_name).where(
        CostCodeLink.connection_id == connection.id, CostCodeLink.erp_id.is_not(None)
    )
    if codes is not None:
        statement = statement.where(CostCodeLink.cost_code_id.in_(codes))
    return {code: Link(code, erp_id or "", name) for code, erp_id, name in session.execute(statement)}


def links_by_type(session: Session, connection_id: int) -> dict[int, CostTypeLink]:
    """The connection's links by our row number."""
    rows = session.scalars(select(CostTypeLink).where(CostTypeLink.connection_id == connection_id))
    return {row.cost_type_id: row for row in rows}


def confirmed_codes(session: Session, project_id: int) -> frozenset[int]:
    """The cost codes that an approver confirmed for this project's job, by row number."""
    return frozenset(
        session.scalars(select(ProjectCode.cost_code_id).where(ProjectCode.project_id == project_id))
    )


def _types(session: Session, connection: ErpConnection) -> list[tuple[int, str, str]]:
    statement = (
        select(CostType.id, CostType.code, CostTypeLink.erp_id)
        .join(CostTypeLink, CostTypeLink.cost_type_id == CostType.id)
        .where(CostTypeLink.connection_id == connection.id)
    )
    return [(row_id, code, erp_id) for row_id, code, erp_id in session.execute(statement)]


def _phases(session: Session, project_id: int) -> list[tuple[int, str, str]]:
    """Each sub job's number in the ERP; a sub job that was made here goes by its own code."""
    statement = select(SubJob.id, SubJob.code, SubJob.erp_id).where(SubJob.project_id == project_id)
    return [(row_id, code, phase_of(erp_id, code)) for row_id, code, erp_id in session.execute(statement)]


def phase_of(erp_id: str | None, code: str) -> str:
    """The phase number out of the ERP's key of a phase ("job|phase"), else the sub job's own code."""
    return erp_id.rpartition("|")[2] if erp_id else code

"""Jobs of the ERP that the portal lacks, and what adding one would create. Source: Add an ERP Job to Procore."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection, ErpRecord
from portal.db.projects import Project
from portal.domain.people import Actor
from portal.services.budget_facts import policy_of
from portal.services.erp_lists.connection_heads import ConnectionHead, head_of
from portal.services.exchange import erp_records
from portal.services.exchange.list_refreshes import existing

PAGE = 50


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job. `clash` names the project that has its number already; `number` is the ERP's, empty where it has none."""

    erp_id: str
    name: str
    number: str
    place: str
    status: str
    phases: str
    clash: str


@dataclass(frozen=True, slots=True)
class JobsToAddPage:
    """One connection. `types_number`: the ERP's jobs have no number of ours, so it is typed."""

    head: ConnectionHead
    rows: tuple[JobRow, ...]
    count: int
    next_page: int
    types_number: bool


def count(session: Session, connection_id: int) -> int:
    """How many jobs the portal lacks."""
    statement = select(func.count()).select_from(_free(connection_id).subquery())
    return session.scalar(statement) or 0


def read(session: Session, actor: Actor, connection_id: int, page: int) -> JobsToAddPage:
    """Read one page of them. Raises NotFoundError for an unknown connection."""
    connection = existing(session, connection_id)
    jobs = session.scalars(
        _free(connection_id).order_by(ErpRecord.full_name, ErpRecord.id).offset((page - 1) * PAGE).limit(PAGE)
    ).all()
    every, numbered = count(session, connection_id), has_own_numbers(connection)
    phases = _phase_counts(session, connection_id)
    taken = _taken(session, [number_of(row, connection) for row in jobs])
    return JobsToAddPage(
        head=head_of(session, actor, connection),
        rows=tuple(_row(row, connection, phases, taken) for row in jobs),
        count=every,
        next_page=page + 1 if page * PAGE < every else 0,
        types_number=not numbered,
    )


def has_own_numbers(connection: ErpConnection) -> bool:
    """Whether the ERP's job number becomes the project's."""
    policy = policy_of(connection)
    return policy is not None and policy.job_number_hint != ""


def number_of(row: ErpRecord, connection: ErpConnection) -> str:
    """The project's number: the ERP's own, where it has one."""
    return erp_records.number_of(row) if has_own_numbers(connection) else ""


def phases_of(session: Session, connection_id: int, job: str) -> list[ErpRecord]:
    """The active phases of a job."""
    rows = erp_records.listed(session, connection_id, "phase")
    return [row for row in rows if row.detail.get("job") == job]


def _free(connection_id: int) -> Select[Any]:
    linked = select(Project.erp_job_id).where(
        Project.connection_id == connection_id, Project.erp_job_id.is_not(None)
    )
    awaited = select(Project.erp_job_awaited).where(
        Project.connection_id == connection_id, Project.erp_job_awaited.is_not(None)
    )
    return select(ErpRecord).where(
        ErpRecord.connection_id == connection_id,
        ErpRecord.kind == "job",
        ErpRecord.active,
        ErpRecord.erp_id.not_in(linked),
        ErpRecord.erp_id.not_in(awaited),
    )


def _phase_counts(session: Session, connection_id: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in erp_records.listed(session, connection_id, "phase"):
        job = str(row.detail.get("job", ""))
        found[job] = found.get(job, 0) + 1
    return found


def _taken(session: Session, numbers: list[str]) -> dict[str, str]:
    rows = session.execute(select(Project.number, Project.name).where(Project.number.in_(numbers)))
    return dict(rows.all())


def _row(row: ErpRecord, connection: ErpConnection, phases: dict[str, int], taken: dict[str, str]) -> JobRow:
    number, known = number_of(row, connection), phases.get(row.erp_id, 0)
    return JobRow(
        erp_id=row.erp_id,
        name=row.name if number else row.full_name,
        number=number,
        place=", ".join(
            str(row.detail[key]) for key in ("address", "city") if str(row.detail.get(key) or "").strip()
        ).replace("\n", ", "),
        status=str(row.detail.get("status_word") or ""),
        phases="" if not known else "1 phase" if known == 1 else f"{known} phases",
        clash=taken.get(number, "") if number else "",
    )

"""The ERP's own lists as last read: jobs, items, accounts. Whole lists replace whole lists; changes join them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import CostCodeLink, CostTypeLink, ErpConnection, ErpRecord, ErpRequest
from portal.db.projects import Project
from portal.erp.contract import Memory, Record
from portal.services.sync import runs


def replace_lists(session: Session, request: ErpRequest, records: Sequence[Record], company: Memory) -> None:
    """Take over what the ERP has now; what it no longer has becomes inactive, never forgotten."""
    connection = session.get_one(ErpConnection, request.connection_id)
    seen = {(record.kind, record.erp_id) for record in records}
    known = session.scalars(
        select(ErpRecord).where(ErpRecord.connection_id == connection.id, ErpRecord.active)
    )
    gone = [row for row in known if (row.kind, row.erp_id) not in seen]
    counts = take_over(session, connection, records)
    for row in gone:
        row.active = False
    if company:
        connection.company = {**connection.company, **company}
    runs.note_reading(session, request, {**counts, "archived": counts["archived"] + len(gone)})


def take_over(session: Session, connection: ErpConnection, records: Sequence[Record]) -> dict[str, int]:
    """Store these records as they stand in the ERP; returns how many were read, created, changed, unchanged, archived.

    Whoever is linked with one follows its name. A record that is inactive counts as archived when it was active.
    """
    counts = dict.fromkeys(("read", "created", "changed", "unchanged", "archived"), 0)
    known = _known(session, connection.id, records)
    for record in records:
        row = known.get((record.kind, record.erp_id))
        counts["read"] += 1
        counts[_happened(row, record)] += 1
        known[record.kind, record.erp_id] = keep(session, connection.id, record, row)
    _rename(session, connection.id, records)
    connection.last_lists_at = clock.now()
    return counts


def _known(
    session: Session, connection_id: int, records: Sequence[Record]
) -> dict[tuple[str, str], ErpRecord]:
    kinds = {record.kind for record in records}
    rows = select(ErpRecord).where(ErpRecord.connection_id == connection_id, ErpRecord.kind.in_(kinds))
    return {(row.kind, row.erp_id): row for row in session.scalars(rows)}


def _happened(row: ErpRecord | None, record: Record) -> str:
    if row is None:
        return "created"
    before = (row.name, row.full_name, row.active, row.detail)
    if before == (record.name, record.full_name, record.active, dict(record.detail)):
        return "unchanged"
    return "archived" if row.active and not record.active else "changed"


def _rename(session: Session, connection_id: int, records: Sequence[Record]) -> None:
    """Whoever renames a job or an item in the ERP does not untie it from ours: ids stay, names follow."""
    names = {(record.kind, record.erp_id): record.full_name for record in records}
    for project in session.scalars(select(Project).where(Project.connection_id == connection_id)):
        project.erp_job_name = names.get(("job", project.erp_job_id or ""), project.erp_job_name)
    for link in session.scalars(select(CostCodeLink).where(CostCodeLink.connection_id == connection_id)):
        link.erp_name = names.get(("item", link.erp_id or ""), link.erp_name)
    for type_link in session.scalars(select(CostTypeLink).where(CostTypeLink.connection_id == connection_id)):
        type_link.erp_name = names.get(("cost_type", type_link.erp_id), type_link.erp_name)


def keep(session: Session, connection_id: int, record: Record, row: ErpRecord | None = None) -> ErpRecord:
    """Store one record as it stands in the ERP."""
    if row is None:
        row = find(session, connection_id, record.kind, record.erp_id)
    if row is None:
        row = ErpRecord(connection_id=connection_id, kind=record.kind, erp_id=record.erp_id)
        session.add(row)
    row.name, row.full_name, row.active = record.name, record.full_name, record.active
    row.detail = dict(record.detail)
    row.read_at = clock.now()
    return row


def find(session: Session, connection_id: int, kind: str, erp_id: str) -> ErpRecord | None:
    """One record by the ERP's id."""
    return session.scalar(
        select(ErpRecord).where(
            ErpRecord.connection_id == connection_id, ErpRecord.kind == kind, ErpRecord.erp_id == erp_id
        )
    )


def listed(session: Session, connection_id: int, kind: str) -> list[ErpRecord]:
    """The active records of one kind, by full name."""
    return list(
        session.scalars(
            select(ErpRecord)
            .where(ErpRecord.connection_id == connection_id, ErpRecord.kind == kind, ErpRecord.active)
            .order_by(ErpRecord.full_name)
        )
    )


def number_of(row: ErpRecord | Record) -> str:
    """A job's number as people type it: what the connector says, else the ERP's own id."""
    return str(row.detail.get("number") or row.erp_id)


def as_record(row: ErpRecord) -> Record:
    """A stored record in the connectors' terms."""
    return Record(row.kind, row.erp_id, row.name, row.full_name, row.active, row.detail)

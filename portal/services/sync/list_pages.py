"""Step 2 for lists: pages of staged jobs, phases, cost codes and cost types become the records people link with."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.staging import StagedRecord
from portal.db.transactions import transaction
from portal.erp.contract import Connector, ReadsStaging, SyncItem
from portal.erp.registry import connector_for
from portal.services.exchange import connection_locks, erp_records, ties
from portal.services.sync import phases, run_notes, schedules, staging


def split(session: Session, connection_id: int, item: SyncItem) -> tuple[list[str], list[str]]:
    """The item's entities that are lists of the ERP's own, and those that belong to a job's costs.

    The connector knows: a record it makes no list entry of counts for its job.
    """
    connector = reading_connector(session.get_one(ErpConnection, connection_id))
    listed: list[str] = []
    of_jobs: list[str] = []
    for entity in item.entities:
        sample = session.scalar(
            select(StagedRecord)
            .where(StagedRecord.connection_id == connection_id, StagedRecord.entity == entity)
            .limit(1)
        )
        if sample is not None:
            (listed if connector.lists([staging.as_staged(sample)]) else of_jobs).append(entity)
    return listed, of_jobs


def take(
    run_id: int, connection_id: int, item: str, entities: Sequence[str], limit: int, *, moves: bool
) -> None:
    """Take over what changed since the item's cursor, up to Version `limit`, page by page; `moves`: the cursor too."""
    after = None
    while entities and (after is None or after < limit):
        with transaction() as session:
            connection_locks.lock(session, connection_id)
            row = schedules.row_of(session, connection_id, item)
            page = staging.changed_since(session, connection_id, entities, max(row.cursor, after or 0))
            page = [record for record in page if record.version <= limit]
            if not page:
                return
            _take_page(session, run_id, connection_id, page)
            after = page[-1].version
            if moves:
                row.cursor = after


def _take_page(session: Session, run_id: int, connection_id: int, page: Sequence[StagedRecord]) -> None:
    connection = session.get_one(ErpConnection, connection_id)
    records = reading_connector(connection).lists([staging.as_staged(record) for record in page])
    counts = erp_records.take_over(session, connection, records)
    session.flush()
    phases.follow(session, connection, {record.job for record in page if record.job})
    run_notes.add(session, run_id, {**counts, "read": len(page)}, ties.tie_awaited(session, connection_id))


class NotStagedError(TypeError):
    """The connector's ERP is not read in two steps."""


def reading_connector(connection: ErpConnection) -> ReadsStaging:
    """The connection's connector as one that reads what an agent has staged. Raises NotStagedError."""
    connector: Connector = connector_for(connection.connector)
    if not isinstance(connector, ReadsStaging):
        raise NotStagedError(f"{connector.label} is asked directly.")
    return connector

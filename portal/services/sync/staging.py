"""The staging store: what an agent brought, under one increasing Version per connection, for who comes to read.

A batch is one transaction under the connection's lock, so that no reader who was given Version N ever misses a record
below it. Source: How does the hh2 synchronization client connect Procore to Sage 100 Contractor?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.staging import StagedBatch, StagedRecord
from portal.db.sync import SyncRun
from portal.erp.contract import Staged
from portal.services.exchange import connection_locks
from portal.services.sync import agent_runs, runs
from portal.services.sync.staged_writing import Tally, write

PAGE = 1000
"""So many records go over the wire or into one transaction at a time."""


class BatchConflictError(Exception):
    """The batch cannot be taken: its number belongs to another one, or its run is over. The text is a sentence."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One package of an agent. Records are dicts of Entity, ErpKey, ErpVersion, Job, IsArchived, Fields.

    `content_hash` stands for everything in it.
    """

    batch_id: str
    content_hash: str
    records: Sequence[Mapping[str, Any]]


def take(session: Session, connection_id: int, run_id: int, batch: Batch) -> dict[str, int]:
    """Stage a batch; returns Created, Changed, Unchanged, Archived and the Version reached.

    A batch that comes again gets its first answer and changes nothing. Raises BatchConflictError, NotFoundError.
    """
    connection_locks.lock(session, connection_id)
    known = _known(session, connection_id, batch.batch_id)
    if known is not None:
        if known.content_hash != batch.content_hash:
            raise BatchConflictError("A batch of this BatchId has brought other records. Give each its own.")
        return dict(known.answer)
    run = _running(session, connection_id, run_id)
    tally = write(session, run, batch.records, version_of(session, connection_id))
    answer = _answer(tally)
    session.add(
        StagedBatch(
            connection_id=connection_id,
            batch_id=batch.batch_id,
            content_hash=batch.content_hash,
            answer=answer,
            received_at=clock.now(),
        )
    )
    runs.add_counts(session, run.id, {word.lower(): count for word, count in answer.items()})
    run.version = tally.version
    return answer


def version_of(session: Session, connection_id: int) -> int:
    """The highest Version among the connection's records; 0 before the first."""
    return runs.version_reached(session, connection_id)


def changed_since(
    session: Session,
    connection_id: int,
    entities: Sequence[str] | None,
    version: int,
    limit: int = PAGE,
    offset: int = 0,
) -> list[StagedRecord]:
    """Records of a higher Version, ordered by it; `entities` None: of every kind. Archived ones are among them."""
    of_kind: list[ColumnElement[bool]] = [] if entities is None else [StagedRecord.entity.in_(entities)]
    return list(
        session.scalars(
            select(StagedRecord)
            .where(StagedRecord.connection_id == connection_id, StagedRecord.version > version, *of_kind)
            .order_by(StagedRecord.version)
            .limit(limit)
            .offset(offset)
        )
    )


def of_job(session: Session, connection_id: int, job: str) -> list[StagedRecord]:
    """Everything staged of one job that still stands in the ERP; the job's own record and company lists are not."""
    return list(
        session.scalars(
            select(StagedRecord)
            .where(
                StagedRecord.connection_id == connection_id,
                StagedRecord.job == job,
                StagedRecord.is_archived.is_(False),
            )
            .order_by(StagedRecord.entity, StagedRecord.version)
        )
    )


def as_staged(row: StagedRecord) -> Staged:
    """The record in the connector's words."""
    return Staged(row.entity, row.erp_key, row.version, row.fields, row.is_archived)


def _known(session: Session, connection_id: int, batch_id: str) -> StagedBatch | None:
    return session.scalar(
        select(StagedBatch).where(
            StagedBatch.connection_id == connection_id, StagedBatch.batch_id == batch_id
        )
    )


def _running(session: Session, connection_id: int, run_id: int) -> SyncRun:
    run = agent_runs.run_of(session, connection_id, run_id)
    if run.state != runs.RUNNING:
        raise BatchConflictError("This run is over. Begin another one.")
    return run


def _answer(tally: Tally) -> dict[str, int]:
    return {
        "Created": tally.created,
        "Changed": tally.changed,
        "Unchanged": tally.unchanged,
        "Archived": tally.archived,
        "Version": tally.version,
    }

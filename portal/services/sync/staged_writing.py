"""Writing one batch into the staging store: what is new, what changed, what is gone, and what was known already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.staging import StagedRecord
from portal.db.sync import SyncRun

Row = dict[str, Any]
_HELD = (
    StagedRecord.id,
    StagedRecord.entity,
    StagedRecord.erp_key,
    StagedRecord.erp_version,
    StagedRecord.is_archived,
    StagedRecord.fields,
    StagedRecord.job,
)


@dataclass(slots=True)
class Tally:
    """What a batch did; `version` is the highest one given out so far."""

    version: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    archived: int = 0


def write(session: Session, run: SyncRun, records: Sequence[Mapping[str, Any]], version: int) -> Tally:
    """Store the records of a batch, whose connection is locked, under Versions that follow `version`.

    A record that is held under the same ErpVersion is left alone. One that comes twice counts twice, the later wins.
    """
    held = _held(session, run.connection_id, records)
    tally, moments = Tally(version), (run.started_at or run.created_at, clock.now())
    touched: dict[tuple[str, str], Row] = {}
    for record in records:
        place = (str(record["Entity"]), str(record["ErpKey"]))
        before = held.get(place)
        if before is not None and _is_same(before, record):
            tally.unchanged += 1
            continue
        tally.version += 1
        held[place] = touched[place] = _row(run.connection_id, before, record, tally.version, moments)
        _count(tally, before, record)
    _store(session, list(touched.values()))
    return tally


def _held(
    session: Session, connection_id: int, records: Sequence[Mapping[str, Any]]
) -> dict[tuple[str, str], Row]:
    keys: dict[str, set[str]] = {}
    for record in records:
        keys.setdefault(record["Entity"], set()).add(record["ErpKey"])
    found: dict[tuple[str, str], Row] = {}
    for entity, wanted in keys.items():
        rows = session.execute(
            select(*_HELD).where(
                StagedRecord.connection_id == connection_id,
                StagedRecord.entity == entity,
                StagedRecord.erp_key.in_(wanted),
            )
        )
        found.update({(row["entity"], row["erp_key"]): dict(row) for row in rows.mappings()})
    return found


def _is_same(before: Row, record: Mapping[str, Any]) -> bool:
    archived = bool(record["IsArchived"])
    return before["is_archived"] is archived and (archived or before["erp_version"] == record["ErpVersion"])


def _row(
    connection_id: int,
    before: Row | None,
    record: Mapping[str, Any],
    version: int,
    moments: tuple[datetime, datetime],
) -> Row:
    """An archived record keeps what was known of it: whoever tells that it is gone need not repeat it."""
    known = before or {}
    row = {
        "connection_id": connection_id,
        "entity": record["Entity"],
        "erp_key": record["ErpKey"],
        "erp_version": record["ErpVersion"],
        "job": record["Job"] or known.get("job", ""),
        "version": version,
        "is_archived": bool(record["IsArchived"]),
        "fields": record["Fields"] or (known.get("fields", {}) if record["IsArchived"] else {}),
        "read_at": moments[0],
        "received_at": moments[1],
    }
    return {**row, "id": known["id"]} if "id" in known else row


def _count(tally: Tally, before: Row | None, record: Mapping[str, Any]) -> None:
    if record["IsArchived"]:
        tally.archived += 1
    elif before is None:
        tally.created += 1
    else:
        tally.changed += 1


def _store(session: Session, rows: Sequence[Row]) -> None:
    new = [row for row in rows if "id" not in row]
    known = [row for row in rows if "id" in row]
    if new:
        session.execute(insert(StagedRecord), new)
    if known:
        session.execute(update(StagedRecord), known)

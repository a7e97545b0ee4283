"""The end of every transaction that audits: number its events, chain them, write them, move the head.

The head's row is the last lock that any transaction takes, so that no two wait for each other. What the new rows
refer to is held before it: the database would otherwise ask for those locks while it already has the head.
"""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.db.audit import AuditEvent, AuditHead
from portal.db.people import Person
from portal.db.projects import Project
from portal.domain.audit_chain import Entry, Head
from portal.domain.audit_chain import append as chained


def append(session: Session, events: list[dict[str, Any]]) -> None:
    """Write `events` (the columns of an audit row but number and hash) behind the chain's end, in their order."""
    if not events:
        return
    _hold(session, Person, {event["actor_id"] for event in events})
    _hold(session, Project, {event["project_id"] for event in events})
    head = locked_head(session)
    entries = (Entry(sequence=head.count + n, **event) for n, event in enumerate(events, 1))
    links = list(chained(entries, head))
    rows = [
        {**event, "sequence": link.entry.sequence, "hash": link.hash}
        for event, link in zip(events, links, strict=True)
    ]
    session.execute(insert(AuditEvent), rows)
    session.execute(update(AuditHead).values(count=links[-1].entry.sequence, hash=links[-1].hash))


def locked_head(session: Session) -> Head:
    """The head, held until the transaction ends. SQLite holds the whole file already.

    Raises LookupError when somebody has removed it: nothing may be done unaudited.
    """
    found = session.execute(select(AuditHead.count, AuditHead.hash).with_for_update()).one_or_none()
    if found is None:
        raise LookupError("The audit has lost its head. Run `portal verify`, then restore a backup.")
    return Head(*found)


def _hold(session: Session, table: type[Person | Project], numbers: set[int | None]) -> None:
    """Keep the rows from being removed, in one order for everybody; only PostgreSQL needs it said."""
    wanted = sorted(number for number in numbers if number is not None)
    if wanted and session.get_bind().dialect.name == "postgresql":
        rows = select(table.id).where(table.id.in_(wanted)).order_by(table.id)
        session.execute(rows.with_for_update(read=True, key_share=True))

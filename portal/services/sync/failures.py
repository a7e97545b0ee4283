"""What went wrong at the ERP, row by row, in its own words, for whoever asks after an operation.

Source: the failure events of hh2's public clients.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.staging import SyncFailure

PAGE = 1000


def note(
    session: Session, connection_id: int, operation_id: str, message: str, record: tuple[str, str] = ("", "")
) -> None:
    """Keep one failure. `record` is its entity and ERP key, where it concerns one."""
    session.add(
        SyncFailure(
            connection_id=connection_id,
            operation_id=operation_id,
            entity=record[0],
            erp_key=record[1],
            message=message,
            at=clock.now(),
        )
    )


def listed(session: Session, connection_id: int, operation_id: str = "", after: int = 0) -> list[SyncFailure]:
    """The connection's failures with a row number above `after`, oldest first; of one operation, where it is named."""
    wanted = select(SyncFailure).where(SyncFailure.connection_id == connection_id, SyncFailure.id > after)
    if operation_id:
        wanted = wanted.where(SyncFailure.operation_id == operation_id)
    return list(session.scalars(wanted.order_by(SyncFailure.id).limit(PAGE)))

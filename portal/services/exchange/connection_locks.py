"""One connection, one queue: whoever changes what waits or what is staged for it holds its row."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection


def lock(session: Session, connection_id: int) -> ErpConnection:
    """The connection, alone until the end of the transaction. Rows that refer to it are not held up."""
    return session.scalars(
        select(ErpConnection)
        .where(ErpConnection.id == connection_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()

"""The audit's end as it stands now: what the daily mail and every backup keep outside the database."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.audit import AuditHead
from portal.domain.audit_chain import Head


def head(session: Session) -> Head:
    """How many entries there are, and the hash of the last one; nothing at all where the head was removed."""
    found = session.execute(select(AuditHead.count, AuditHead.hash)).one_or_none()
    return Head(*found) if found is not None else Head(0, "")

"""Putting a request for the ERP in the durable queue: one row, and the bell of the job `erp_push`."""

import secrets
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpRequest
from portal.db.transactions import ring_later

ERP_QUEUE = "erp"
PUSH_JOB = "portal.jobs.erp_push.run"


def put(
    session: Session,
    kind: str,
    connection_id: int,
    *,
    requested_by: int | None,
    project_id: int | None = None,
    submission_id: int | None = None,
    business_key: str = "",
    payload: dict[str, Any] | None = None,
) -> int:
    """Add the request and ring; returns its row number.

    A `business_key` is unique for ever and makes a second order of the same act impossible; without one the act may
    be ordered again (a reading, a list).
    """
    now = clock.now()
    request = ErpRequest(
        connection_id=connection_id,
        kind=kind,
        business_key=business_key or f"{kind}:{connection_id}:{secrets.token_hex(11)}",
        submission_id=submission_id,
        project_id=project_id,
        payload=payload or {},
        not_before=now,
        created_at=now,
        requested_by=requested_by,
    )
    session.add(request)
    session.flush()
    ring(session, request)
    return request.id


def ring(session: Session, request: ErpRequest) -> None:
    """Ring for a request that is due (again); a lost bell only delays it."""
    ring_later(session, ERP_QUEUE, PUSH_JOB, request.id)

"""Beginning what a schedule says is due: readings of an ERP that is asked directly, step 2 of one with an agent."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.sync import SyncRun
from portal.db.transactions import ring_later
from portal.services.budget_facts import policy_of
from portal.services.exchange.request_queue import ERP_QUEUE
from portal.services.sync import direct_runs, runs

SCHEDULE = "schedule"
ORDERED = (SCHEDULE, runs.ON_DEMAND)
"""Triggers of runs that the portal itself puts down; the others are told by an agent."""


def begin(session: Session, connection: ErpConnection, items: Sequence[str]) -> SyncRun:
    """Begin these items in the transaction that took their slots."""
    if is_staged(connection):
        return order_step_two(session, connection, items, SCHEDULE, None)
    return direct_runs.begin(session, connection, items, SCHEDULE, None)


def order_step_two(
    session: Session,
    connection: ErpConnection,
    items: Sequence[str],
    trigger: str,
    person_id: int | None,
) -> SyncRun:
    """Put a run of step 2 down and ring for it; a lost bell only delays it."""
    run = SyncRun(
        connection_id=connection.id,
        step=runs.STEP_TWO,
        trigger=trigger,
        wish={"items": list(items)},
        requested_by=person_id,
        created_at=clock.now(),
    )
    session.add(run)
    session.flush()
    ring_later(session, ERP_QUEUE, runs.ON_DEMAND_JOB, run.id)
    return run


def is_staged(connection: ErpConnection) -> bool:
    """Whether the connection's ERP is read in two steps."""
    policy = policy_of(connection)
    return policy is not None and policy.staged

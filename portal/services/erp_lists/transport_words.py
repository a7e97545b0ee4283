"""What a waiting request waits for, in words: who calls next, when they last called, how to hurry them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.exchange.export_requests import EXPORT
from portal.services.exchange.readings import OPEN_STATES


def waits_for(session: Session, connection: ErpConnection | None, budget: Budget) -> str:
    """The sentence beside a budget whose export is queued; empty when none is. A reading has its own fragment."""
    if connection is None:
        return ""
    open_one = select(ErpRequest.id).where(
        ErpRequest.project_id == budget.project_id,
        ErpRequest.kind == EXPORT,
        ErpRequest.state.in_(OPEN_STATES),
    )
    if session.scalar(open_one.limit(1)) is None:
        return ""
    return call_sentence(session, connection)


def call_sentence(session: Session, connection: ErpConnection, *, hurries: bool = True) -> str:
    """`Waiting for the QuickBooks Web Connector, last call today 08:56. …`: honest about who must call.

    `hurries` adds how to make them call sooner; it is left out where the reader has done just that.
    """
    connector = connector_for(connection.connector)
    last = (
        f"last call {clock.say_when(connection.last_contact_at, company(session).timezone)}"
        if connection.last_contact_at
        else "which has never called"
    )
    hurry = getattr(connector, "hurry", "") if hurries else ""
    return f"Waiting for the {connector.transport}, {last}. {hurry}".strip()

"""Asking an ERP for its own lists on a person's word. Source: On-demand sync (Refresh Job List, Sync Cost Codes)."""

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.exchange.readings import order_lists
from portal.services.intentions import NotFoundError


def refresh(actor: Actor, connection_id: int) -> int:
    """Order a reading of jobs, items and accounts, or join one that waits; returns its row number."""
    with transaction() as session:
        require(Action.REFRESH_ERP_LISTS, actor, CompanyFacts())
        connection = existing(session, connection_id)
        request_id = order_lists(session, connection.id, actor.id)
        subject = audit.Subject("connection", connection.id)
        note = audit.Note(detail={"request": request_id})
        audit.record(session, Action.REFRESH_ERP_LISTS, actor, subject, note)
        return request_id


def existing(session: Session, connection_id: int) -> ErpConnection:
    """The connection of this row number. Raises NotFoundError."""
    connection = session.get(ErpConnection, connection_id)
    if connection is None:
        raise NotFoundError("There is no such connection.")
    return connection

"""Asking an ERP for its own lists on a person's word. Source: On-demand sync (Refresh Job List, Sync Cost Codes)."""

from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.exchange.readings import order_lists
from portal.services.intentions import NotFoundError
from portal.services.sync import list_pages, on_demand, scheduled_runs, schedules


def refresh(actor: Actor, connection_id: int) -> int:
    """Order a reading of jobs, items and accounts, or join one that waits; returns its row number.

    With a sync agent it is step 2 of the lists, and the row number of that run.
    """
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.REFRESH_ERP_LISTS, actor, CompanyFacts())
        connection = existing(session, connection_id)
        detail = _order(session, connection, actor.id)
        subject = audit.Subject("connection", connection.id)
        audit.record(session, Action.REFRESH_ERP_LISTS, actor, subject, audit.Note(detail=dict(detail)))
        return next(iter(detail.values()))


def _order(session: Session, connection: ErpConnection, person_id: int | None) -> dict[str, int]:
    if not scheduled_runs.is_staged(connection):
        return {"request": order_lists(session, connection.id, person_id)}
    items = [
        item.slug
        for item in schedules.items_of(connection)
        if not list_pages.split(session, connection.id, item)[1]
    ]
    return {"run": on_demand.order_items(session, connection, items, person_id).id}


def existing(session: Session, connection_id: int) -> ErpConnection:
    """The connection of this row number. Raises NotFoundError."""
    connection = session.get(ErpConnection, connection_id)
    if connection is None:
        raise NotFoundError("There is no such connection.")
    return connection

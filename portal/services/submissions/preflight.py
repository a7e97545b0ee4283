"""What the ERP could not hold, found before anything is sent: the connector looks at the very task."""

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.domain.denials import Denial
from portal.erp.registry import connector_for
from portal.services.exchange.exports import task_now


def limit_problems(session: Session, budget: Budget) -> tuple[Denial, ...]:
    """Guards G5 and G9: one sentence per line or field that does not fit; nothing without a connection."""
    project = session.get_one(Project, budget.project_id)
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    if connection is None:
        return ()
    return tuple(connector_for(connection.connector).problems(task_now(session, budget)))

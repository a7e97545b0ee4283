"""Storing what came back from the ERP, and asking whether it proves the last export (Q6)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest, ErpStep
from portal.db.job_costs import JobCostReading
from portal.db.projects import Project
from portal.domain.people import Actor
from portal.domain.vocabulary import RequestState
from portal.erp.contract import JobCostsRead
from portal.services.job_costs import proving, readings_kept

READINGS_KEPT = readings_kept.READINGS_KEPT


def store(session: Session, request: ErpRequest, result: JobCostsRead, actor: Actor) -> JobCostReading:
    """What an ERP answered that was asked directly; see `store_reading`."""
    project = session.get_one(Project, request.project_id)
    connection = session.get_one(ErpConnection, request.connection_id)
    return store_reading(session, project, connection, result, _first_asked(session, request), actor)


def store_reading(
    session: Session,
    project: Project,
    connection: ErpConnection,
    result: JobCostsRead,
    asked_at: datetime,
    actor: Actor,
) -> JobCostReading:
    """Make `result` the project's current reading, and let it open the budget when it proves the export.

    `asked_at` is the moment from which on everything at the ERP is in it: an older export is, a newer one is not. The
    same content again makes the reading newer and adds no rows. Source: Export a Procore Budget to Sage 100.
    """
    reading = readings_kept.keep(session, project, connection, result, asked_at)
    budget = session.scalar(select(Budget).where(Budget.project_id == project.id))
    if budget is not None:
        budget.last_synced_at = reading.read_at
        proving.ask(session, budget, reading, actor)
    return reading


def _first_asked(session: Session, request: ErpRequest) -> datetime:
    """When the first question that was answered left the house: an older export is in it, a newer one is not."""
    asked: datetime | None = session.scalar(
        select(ErpStep.handed_out_at)
        .where(ErpStep.request_id == request.id, ErpStep.state == RequestState.SUCCEEDED.value)
        .order_by(ErpStep.id)
        .limit(1)
    )
    return asked or request.created_at

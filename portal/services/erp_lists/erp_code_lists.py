"""Which cost codes an ERP has, which it still needs, and which it is asked to create now."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.exchange import CostCodeLink, ErpRequest
from portal.db.people import Person
from portal.db.projects import CostCode, Division, Project
from portal.domain.vocabulary import RequestState
from portal.services.exchange.readings import OPEN_STATES
from portal.services.exchange.tasks import CREATE_CODES

PAGE = 100


def missing(session: Session, connection_id: int, page: int) -> Sequence[Any]:
    """Active codes that the ERP does not have and is not asked for; those that budgets use come first."""
    statement = _missing(session, connection_id).offset((page - 1) * PAGE).limit(PAGE)
    return session.execute(statement).all()


def missing_codes(session: Session, connection_id: int) -> Sequence[Any]:
    """All missing codes, not only a page of them."""
    return session.execute(_missing(session, connection_id)).all()


def missing_ids(session: Session, connection_id: int, *, only_used: bool) -> list[int]:
    """The row numbers of all missing codes, or of those that budgets of this connection use."""
    return [row.id for row in missing_codes(session, connection_id) if row.used or not only_used]


def count_missing(session: Session, connection_id: int) -> tuple[int, int]:
    """How many codes are missing, and how many of them budgets use."""
    rows = _missing(session, connection_id).order_by(None).subquery()
    every, used = session.execute(select(func.count(), func.count(rows.c.used)).select_from(rows)).one()
    return every, used


def synced(session: Session, connection_id: int, page: int) -> Sequence[Any]:
    """Codes and their records in the ERP, by code."""
    statement = (
        select(
            CostCode.id,
            CostCode.code,
            CostCode.name,
            CostCodeLink.erp_name,
            CostCodeLink.accepted_at,
            Person.name.label("who"),
        )
        .join(CostCodeLink, CostCodeLink.cost_code_id == CostCode.id)
        .outerjoin(Person, Person.id == CostCodeLink.accepted_by)
        .where(CostCodeLink.connection_id == connection_id, CostCodeLink.erp_id.is_not(None))
        .order_by(CostCode.code)
    )
    return session.execute(statement.offset((page - 1) * PAGE).limit(PAGE)).all()


def count_synced(session: Session, connection_id: int) -> int:
    """How many codes the ERP has."""
    return session.scalar(select(func.count()).select_from(_linked_ids(connection_id).subquery())) or 0


def ordered_ids(session: Session, connection_id: int) -> set[int]:
    """Codes whose creation is under way."""
    rows = session.scalars(
        select(ErpRequest.payload).where(*_orders(connection_id), ErpRequest.state.in_(OPEN_STATES))
    )
    return {code_id for payload in rows for code_id in payload["cost_code_ids"]}


def last_failure(session: Session, connection_id: int) -> ErpRequest | None:
    """The newest order, when it was refused and some of its codes are still missing."""
    request = session.scalar(
        select(ErpRequest).where(*_orders(connection_id)).order_by(ErpRequest.id.desc()).limit(1)
    )
    if request is None or request.state not in {
        RequestState.FAILED.value,
        RequestState.NEEDS_PERSON.value,
    }:
        return None
    linked = set(session.scalars(_linked_ids(connection_id)))
    return request if set(request.payload["cost_code_ids"]) - linked else None


def by_ids(session: Session, ids: Sequence[int]) -> list[CostCode]:
    """Active codes of these row numbers, by code."""
    return list(
        session.scalars(select(CostCode).where(CostCode.id.in_(ids), CostCode.active).order_by(CostCode.code))
    )


def _missing(session: Session, connection_id: int) -> Any:
    used = _used_on(connection_id)
    return (
        select(CostCode.id, CostCode.code, CostCode.name, Division.name.label("division"), used.c.used)
        .join(Division, Division.id == CostCode.division_id)
        .outerjoin(used, used.c.cost_code_id == CostCode.id)
        .where(
            CostCode.active,
            CostCode.id.not_in(_linked_ids(connection_id)),
            CostCode.id.not_in(ordered_ids(session, connection_id)),
        )
        .order_by(used.c.used.is_(None), CostCode.code)
    )


def _used_on(connection_id: int) -> Subquery:
    """By cost code: on how many budgets of this connection a line uses it."""
    return (
        select(BudgetLine.cost_code_id, func.count(BudgetLine.budget_id.distinct()).label("used"))
        .join(Budget, Budget.id == BudgetLine.budget_id)
        .join(Project, Project.id == Budget.project_id)
        .where(Project.connection_id == connection_id, BudgetLine.deleted_at.is_(None))
        .group_by(BudgetLine.cost_code_id)
        .subquery()
    )


def _linked_ids(connection_id: int) -> Select[int]:
    return select(CostCodeLink.cost_code_id).where(
        CostCodeLink.connection_id == connection_id, CostCodeLink.erp_id.is_not(None)
    )


def _orders(connection_id: int) -> tuple[Any, ...]:
    return (ErpRequest.connection_id == connection_id, ErpRequest.kind == CREATE_CODES)

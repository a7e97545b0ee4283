"""The pieces that every query of budget lines shares: what modifications moved, and which lines are shown."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, func, or_, select, union_all

from portal.db.budgets import BudgetLine, BudgetModification
from portal.db.job_costs import JobCostRow
from portal.db.projects import CostCode, CostType, SubJob

SHOWS = ("all", "changed", "budgeted")
"""Every living line; those not in the ERP yet or moved by a modification; those with an amount."""


LINES, MOVES = BudgetLine.__table__, BudgetModification.__table__
CODES, TYPES, SUB_JOBS = CostCode.__table__, CostType.__table__, SubJob.__table__
COSTS = JobCostRow.__table__
"""Tables without the mapper: the ledger's rows are tuples, thousands of them."""


def _side(line: ColumnElement[int | None], sign: int) -> Any:
    return select(line.label("line_id"), (MOVES.c.amount_cents * sign).label("cents")).where(
        MOVES.c.budget_id == bindparam("budget"), line.is_not(None)
    )


def _moved() -> Any:
    sides = union_all(_side(MOVES.c.from_line_id, -1), _side(MOVES.c.to_line_id, 1)).subquery()
    net = cast(func.sum(sides.c.cents), BigInteger)  # PostgreSQL's sum of whole numbers is a numeric
    return select(sides.c.line_id, net.label("cents")).group_by(sides.c.line_id).subquery("moved")


MOVED = _moved()
"""Subquery `line_id`, `cents`: what modifications take from or give to each line of `:budget`, net."""


def shown(statement: Any, show: str) -> Any:
    """Narrow a query of lines, joined with `MOVED`, to the living ones of `:budget` that `show` selects."""
    statement = statement.where(LINES.c.budget_id == bindparam("budget"), LINES.c.deleted_at.is_(None))
    if show == "changed":
        statement = statement.where(
            or_(
                LINES.c.exported_cents.is_(None),
                LINES.c.exported_cents != LINES.c.original_cents,
                MOVED.c.line_id.is_not(None),
            )
        )
    elif show == "budgeted":
        statement = statement.where(LINES.c.original_cents + func.coalesce(MOVED.c.cents, 0) != 0)
    return statement


def with_moved(statement: Any) -> Any:
    """Join what modifications moved."""
    return statement.outerjoin(MOVED, MOVED.c.line_id == LINES.c.id)

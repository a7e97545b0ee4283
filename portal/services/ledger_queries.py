"""The pieces that every query of budget lines shares: what modifications moved, and which lines are shown."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, union_all

from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.db.job_costs import JobCostRow
from portal.db.projects import CostCode, CostType, SubJob

SHOWS = ("all", "changed", "budgeted")
"""Every living line; those not in the ERP yet or moved by a modification; those with an amount."""


LINES, MOVES = BudgetLine.__table__, BudgetModification.__table__
CODES, TYPES, SUB_JOBS = CostCode.__table__, CostType.__table__, SubJob.__table__
COSTS = JobCostRow.__table__
"""Tables without the mapper: the ledger's rows are tuples, thousands of them."""


def moved_by_line(budget: Budget) -> Any:
    """Subquery `line_id`, `cents`: what modifications take from or give to each line, net."""
    sides = union_all(
        _side(budget, MOVES.c.from_line_id, -1), _side(budget, MOVES.c.to_line_id, 1)
    ).subquery()
    return (
        select(sides.c.line_id, func.sum(sides.c.cents).label("cents"))
        .group_by(sides.c.line_id)
        .subquery("moved")
    )


def _side(budget: Budget, line: ColumnElement[int | None], sign: int) -> Any:
    return select(line.label("line_id"), (MOVES.c.amount_cents * sign).label("cents")).where(
        MOVES.c.budget_id == budget.id, line.is_not(None)
    )


def shown(statement: Any, budget: Budget, moved: Any, show: str) -> Any:
    """Narrow a query of lines, joined with `moved`, to the living ones that `show` selects."""
    statement = statement.where(LINES.c.budget_id == budget.id, LINES.c.deleted_at.is_(None))
    if show == "changed":
        statement = statement.where(
            or_(
                LINES.c.exported_cents.is_(None),
                LINES.c.exported_cents != LINES.c.original_cents,
                moved.c.line_id.is_not(None),
            )
        )
    elif show == "budgeted":
        statement = statement.where(LINES.c.original_cents + func.coalesce(moved.c.cents, 0) != 0)
    return statement

"""The pieces that every query of budget lines shares: what modifications moved, and which lines are shown."""

from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from portal.db.budgets import Budget, BudgetLine, BudgetModification

SHOWS = ("all", "changed", "budgeted")
"""Every living line; those not in the ERP yet or moved by a modification; those with an amount."""


def moved_by_line(budget: Budget) -> Any:
    """Subquery `line_id`, `cents`: what modifications take from or give to each line, net."""
    sides = union_all(
        _side(budget, BudgetModification.from_line_id, -1), _side(budget, BudgetModification.to_line_id, 1)
    ).subquery()
    return (
        select(sides.c.line_id, func.sum(sides.c.cents).label("cents"))
        .group_by(sides.c.line_id)
        .subquery("moved")
    )


def _side(budget: Budget, line: InstrumentedAttribute[int | None], sign: int) -> Any:
    return select(line.label("line_id"), (BudgetModification.amount_cents * sign).label("cents")).where(
        BudgetModification.budget_id == budget.id, line.is_not(None)
    )


def shown(statement: Any, budget: Budget, moved: Any, show: str) -> Any:
    """Narrow a query of lines, joined with `moved`, to the living ones that `show` selects."""
    statement = statement.where(BudgetLine.budget_id == budget.id, BudgetLine.deleted_at.is_(None))
    if show == "changed":
        statement = statement.where(
            or_(
                BudgetLine.exported_cents.is_(None),
                BudgetLine.exported_cents != BudgetLine.original_cents,
                moved.c.line_id.is_not(None),
            )
        )
    elif show == "budgeted":
        statement = statement.where(BudgetLine.original_cents + func.coalesce(moved.c.cents, 0) != 0)
    return statement

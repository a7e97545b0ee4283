"""Asking the company's settings about one modification at the door where it is created, changed or deleted."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine, BudgetModification
from portal.db.projects import CostCode, CostType
from portal.domain.modification_checks import BelowZero, Move, below_zero, refusal, unbalanced, warning
from portal.services.company import budget_settings
from portal.services.intentions import InputError

Sides = tuple[int | None, int | None, int]
"""The line that gives, the line that receives, and the cents."""
NOTHING: Sides = (None, None, 0)


def check(session: Session, budget: Budget, was: Sides, will: Sides) -> tuple[Move, ...]:
    """The lines that this change takes below zero, where that is taken.

    `was` is the modification as it stands (NOTHING for a new one), `will` what it is to be (NOTHING: deleted). Raises
    InputError naming the line and the amount where the company refuses it.
    """
    settings = budget_settings.read(session)
    if settings.net_zero and will != NOTHING:
        _ask_both_sides(session, will)
    if settings.below_zero is BelowZero.ALLOW:
        return ()
    low = below_zero(_moves(session, budget, was, will))
    if low and settings.below_zero is BelowZero.REFUSE:
        raise InputError("amount", refusal(low))
    return low


def warning_after(session: Session, modification_id: int) -> str:
    """What to tell whoever just saved it; empty when no line stands below zero or nobody wants to know."""
    if budget_settings.read(session).below_zero is not BelowZero.WARN:
        return ""
    modification = session.get_one(BudgetModification, modification_id)
    budget = session.get_one(Budget, modification.budget_id)
    sides = (modification.from_line_id, modification.to_line_id, modification.amount_cents)
    stands = _stands(session, budget, [line for line in sides[:2] if line])
    moved = _moved(sides, 1)
    low = below_zero(
        Move(line, _label(session, line), cents - moved[line], cents) for line, cents in stands.items()
    )
    return warning(low) if low else ""


def _ask_both_sides(session: Session, will: Sides) -> None:
    giver, taker, cents = will
    names = [_label(session, line) if line else None for line in (giver, taker)]
    if sentence := unbalanced(names[0], names[1], cents):
        raise InputError("to_line" if taker is None else "from_line", sentence)


def _moves(session: Session, budget: Budget, was: Sides, will: Sides) -> list[Move]:
    """Every line that either form of it touches, before and after."""
    change = _moved(was, -1)
    change.update(_moved(will, 1))
    stands = _stands(session, budget, list(change))
    return [
        Move(line, _label(session, line), cents, cents + change[line])
        for line, cents in sorted(stands.items())
        if change[line]
    ]


def _moved(sides: Sides, sign: int) -> Counter[int]:
    giver, taker, cents = sides
    moved: Counter[int] = Counter()
    for line, change in ((giver, -cents), (taker, cents)):
        if line is not None:
            moved[line] += sign * change
    return moved


def _stands(session: Session, budget: Budget, lines: list[int]) -> dict[int, int]:
    """The revised amount of each line: original plus what every modification moved, in cents."""
    rows = session.execute(
        select(BudgetLine.id, BudgetLine.original_cents).where(
            BudgetLine.budget_id == budget.id, BudgetLine.id.in_(lines)
        )
    )
    stands = Counter(dict(iter(rows)))
    for side, sign in ((BudgetModification.from_line_id, -1), (BudgetModification.to_line_id, 1)):
        moved = session.execute(
            select(side, func.sum(BudgetModification.amount_cents))
            .where(BudgetModification.budget_id == budget.id, side.in_(lines))
            .group_by(side)
        )
        for line, cents in moved:
            if line is not None:
                stands[line] += sign * int(cents)
    return stands


def _label(session: Session, line_id: int) -> str:
    code, description, kind = session.execute(
        select(CostCode.code, BudgetLine.description, CostType.code)
        .select_from(BudgetLine)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .join(CostType, CostType.id == BudgetLine.cost_type_id)
        .where(BudgetLine.id == line_id)
    ).one()
    return f"{code} {description}, {kind}"

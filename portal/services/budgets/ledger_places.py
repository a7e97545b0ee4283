"""Where a part of the ledger begins: positions by key, so that the last part costs no more than the first."""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.services.budgets.ledger_queries import CODES, LINES, shown, with_moved

PART = 100
ORDER = (LINES.c.sort_key, LINES.c.id)
BEYOND = or_(
    LINES.c.sort_key > bindparam("key"),
    and_(LINES.c.sort_key == bindparam("key"), LINES.c.id > bindparam("line")),
)
"""Behind the line with `:key` and number `:line`, in reading order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which part to read: after a line, or the one that holds a line; neither: from the start. `whole`: no end."""

    after: int | None = None
    holding: int | None = None
    whole: bool = False


class Mark(NamedTuple):
    """A line as a place: what orders it, and its division."""

    sort_key: str
    id: int
    division_id: int


def start(session: Session, budget: Budget, show: str, place: Place) -> Mark | None:
    """The line after which the part begins; None for the beginning, also when the line asked for is gone."""
    if place.after is not None:
        return _mark(session, budget, place.after)
    held = _mark(session, budget, place.holding) if place.holding is not None and not place.whole else None
    if held is None:
        return None
    position = ahead(session, budget, show, held) - 1
    if position < PART:
        return None
    last_before = position // PART * PART - 1
    row = session.execute(_nth(show).offset(last_before), {"budget": budget.id}).first()
    return Mark(*row) if row else None


def ahead(session: Session, budget: Budget, show: str, mark: Mark | None) -> int:
    """How many of the selected lines stand up to and including `mark`."""
    if mark is None:
        return 0
    given = {"budget": budget.id, "key": mark.sort_key, "line": mark.id}
    return session.scalar(_count_ahead(show), given) or 0


def _mark(session: Session, budget: Budget, line_id: int) -> Mark | None:
    row = session.execute(_ONE, {"line": line_id, "budget": budget.id}).first()
    return Mark(*row) if row else None


_MARKS = select(*ORDER, CODES.c.division_id).join(CODES, CODES.c.id == LINES.c.cost_code_id)
_ONE = _MARKS.where(LINES.c.id == bindparam("line"), LINES.c.budget_id == bindparam("budget"))


@cache
def _nth(show: str) -> Any:
    return shown(with_moved(_MARKS), show).order_by(*ORDER).limit(1)


@cache
def _count_ahead(show: str) -> Any:
    return shown(with_moved(select(func.count()).select_from(LINES)), show).where(~BEYOND)

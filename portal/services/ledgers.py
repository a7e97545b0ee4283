"""The lines of a budget as the page shows them: a part of 100 in reading order, or all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.projects import Division
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.vocabulary import Phase
from portal.services.intentions import NotFoundError
from portal.services.ledger_queries import CODES, LINES, SUB_JOBS, TYPES, moved_by_line, shown

PART = 100


class LedgerLine(NamedTuple):
    """One line. Amounts in cents; `moved` is None without a modification."""

    id: int
    division_id: int
    code: str
    description: str
    cost_type_code: str
    cost_type: str
    sub_job: str | None
    original: int
    moved: int | None
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive lines. `before`: how many stand ahead of the first; `more`: whether others follow the last."""

    lines: Sequence[LedgerLine]
    before: int
    more: bool
    carried_division: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Which part to read: after a line, or the one that holds a line; neither: from the start. `whole`: no end."""

    after: int | None = None
    holding: int | None = None
    whole: bool = False


def read_part(session: Session, budget: Budget, show: str, place: Place) -> Part:
    """The lines at `place` among those that `show` selects. A line that is gone counts as the start."""
    moved = moved_by_line(budget)
    statement = shown(_lines(moved), budget, moved, show).order_by(LINES.c.sort_key, LINES.c.id)
    start = _start(session, budget, show, place)
    if start is not None:
        statement = statement.where(_beyond(start))
    if not place.whole:
        statement = statement.limit(PART + 1)
    rows = [LedgerLine(*row) for row in session.execute(statement).all()]
    more = not place.whole and len(rows) > PART
    return Part(
        rows[:PART] if more else rows,
        _ahead(session, budget, show, start),
        more,
        start.division_id if start is not None and place.after is not None else None,
    )


def read_one(session: Session, budget: Budget, line_id: int) -> LedgerLine:
    """A single living line. Raises NotFoundError for another budget's."""
    moved = moved_by_line(budget)
    row = session.execute(shown(_lines(moved), budget, moved, "all").where(LINES.c.id == line_id)).first()
    if row is None:
        raise NotFoundError("There is no such line in this budget.")
    return LedgerLine(*row)


def divisions(session: Session) -> dict[int, tuple[str, str]]:
    """Number and name of each division, by row number."""
    return {
        key: (code, name)
        for key, code, name in session.execute(select(Division.id, Division.code, Division.name))
    }


def on_its_way(session: Session, budget: Budget, lines: Sequence[LedgerLine]) -> frozenset[int]:
    """Lines that the submission under way changes. Of a first export every line is, so none is marked."""
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    if submission is None or submission.is_first or budget.phase == Phase.NONE.value:
        return frozenset()
    return frozenset(
        session.scalars(
            select(BudgetTransaction.line_id).where(BudgetTransaction.submission_id == submission.id)
        )
    ).intersection(line.id for line in lines)


def _lines(moved: Any) -> Any:
    return (
        select(
            LINES.c.id,
            CODES.c.division_id,
            CODES.c.code,
            LINES.c.description,
            TYPES.c.code,
            TYPES.c.name,
            SUB_JOBS.c.name,
            LINES.c.original_cents,
            moved.c.cents,
            LINES.c.is_partial,
        )
        .join(CODES, CODES.c.id == LINES.c.cost_code_id)
        .join(TYPES, TYPES.c.id == LINES.c.cost_type_id)
        .outerjoin(SUB_JOBS, SUB_JOBS.c.id == LINES.c.sub_job_id)
        .outerjoin(moved, moved.c.line_id == LINES.c.id)
    )


class _Mark(NamedTuple):
    sort_key: str
    id: int
    division_id: int


def _start(session: Session, budget: Budget, show: str, place: Place) -> _Mark | None:
    """The line after which the part begins; None for the beginning."""
    if place.after is not None:
        return _mark(session, budget, place.after)
    held = _mark(session, budget, place.holding) if place.holding is not None and not place.whole else None
    if held is None:
        return None
    position = _ahead(session, budget, show, held) - 1
    if position < PART:
        return None
    moved = moved_by_line(budget)
    statement = shown(
        select(LINES.c.sort_key, LINES.c.id, CODES.c.division_id)
        .join(CODES, CODES.c.id == LINES.c.cost_code_id)
        .outerjoin(moved, moved.c.line_id == LINES.c.id),
        budget,
        moved,
        show,
    )
    last_before = position // PART * PART - 1
    ordered = statement.order_by(LINES.c.sort_key, LINES.c.id)
    row = session.execute(ordered.offset(last_before).limit(1)).first()
    return _Mark(*row) if row else None


def _mark(session: Session, budget: Budget, line_id: int) -> _Mark | None:
    row = session.execute(
        select(LINES.c.sort_key, LINES.c.id, CODES.c.division_id)
        .join(CODES, CODES.c.id == LINES.c.cost_code_id)
        .where(LINES.c.id == line_id, LINES.c.budget_id == budget.id)
    ).first()
    return _Mark(*row) if row else None


def _beyond(mark: _Mark) -> Any:
    return or_(
        LINES.c.sort_key > mark.sort_key,
        and_(LINES.c.sort_key == mark.sort_key, LINES.c.id > mark.id),
    )


def _ahead(session: Session, budget: Budget, show: str, mark: _Mark | None) -> int:
    """How many of the selected lines stand up to and including `mark`."""
    if mark is None:
        return 0
    moved = moved_by_line(budget)
    statement = select(func.count()).select_from(LINES)
    if show != "all":
        statement = statement.outerjoin(moved, moved.c.line_id == LINES.c.id)
    return session.scalar(shown(statement, budget, moved, show).where(~_beyond(mark))) or 0

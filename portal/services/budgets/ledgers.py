"""The lines of a budget as the page shows them: a part of 100 in reading order, or all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.projects import Division
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.vocabulary import Phase
from portal.services.budgets.ledger_places import BEYOND, ORDER, PART, Place, ahead, start
from portal.services.budgets.ledger_queries import CODES, LINES, MOVED, SUB_JOBS, TYPES, shown, with_moved
from portal.services.intentions import NotFoundError


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


def read_part(session: Session, budget: Budget, show: str, place: Place) -> Part:
    """The lines at `place` among those that `show` selects. A line that is gone counts as the start."""
    mark = start(session, budget, show, place)
    given = {"budget": budget.id} | ({"key": mark.sort_key, "line": mark.id} if mark else {})
    statement = _part(show, beyond=mark is not None, whole=place.whole)
    rows = [LedgerLine(*row) for row in session.execute(statement, given).all()]
    more = not place.whole and len(rows) > PART
    return Part(
        rows[:PART] if more else rows,
        ahead(session, budget, show, mark),
        more,
        mark.division_id if mark is not None and place.after is not None else None,
    )


def read_one(session: Session, budget: Budget, line_id: int) -> LedgerLine:
    """A single living line. Raises NotFoundError for another budget's."""
    row = session.execute(_ONE, {"budget": budget.id, "line": line_id}).first()
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


_LINES = with_moved(
    select(
        LINES.c.id,
        CODES.c.division_id,
        CODES.c.code,
        LINES.c.description,
        TYPES.c.code,
        TYPES.c.name,
        SUB_JOBS.c.name,
        LINES.c.original_cents,
        MOVED.c.cents,
        LINES.c.is_partial,
    )
    .join(CODES, CODES.c.id == LINES.c.cost_code_id)
    .join(TYPES, TYPES.c.id == LINES.c.cost_type_id)
    .outerjoin(SUB_JOBS, SUB_JOBS.c.id == LINES.c.sub_job_id)
)
_ONE = shown(_LINES, "all").where(LINES.c.id == bindparam("line"))


@cache
def _part(show: str, *, beyond: bool, whole: bool) -> Any:
    """Made once per kind of part: building a statement costs more than running it."""
    statement = shown(_LINES, show).order_by(*ORDER)
    if beyond:
        statement = statement.where(BEYOND)
    return statement if whole else statement.limit(PART + 1)

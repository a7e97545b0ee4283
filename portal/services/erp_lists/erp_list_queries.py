"""Reading the lists of budgets for accounting: a page of twenty by key, and how many stand in each list.

Whoever may see ERP Integrations may see every budget (rule table: View budget), so no project is left out. A frozen
copy is never loaded here: it may hold ten thousand lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.db.base import Moment
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.erp_lists import LIST_PHASES, BudgetList, list_of
from portal.domain.vocabulary import Phase
from portal.services.exchange.export_requests import EXPORT

PAGE = 20
NEWEST_FIRST = frozenset({BudgetList.SYNCED})
"""Work that waits stands oldest first; what is done, newest first."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: the next one begins behind it."""

    at: datetime
    id: int

    def text(self) -> str:
        """As it stands in an address."""
        return f"{int(self.at.timestamp() * 1_000_000)}-{self.id}"


def read_cursor(text: str) -> Cursor | None:
    """The cursor of an address; None for anything else, so that a strange address shows the first page."""
    at, _, number = text.partition("-")
    if not (at.isdecimal() and number.isdecimal() and len(at) <= 17 and len(number) <= 18):  # noqa: PLR2004 - far enough
        return None
    seconds, micros = divmod(int(at), 1_000_000)
    return Cursor(datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros), int(number))


def counts(session: Session) -> dict[BudgetList, int]:
    """How many budgets stand in each list."""
    found = dict.fromkeys(BudgetList, 0)
    for phase, number in session.execute(_COUNTS):
        found[list_of(Phase(phase))] += number
    return found


def rows_of(session: Session, which: BudgetList, after: Cursor | None) -> Sequence[Any]:
    """At most one more than a page, so that the asker knows whether there is a next one."""
    if after is None:
        return session.execute(_statement(which, paged=False)).all()
    return session.execute(_statement(which, paged=True), {"after_at": after.at, "after_id": after.id}).all()


def changed_lines(session: Session, submission_ids: Sequence[int]) -> dict[int, int]:
    """How many lines each of these submissions changes."""
    if not submission_ids:
        return {}
    return dict(session.execute(_CHANGED, {"ids": submission_ids}).all())


def requests_of(session: Session, submission_ids: Sequence[int]) -> dict[int, Any]:
    """The export request of each of these submissions: state, messages, when it may go out again."""
    return {row.submission_id: row for row in session.execute(_REQUESTS, {"ids": submission_ids})}


def last_exports(session: Session, budget_ids: Sequence[int]) -> dict[int, Any]:
    """The newest submission of each of these budgets that reached the ERP."""
    return {row.budget_id: row for row in session.execute(_LAST_EXPORTS, {"ids": budget_ids})}


def _is_listed() -> ColumnElement[bool]:
    """Under way, or held by the ERP since a first export."""
    return or_(Budget.phase != Phase.NONE.value, Budget.first_exported_at.is_not(None))


@cache
def _statement(which: BudgetList, *, paged: bool) -> Any:
    """The statement of one list, made once: making it takes longer than running it."""
    down = which in NEWEST_FIRST
    statement = _columns().where(
        Budget.phase.in_([phase.value for phase in LIST_PHASES[which]]), _is_listed()
    )
    if paged:
        at, number = bindparam("after_at", type_=Moment), bindparam("after_id", type_=BigInteger)
        behind = Budget.phase_at < at if down else Budget.phase_at > at
        beside = Budget.id < number if down else Budget.id > number
        statement = statement.where(or_(behind, and_(Budget.phase_at == at, beside)))
    order = (Budget.phase_at.desc(), Budget.id.desc()) if down else (Budget.phase_at, Budget.id)
    return statement.order_by(*order).limit(PAGE + 1)


def _columns() -> Any:
    decider = aliased(Person)
    return (
        select(
            Budget.id,
            Budget.project_id,
            Budget.phase,
            Budget.phase_at,
            Budget.locked,
            Budget.first_exported_at,
            Project.name.label("project"),
            Project.number.label("job_number"),
            Project.erp_job_name.label("job_name"),
            ErpConnection.id.label("connection_id"),
            ErpConnection.connector,
            ErpConnection.last_contact_at,
            Submission.id.label("submission_id"),
            Submission.number,
            Submission.is_first,
            Submission.sent_at,
            Submission.line_count,
            Submission.original_cents,
            Submission.modification_cents,
            Submission.change_cents,
            Submission.proof,
            Person.name.label("sender"),
            decider.name.label("decider"),
        )
        .join(Project, Project.id == Budget.project_id)
        .join(ErpConnection, ErpConnection.id == Project.connection_id)
        .join(Submission, Submission.id == Budget.submission_id)
        .join(Person, Person.id == Submission.sent_by)
        .outerjoin(decider, decider.id == Submission.decided_by)
    )


_IDS = bindparam("ids", expanding=True, type_=BigInteger)
_COUNTS = select(Budget.phase, func.count()).where(_is_listed()).group_by(Budget.phase)
_CHANGED = (
    select(BudgetTransaction.submission_id, func.count(BudgetTransaction.line_id.distinct()))
    .where(BudgetTransaction.submission_id.in_(_IDS))
    .group_by(BudgetTransaction.submission_id)
)
_REQUESTS = select(
    ErpRequest.submission_id, ErpRequest.state, ErpRequest.messages, ErpRequest.not_before
).where(ErpRequest.submission_id.in_(_IDS), ErpRequest.kind == EXPORT)
_LAST_EXPORTS = select(
    Submission.budget_id,
    Submission.number,
    Submission.exported_at,
    Submission.synced_at,
    Submission.original_cents,
    Submission.modification_cents,
).where(
    Submission.id.in_(
        select(func.max(Submission.id))
        .where(Submission.budget_id.in_(_IDS), Submission.exported_at.is_not(None))
        .group_by(Submission.budget_id)
    )
)

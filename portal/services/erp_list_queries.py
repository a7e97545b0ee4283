"""Reading the lists of budgets for accounting: a page of twenty by key, and how many stand in each list.

Whoever may see ERP Integrations may see every budget (rule table: View budget), so no project is left out. A frozen
copy is never loaded here: it may hold ten thousand lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.erp_lists import LIST_PHASES, BudgetList, list_of
from portal.domain.vocabulary import Phase
from portal.services.export_requests import EXPORT

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
    rows = session.execute(select(Budget.phase, func.count()).where(_is_listed()).group_by(Budget.phase))
    for phase, number in rows:
        found[list_of(Phase(phase))] += number
    return found


def rows_of(session: Session, which: BudgetList, after: Cursor | None) -> Sequence[Any]:
    """At most one more than a page, so that the asker knows whether there is a next one."""
    statement = _columns().where(
        Budget.phase.in_([phase.value for phase in LIST_PHASES[which]]), _is_listed()
    )
    down = which in NEWEST_FIRST
    if after is not None:
        statement = statement.where(_behind(after, down=down))
    order = (Budget.phase_at.desc(), Budget.id.desc()) if down else (Budget.phase_at, Budget.id)
    return session.execute(statement.order_by(*order).limit(PAGE + 1)).all()


def changed_lines(session: Session, submission_ids: Sequence[int]) -> dict[int, int]:
    """How many lines each of these submissions changes."""
    rows = session.execute(
        select(BudgetTransaction.submission_id, func.count(BudgetTransaction.line_id.distinct()))
        .where(BudgetTransaction.submission_id.in_(submission_ids))
        .group_by(BudgetTransaction.submission_id)
    )
    return dict(rows.all())


def requests_of(session: Session, submission_ids: Sequence[int]) -> dict[int, Any]:
    """The export request of each of these submissions: state, messages, when it may go out again."""
    rows = session.execute(
        select(ErpRequest.submission_id, ErpRequest.state, ErpRequest.messages, ErpRequest.not_before).where(
            ErpRequest.submission_id.in_(submission_ids), ErpRequest.kind == EXPORT
        )
    )
    return {row.submission_id: row for row in rows}


def last_exports(session: Session, budget_ids: Sequence[int]) -> dict[int, Any]:
    """The newest submission of each of these budgets that reached the ERP."""
    newest = (
        select(func.max(Submission.id))
        .where(Submission.budget_id.in_(budget_ids), Submission.exported_at.is_not(None))
        .group_by(Submission.budget_id)
    )
    rows = session.execute(
        select(
            Submission.budget_id,
            Submission.number,
            Submission.exported_at,
            Submission.synced_at,
            Submission.original_cents,
            Submission.modification_cents,
        ).where(Submission.id.in_(newest))
    )
    return {row.budget_id: row for row in rows}


def _is_listed() -> ColumnElement[bool]:
    """Under way, or held by the ERP since a first export."""
    return or_(Budget.phase != Phase.NONE.value, Budget.first_exported_at.is_not(None))


def _behind(after: Cursor, *, down: bool) -> ColumnElement[bool]:
    if down:
        return or_(Budget.phase_at < after.at, and_(Budget.phase_at == after.at, Budget.id < after.id))
    return or_(Budget.phase_at > after.at, and_(Budget.phase_at == after.at, Budget.id > after.id))


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

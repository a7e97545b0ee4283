"""Reading the submissions that Home lists: those under way, and those that came back to their sender."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from portal.db.budgets import Budget, BudgetTouch
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import BudgetTransaction, Submission
from portal.domain.people import Actor
from portal.domain.vocabulary import Decision, Phase

SHOWN = 20
_LAST = aliased(Submission)
CAME_BACK = (Decision.REJECTED.value, Decision.RESET.value)


def decidable(actor: Actor, *, four_eyes: bool) -> ColumnElement[bool]:
    """Budgets that this approver may decide: failed exports, and sent ones that they had no hand in."""
    touched = exists().where(
        BudgetTouch.budget_id == Budget.id,
        BudgetTouch.revision == Budget.revision,
        BudgetTouch.person_id == actor.id,
    )
    free = ~touched if four_eyes else true()
    return or_(Budget.phase == Phase.EXPORT_FAILED.value, and_(Budget.phase == Phase.SENT.value, free))


def waiting(session: Session, wanted: ColumnElement[bool]) -> Sequence[Any]:
    """Submissions that `wanted` selects, the longest waiting first; at most as many as are shown.

    Frozen copies stay where they are: one may hold ten thousand lines.
    """
    return session.execute(
        select(
            Budget,
            Project,
            ErpConnection,
            Submission.id.label("submission_id"),
            Submission.number,
            Submission.is_first,
            Submission.sent_by,
            Submission.sent_at,
            Submission.decided_by,
            Submission.note,
            Submission.line_count,
            (Submission.original_cents + Submission.modification_cents).label("revised"),
            Submission.change_cents,
            Submission.proof,
            Person.name.label("sender"),
        )
        .join(Project, Project.id == Budget.project_id)
        .join(ErpConnection, ErpConnection.id == Project.connection_id)
        .join(Submission, Submission.id == Budget.submission_id)
        .join(Person, Person.id == Submission.sent_by)
        .where(wanted)
        .order_by(Budget.phase_at, Budget.id)
        .limit(SHOWN)
    ).all()


def count(session: Session, wanted: ColumnElement[bool]) -> int:
    """How many there are in all."""
    statement = select(func.count()).select_from(Budget).join(Project, Project.id == Budget.project_id)
    return session.scalar(statement.where(wanted)) or 0


def under_way() -> ColumnElement[bool]:
    """Sent and not yet synced or given back."""
    return Budget.phase != Phase.NONE.value


def came_back(actor: Actor) -> ColumnElement[bool]:
    """Budgets that accounting gave back and that were not sent again: to who took them over, else to their sender."""
    concerned = func.coalesce(Budget.keeper_id, _LAST.sent_by)
    mine = exists().where(_LAST.id == Budget.submission_id, concerned == (actor.id or 0))
    return and_(Budget.phase == Phase.NONE.value, Budget.last_decision.in_(CAME_BACK), mine)


def changed(session: Session, submission_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By submission: how many lines it changes, and how many of those by modifications."""
    rows = session.execute(
        select(
            BudgetTransaction.submission_id,
            func.count(BudgetTransaction.line_id.distinct()),
            func.count(BudgetTransaction.modification_id.distinct()),
        )
        .where(BudgetTransaction.submission_id.in_(submission_ids))
        .group_by(BudgetTransaction.submission_id)
    )
    return {key: (lines, modifications) for key, lines, modifications in rows}

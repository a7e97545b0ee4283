"""What somebody holds who is about to leave: the budgets that would wait for this person, each with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import BudgetPermission, Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Decision, Granular, Level, Phase
from portal.services.actors import actor_for

_CAME_BACK = (Decision.REJECTED.value, Decision.RESET.value)


@dataclass(frozen=True, slots=True)
class Holding:
    """One budget, why it is in the list, and who could take it over as (row number, name)."""

    budget_id: int
    project: str
    reasons: str
    takers: tuple[tuple[int, str], ...]


def read(session: Session, person: Person) -> tuple[Holding, ...]:
    """Every budget that `person` sent, got back, locked, created or accepted and that is not done, by project."""
    reasons = _reasons(person.id)
    rows = session.execute(
        select(
            Budget.id,
            Project.id.label("project_id"),
            Project.name,
            Project.number,
            *(
                case((test, True), else_=False).label(f"reason_{place}")
                for place, (_, test) in enumerate(reasons)
            ),
        )
        .join(Project, Project.id == Budget.project_id)
        .outerjoin(Submission, Submission.id == Budget.submission_id)
        .where(or_(*(test for _, test in reasons)))
        .order_by(Project.name, Project.id)
    ).all()
    able = _able(session, person.id, [row.project_id for row in rows])
    return tuple(
        Holding(
            row.id,
            f"{row.name} ({row.number})",
            ", ".join(words for place, (words, _) in enumerate(reasons) if row[4 + place]),
            able[row.project_id],
        )
        for row in rows
    )


def may_keep(session: Session, person: Person, project_id: int) -> bool:
    """Whether `person` can see and send the budget of the project, which a keeper must."""
    return _keeps(actor_for(session, person, project_id))


def _reasons(person_id: int) -> tuple[tuple[str, ColumnElement[bool]], ...]:
    """Words for the page, and the budgets that they are about. `Submission` is the budget's current one."""
    sent = Submission.sent_by == person_id
    at_hand = Budget.phase != Phase.NONE.value
    kept = and_(Budget.keeper_id.is_not(None), Budget.keeper_id == person_id)
    theirs = or_(kept, and_(Budget.keeper_id.is_(None), sent))
    returned = Budget.last_decision.in_(_CAME_BACK)
    return (
        ("waits for accounting, sent by this person", and_(Budget.phase == Phase.SENT.value, sent)),
        ("is on its way to the ERP, sent by this person", and_(_is_exported(), sent)),
        ("came back to this person", and_(~at_hand, returned, theirs)),
        ("was taken over by this person", and_(kept, or_(at_hand, ~returned))),
        ("is locked by this person", and_(Budget.locked.is_(True), Budget.locked_by == person_id, ~at_hand)),
        ("has a project that this person created", Project.created_by == person_id),
        (
            "was accepted by this person and waits to be posted",
            and_(Budget.phase == Phase.AWAITING_POSTING.value, Submission.decided_by == person_id),
        ),
    )


def _is_exported() -> ColumnElement[bool]:
    return Budget.phase.not_in([Phase.NONE.value, Phase.SENT.value])


def _able(
    session: Session, leaving: int, project_ids: Sequence[int]
) -> dict[int, tuple[tuple[int, str], ...]]:
    """By project: who could keep its budget. Each person's own permissions are read once, not once a project."""
    people = session.scalars(
        select(Person).where(Person.active, Person.id != leaving).order_by(Person.name)
    ).all()
    actors = [actor_for(session, person) for person in people]
    own = {
        (row.person_id, row.project_id): row
        for row in session.scalars(
            select(BudgetPermission).where(BudgetPermission.project_id.in_(project_ids))
        )
    }
    return {
        project_id: tuple(
            (actor.id or 0, actor.name)
            for actor in actors
            if _keeps(_there(actor, own.get((actor.id or 0, project_id))))
        )
        for project_id in project_ids
    }


def _there(actor: Actor, own: BudgetPermission | None) -> Actor:
    if own is None:
        return actor
    granular = frozenset(Granular(each) for each in own.granular)
    return replace(actor, budget=Level(own.level), granular=granular)


def _keeps(actor: Actor) -> bool:
    return holds(Action.VIEW_BUDGET, actor) and holds(Action.SEND, actor)

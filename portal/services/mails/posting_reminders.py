"""A budget that was exported and not posted for days: once a day a mail to who accepted it and to the ERP admins.

A duty of the ticker, safe with several of them: the company's row is locked while it is decided who gets one. Source:
portal decision on budgets that stay in Awaiting posting (Export a Procore Budget to Sage 100, Restrictions).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.company import Company
from portal.db.exchange import ErpConnection
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.db.transactions import reader, transaction
from portal.domain.decisions import holds
from portal.domain.vocabulary import Action, Phase
from portal.erp.registry import connector_for
from portal.services.actors import actor_for
from portal.services.budget_facts import company
from portal.services.job_costs.deliveries import delivery_of
from portal.services.mails import reset_texts
from portal.services.mails.notices import OFF, post
from portal.services.people.absences import standing_in_for

KIND = "awaiting_posting"
AGAIN_AFTER = timedelta(hours=23)


def remind() -> int:
    """Write the reminders that are due; returns how many."""
    if not _waiting(reader(), clock.now()):
        return 0
    with transaction() as session:
        session.scalars(select(Company).limit(1).with_for_update()).one()
        waiting = _waiting(session, clock.now())
        return sum(_remind(session, person, waiting) for person in _readers(session, waiting))


def _waiting(session: Session, now: datetime) -> Sequence[Any]:
    """Budgets that have waited for longer than the company's days, oldest first, with all that is told of them."""
    days = timedelta(days=company(session).reminder_days)
    return session.execute(
        select(Budget, Project, Submission, ErpConnection)
        .join(Project, Project.id == Budget.project_id)
        .join(Submission, Submission.id == Budget.submission_id)
        .join(ErpConnection, ErpConnection.id == Project.connection_id)
        .where(Budget.phase == Phase.AWAITING_POSTING.value, Budget.phase_at < now - days)
        .order_by(Budget.phase_at)
    ).all()


def _readers(session: Session, waiting: Sequence[Any]) -> list[Person]:
    """Who accepted one of them, and the ERP admins; nobody who switched such mails off, nobody twice in a day."""
    recent = select(Mail.to_id).where(
        Mail.kind == KIND, Mail.to_id.is_not(None), Mail.created_at > clock.now() - AGAIN_AFTER
    )
    people = session.scalars(
        select(Person)
        .where(Person.active, func.coalesce(Person.approval_mail, "") != OFF, Person.id.not_in(recent))
        .order_by(Person.id)
    )
    return [person for person in people if _concerns(session, person, waiting)]


def _concerns(session: Session, person: Person, waiting: Sequence[Any]) -> list[Any]:
    """What a person is told of: all of it as an ERP admin, else what he accepted, or who he stands in for."""
    if holds(Action.CONFIGURE_CONNECTION, actor_for(session, person)):
        return list(waiting)
    absent = {each.id for each in standing_in_for(session, person.id, clock.now())}
    return [row for row in waiting if row.Submission.decided_by in {person.id, *absent}]


def _remind(session: Session, person: Person, waiting: Sequence[Any]) -> bool:
    own = _concerns(session, person, waiting)
    erp = connector_for(own[0].ErpConnection.connector).label
    values = reset_texts.awaiting_posting([_told(row) for row in own], erp, company(session).reminder_days)
    post(session, KIND, person, own[0].Submission, values)
    return True


def _told(row: Any) -> tuple[int, str, str]:
    sheet = delivery_of(row.Submission.delivery).sheet
    age = clock.say_age(row.Budget.phase_at)
    job = f"job {row.Project.erp_job_id or row.Project.number}"
    return row.Project.id, row.Project.name, ", ".join(part for part in (job, sheet, age) if part)

"""Who is told what, when: mails written to the outbox in the transaction of the act that causes them.

Source: Are accounting approvers notified when data is awaiting acceptance?; Who receives a notification when an item
is rejected from ERP?
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, mail
from portal.db.budgets import Budget
from portal.db.mails import Mail
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.facts import BudgetFacts
from portal.services import export_requests, mail_texts
from portal.services.actors import approvers
from portal.services.budget_facts import company, touched_by
from portal.services.mail_outbox import put
from portal.services.submissions import current_submission


def ask_approvers(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """An approval request with its own link, to each approver who may accept this budget and wants it at once."""
    submission = current_submission(session, budget)
    barred = touched_by(session, budget) if facts.four_eyes else frozenset()
    able = [person for person in approvers(session) if person.id not in barred]
    for person in able:
        if person.approval_mail == "immediate":
            others = [other.name for other in able if other.id != person.id]
            values = mail_texts.approval_request(session, submission, facts, others)
            _post(session, "approval_request", person, budget, submission, values)


def tell_of_rejection(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The reason and the remarks to the sender, and to the budget's creator when that is somebody else."""
    submission = current_submission(session, budget)
    project = session.get_one(Project, budget.project_id)
    values = mail_texts.rejection(session, budget, submission, facts)
    for person_id in dict.fromkeys((submission.sent_by, project.created_by)):
        person = session.get(Person, person_id) if person_id else None
        if person is not None and person.active:
            _post(session, "rejection", person, budget, submission, values)


def tell_of_failure(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The ERP's messages, to the accepting approver and the sender."""
    submission = current_submission(session, budget)
    request = export_requests.request_of(session, submission)
    messages = [str(message) for message in request.messages] if request else []
    values = mail_texts.export_failed(budget, facts, messages)
    for person in _people(session, submission.decided_by, submission.sent_by):
        _post(session, "export_failed", person, budget, submission, values)


def tell_of_sync(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """Your budget is open again, to the sender."""
    submission = current_submission(session, budget)
    values = mail_texts.synced(budget, submission, facts)
    for person in _people(session, submission.sent_by):
        _post(session, "synced", person, budget, submission, values)


def _people(session: Session, *ids: int | None) -> list[Person]:
    wanted = [each for each in dict.fromkeys(ids) if each is not None]
    return list(session.scalars(select(Person).where(Person.id.in_(wanted), Person.active)))


def _post(
    session: Session,
    kind: str,
    person: Person,
    budget: Budget,
    submission: Submission,
    values: dict[str, Any],
) -> None:
    html, text = mail.render(kind, {"company": company(session).name, **values})
    now = clock.now()
    put(
        session,
        Mail(
            to_id=person.id,
            to_address=person.email,
            kind=kind,
            subject=values["subject"],
            text=text,
            html=html,
            project_id=budget.project_id,
            submission_id=submission.id,
            created_at=now,
            not_before=now,
        ),
    )

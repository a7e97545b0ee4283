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
from portal.services import actors
from portal.services.budget_facts import company, read_facts
from portal.services.exchange import export_requests
from portal.services.mails import mail_texts, reset_texts
from portal.services.mails.mail_outbox import APPROVAL_REQUEST, put
from portal.services.submissions.next_persons import may_decide
from portal.services.submissions.submissions import current_submission

AT_ONCE = "immediate"
"""The setting of people who want each request as it comes; the others get the daily summary or nothing."""


def ask_approvers(session: Session, budget: Budget, _before: BudgetFacts) -> None:
    """An approval request with its own link, to each approver who may accept this budget and wants it at once."""
    submission, facts = current_submission(session, budget), read_facts(session, budget)
    able = may_decide(session, budget, facts)
    for person in able:
        if person.approval_mail == AT_ONCE:
            others = [other.name for other in able if other.id != person.id]
            values = mail_texts.approval_request(session, submission, facts, others)
            post(session, APPROVAL_REQUEST, person, submission, values)


def tell_of_rejection(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The reason and the remarks to the sender, and to the budget's creator when that is somebody else."""
    submission = current_submission(session, budget)
    project = session.get_one(Project, budget.project_id)
    for person in _people(session, submission.sent_by, project.created_by):
        values = mail_texts.rejection(session, budget, submission, facts, person)
        post(session, "rejection", person, submission, values)


def tell_of_failure(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The ERP's messages: to the accepting approver with the way to retry, and to the sender."""
    submission = current_submission(session, budget)
    request = export_requests.request_of(session, submission)
    messages = [str(message) for message in request.messages] if request else []
    for person in _people(session, submission.decided_by, submission.sent_by):
        values = mail_texts.export_failed(budget, submission, facts, messages, person)
        post(session, "export_failed", person, submission, values)


def tell_of_sync(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """Your budget is open again, to the sender."""
    submission = current_submission(session, budget)
    values = mail_texts.synced(budget, submission, facts)
    for person in _people(session, submission.sent_by):
        post(session, "synced", person, submission, values)


def tell_of_reset(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The export was taken back, with the reason: to the sender and to every approver."""
    submission = current_submission(session, budget)
    able = [person.id for person in actors.approvers(session)]
    for person in _people(session, submission.sent_by, *able):
        values = reset_texts.reset(session, budget, submission, facts, person)
        post(session, "export_reset", person, submission, values)


def _people(session: Session, *ids: int | None) -> list[Person]:
    wanted = [each for each in dict.fromkeys(ids) if each is not None]
    return list(
        session.scalars(select(Person).where(Person.id.in_(wanted), Person.active).order_by(Person.id))
    )


def post(
    session: Session,
    kind: str,
    person: Person,
    submission: Submission,
    values: dict[str, Any],
) -> None:
    """Draw the mail `kind` with `values` and put it in the outbox for one person."""
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
            project_id=session.get_one(Budget, submission.budget_id).project_id,
            submission_id=submission.id,
            created_at=now,
            not_before=now,
        ),
    )

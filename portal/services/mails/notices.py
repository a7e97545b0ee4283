"""Who is told what, when: mails written to the outbox in the transaction of the act that causes them.

Source: Are accounting approvers notified when data is awaiting acceptance?; Who receives a notification when an item
is rejected from ERP?
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.decisions import holds
from portal.domain.facts import BudgetFacts
from portal.domain.vocabulary import Action, Decision
from portal.services import actors
from portal.services.budget_facts import company, read_facts
from portal.services.mails import difference_texts, mail_texts, request_texts, reset_texts
from portal.services.mails.letters import post_plain
from portal.services.mails.mail_outbox import APPROVAL_REQUEST
from portal.services.people.absences import away_now
from portal.services.submissions.next_persons import asked, asked_after, may_decide
from portal.services.submissions.submissions import current_submission

__all__ = ["post", "post_plain"]

AT_ONCE, OFF = "immediate", "off"
"""The settings of people who want each request as it comes, and of those who want none; the others get a summary."""
CAME_BACK = frozenset({Decision.REJECTED, Decision.RETRIEVED, Decision.RESET})
"""After one of these a send is a re-send, which the company may leave to the daily summary."""


def ask_approvers(session: Session, budget: Budget, before: BudgetFacts) -> None:
    """An approval request with its own link, to each approver who may accept this budget and wants it at once.

    While one is away the substitute gets it instead.
    """
    if before.last_decision in CAME_BACK and not company(session).mails_again:
        return
    submission, facts = current_submission(session, budget), read_facts(session, budget)
    able = may_decide(session, budget, facts)
    for each in asked(able, away_now(session)):
        if each.person.approval_mail == AT_ONCE:
            others = [other.name for other in able if other.id != each.person.id]
            values = request_texts.approval_request(session, submission, facts, each, others)
            post(session, APPROVAL_REQUEST, each.person, submission, values)


def tell_of_rejection(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The reason and the remarks to the sender, and to the budget's creator when that is somebody else."""
    submission = current_submission(session, budget)
    project = session.get_one(Project, budget.project_id)
    for person in _people(session, budget, submission.sent_by, project.created_by):
        values = mail_texts.rejection(session, budget, submission, facts, person)
        post(session, "rejection", person, submission, values)


def tell_of_failure(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The ERP's messages: to the accepting approver, or who stands in, with the way to retry; and to the sender."""
    submission = current_submission(session, budget)
    turns = {
        each.person.id: each
        for each in asked_after(actors.approvers(session), submission.decided_by, away_now(session))
    }
    for person in _people(session, budget, *turns, submission.sent_by):
        turn = turns.get(person.id)
        values = mail_texts.export_failed(session, budget, submission, facts, turn, person)
        post(session, "export_failed", person, submission, values)


def ask_second_person(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """An acknowledged difference, to everybody else who may confirm it and wants mails."""
    submission = current_submission(session, budget)
    entry = difference_texts.newest(session, submission)
    if entry is None:
        return
    values = difference_texts.second_person(session, budget, facts, entry)
    for person in session.scalars(select(Person).where(Person.active).order_by(Person.id)):
        able = holds(Action.CONFIRM_DIFFERENCE, actors.actor_for(session, person, budget.project_id))
        if able and person.id != entry.by_id and person.approval_mail != OFF:
            post(session, "second_person", person, submission, values)


def tell_of_sync(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """Your budget is open again, to the sender; with the differences that two people acknowledged."""
    submission = current_submission(session, budget)
    adjusted = difference_texts.adjusted(session, submission)
    for person in _people(session, budget, submission.sent_by):
        values = mail_texts.synced(session, budget, submission, facts, adjusted, person)
        post(session, "synced", person, submission, values)


def tell_of_reset(session: Session, budget: Budget, facts: BudgetFacts) -> None:
    """The export was taken back, with the reason: to the sender and to every approver."""
    submission = current_submission(session, budget)
    able = [person.id for person in actors.approvers(session)]
    for person in _people(session, budget, submission.sent_by, *able):
        values = reset_texts.reset(session, budget, submission, facts, person)
        post(session, "export_reset", person, submission, values)


def _people(session: Session, budget: Budget, *ids: int | None) -> list[Person]:
    """Active ones of these, each once, and who took the budget over from a sender who left."""
    wanted = [each for each in dict.fromkeys((*ids, budget.keeper_id)) if each is not None]
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
    """Draw the mail `kind` with `values` and put it in the outbox for one person, as one about this submission."""
    project_id = session.get_one(Budget, submission.budget_id).project_id
    post_plain(session, kind, person, values, project_id, submission.id)

"""What each mail says: the values that the mail templates draw. Amounts are worded here."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget, BudgetLine
from portal.db.people import Person
from portal.db.projects import CostCode
from portal.db.submissions import Submission, SubmissionRemark
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_difference, format_money
from portal.services.actors import may_accept
from portal.services.exchange import export_requests
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.submissions.frozen_copies import FrozenCopy, thaw
from portal.services.submissions.next_persons import Asked


def rejection(
    session: Session, budget: Budget, submission: Submission, facts: BudgetFacts, reader: Person
) -> dict[str, Any]:
    """To the sender, or who set the project up: the reason, the remarks, and what to do now."""
    approver = session.get(Person, submission.decided_by) if submission.decided_by else None
    name = approver.name if approver else "Accounting"
    opened = "It stays locked; change its modifications" if budget.locked else "It is unlocked; change it"
    remarks = _remarks(session, submission)
    who = "you" if reader.id == submission.sent_by else facts.sent_by
    return frame(why(session, budget, submission, reader), approver) | {
        "subject": f"{facts.project_name} came back from accounting",
        "title": f"{facts.project_name} came back from accounting",
        "intro": f"{name} rejected the budget that {who} sent {facts.sent_when}. {opened} and send it again.",
        "link_url": budget_url(budget),
        "link_text": "Open the budget",
        "note_by": f"{name}’s reason:",
        "note": submission.reason,
        "remarks_title": f"Remarks on {len(remarks)} line{'s' if len(remarks) != 1 else ''}",
        "remarks": remarks,
    }


def export_failed(
    session: Session,
    budget: Budget,
    submission: Submission,
    facts: BudgetFacts,
    asked: Asked | None,
    reader: Person,
) -> dict[str, Any]:
    """The ERP's own words: to who accepted it (`asked`) with the way to retry, else with that to the budget."""
    request = export_requests.request_of(session, submission)
    link = _review_url(budget, submission) if asked else budget_url(budget)
    next_act = (
        "Retry the export, or reject the budget." if asked else "Accounting can retry it or send it back."
    )
    instead = f" You get this {asked.place}." if asked and asked.place else ""
    because = (
        "You get this mail because you can push to accounting."
        if instead
        else why(session, budget, submission, reader)
    )
    return frame(because, None) | {
        "subject": f"{facts.project_name} was not exported",
        "title": f"{facts.project_name} was not exported",
        "intro": f"{facts.erp_label} refused it, and nothing of it was written. {next_act}{instead}",
        "link_url": link,
        "link_text": "Open the review" if asked else "Open the budget",
        "messages_title": f"What {facts.erp_label} said",
        "messages": [{"lead": str(message), "text": ""} for message in (request.messages if request else ())],
    }


def synced(
    session: Session,
    budget: Budget,
    submission: Submission,
    facts: BudgetFacts,
    adjusted: list[dict[str, str]],
    reader: Person,
) -> dict[str, Any]:
    """To the sender: the amounts are visible, the budget is open again. `adjusted`: differences that were accepted."""
    copy = thaw(submission.content)
    count = len(copy.amounts)
    every = "The amount shows" if count == 1 else f"All {count:,} amounts show"
    besides = " with what was acknowledged below" if adjusted else ""
    return frame(why(session, budget, submission, reader), None) | {
        "subject": f"{facts.project_name} is synced",
        "title": f"{facts.project_name}: your budget is open again",
        "intro": f"{every} in the job costs of {facts.erp_label}{besides}. The budget is synced and open again: you "
        "can change it and send the changes.",
        "link_url": budget_url(budget),
        "link_text": "Open the budget",
        "sums": sums_of(submission, copy),
        "adjusted_title": "Differences that two people acknowledged",
        "adjusted": adjusted,
    }


def why(session: Session, budget: Budget, submission: Submission, reader: Person) -> str:
    """Why this reader gets a mail about this submission: the last line of the mail."""
    if reader.id == submission.sent_by:
        because = "sent this budget"
    elif reader.id == budget.keeper_id:
        sender = session.get(Person, submission.sent_by)
        because = f"took this budget over from {sender.name if sender else 'a colleague'}"
    elif reader.id == submission.decided_by:
        because = "accepted this budget"
    elif may_accept(session, reader):
        because = "can push to accounting"
    else:
        because = "set this project up"
    return f"You get this mail because you {because}."


def frame(why: str, answer: Person | None) -> dict[str, Any]:
    """What every mail has; `answer` is who gets the answers."""
    return {
        "why": why,
        "settings_url": f"{BASE_URL}/account",
        "settings_text": "Your account",
        "answer_name": answer.name if answer else "",
        "answer_email": answer.email if answer else "",
        "link_note": "",
    }


def budget_url(budget: Budget) -> str:
    """The budget's page, for a mail."""
    return f"{BASE_URL}/projects/{budget.project_id}/budget"


def _review_url(budget: Budget, submission: Submission) -> str:
    return f"{BASE_URL}/erp/budgets/{budget.project_id}/submissions/{submission.number}"


def sums_of(submission: Submission, copy: FrozenCopy) -> list[dict[str, Any]]:
    """The total of a first export; else what is held, what is wanted, and the difference."""
    now = submission.original_cents + submission.modification_cents
    if submission.is_first:
        return [{"term": "Total", "text": format_money(now), "strong": True}]
    held = sum(line.held_cents for line in copy.lines)
    return [
        {"term": "Last synced", "text": format_money(held), "strong": False},
        {"term": "Now", "text": format_money(now), "strong": True},
        {"term": "Difference", "text": format_difference(now - held), "strong": False},
    ]


def _remarks(session: Session, submission: Submission) -> list[dict[str, str]]:
    rows = session.execute(
        select(CostCode.code, CostCode.name, SubmissionRemark.text)
        .join(BudgetLine, BudgetLine.id == SubmissionRemark.line_id)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .where(SubmissionRemark.submission_id == submission.id)
        .order_by(BudgetLine.sort_key)
    )
    return [{"lead": f"{code} {name}", "text": text} for code, name, text in rows]

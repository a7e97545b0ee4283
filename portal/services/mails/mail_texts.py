"""What each mail says: the values that the mail templates draw. Amounts are worded here."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetLine
from portal.db.people import Person
from portal.db.projects import CostCode
from portal.db.submissions import Submission, SubmissionRemark
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_difference, format_money
from portal.services.budget_facts import company
from portal.services.mails.mail_outbox import APPROVAL_LINK, BASE_URL
from portal.services.submissions.frozen_copies import FrozenCopy, FrozenLine, thaw
from portal.services.submissions.next_persons import in_words

CHANGES_SHOWN = 12


def approval_request(
    session: Session, submission: Submission, facts: BudgetFacts, others: list[str]
) -> dict[str, Any]:
    """To an approver: the amount and the change before the button, what the link does and until when."""
    zone = company(session).timezone
    sender = session.get_one(Person, submission.sent_by)
    copy = thaw(submission.content)
    kind = "a new budget" if submission.is_first else "an update of this budget"
    either = f"You or {in_words(others)} can" if others else "Only you can"
    return frame("You get this mail because you can push to accounting.", sender) | {
        "subject": f"{facts.project_name} waits for your decision: {_headline(submission)}",
        "title": f"{facts.project_name} waits for your decision",
        "intro": f"{sender.name} sent {kind} for {facts.erp_label} {clock.say_when(submission.sent_at, zone)}. "
        f"{either} accept or reject it.",
        "link_url": APPROVAL_LINK,
        "link_text": "Review this budget",
        "link_note": "The link opens the review page and decides nothing by itself. It works for you for "
        f"{company(session).link_days} days, after signing in.",
        "sums": _sums(submission, copy),
        **_changes(copy),
        "note_by": f"{sender.name}’s note:",
        "note": submission.note,
    }


def rejection(
    session: Session, budget: Budget, submission: Submission, facts: BudgetFacts, reader: Person
) -> dict[str, Any]:
    """To the sender, or who set the project up: the reason, the remarks, and what to do now."""
    approver = session.get(Person, submission.decided_by) if submission.decided_by else None
    name = approver.name if approver else "Accounting"
    opened = "It stays locked; change its modifications" if budget.locked else "It is unlocked; change it"
    remarks = _remarks(session, submission)
    is_sender = reader.id == submission.sent_by
    who = "you" if is_sender else facts.sent_by
    why = "sent this budget" if is_sender else "set this project up"
    return frame(f"You get this mail because you {why}.", approver) | {
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
    budget: Budget, submission: Submission, facts: BudgetFacts, messages: list[str], reader: Person
) -> dict[str, Any]:
    """The ERP's own words: to who accepted it with the way to retry, to the sender with the way to the budget."""
    decides = reader.id == submission.decided_by
    link = _review_url(budget, submission) if decides else budget_url(budget)
    asked = (
        "Retry the export, or reject the budget." if decides else "Accounting can retry it or send it back."
    )
    return frame(f"You get this mail because you {'accepted' if decides else 'sent'} this budget.", None) | {
        "subject": f"{facts.project_name} was not exported",
        "title": f"{facts.project_name} was not exported",
        "intro": f"{facts.erp_label} refused it, and nothing of it was written. {asked}",
        "link_url": link,
        "link_text": "Open the review" if decides else "Open the budget",
        "messages_title": f"What {facts.erp_label} said",
        "messages": [{"lead": message, "text": ""} for message in messages],
    }


def synced(budget: Budget, submission: Submission, facts: BudgetFacts) -> dict[str, Any]:
    """To the sender: the amounts are visible, the budget is open again."""
    copy = thaw(submission.content)
    return frame("You get this mail because you sent this budget.", None) | {
        "subject": f"{facts.project_name} is synced",
        "title": f"{facts.project_name} is synced",
        "intro": f"All {len(copy.amounts)} amounts show in the job costs of {facts.erp_label}. "
        "The budget is open again.",
        "link_url": budget_url(budget),
        "link_text": "Open the budget",
        "sums": _sums(submission, copy),
    }


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


def _headline(submission: Submission) -> str:
    total = submission.original_cents + submission.modification_cents
    return format_money(total) if submission.is_first else format_difference(submission.change_cents)


def _sums(submission: Submission, copy: FrozenCopy) -> list[dict[str, Any]]:
    now = submission.original_cents + submission.modification_cents
    if submission.is_first:
        return [{"term": "Total", "text": format_money(now), "strong": True}]
    held = sum(line.held_cents for line in copy.lines)
    return [
        {"term": "Last synced", "text": format_money(held), "strong": False},
        {"term": "Now", "text": format_money(now), "strong": True},
        {"term": "Difference", "text": format_difference(now - held), "strong": False},
    ]


def _changes(copy: FrozenCopy) -> dict[str, Any]:
    moved = {amount.line_id for amount in copy.amounts}
    changed = [line for line in copy.lines if line.line_id in moved]
    rest = len(changed) - CHANGES_SHOWN
    return {
        "changes_title": f"What changed: {len(changed)} of {len(copy.lines)} lines",
        "changes": [_change(line) for line in changed[:CHANGES_SHOWN]],
        "more": f"and {rest} more lines" if rest > 0 else "",
    }


def _change(line: FrozenLine) -> dict[str, Any]:
    difference = line.now_cents - line.held_cents
    return {
        "name": line.description or line.code_name,
        "code": f"{line.code} {line.cost_type_name}",
        "difference": format_difference(difference),
        "negative": difference < 0,
        "old": "none" if line.is_new else format_money(line.held_cents),
        "new": format_money(line.now_cents),
    }


def _remarks(session: Session, submission: Submission) -> list[dict[str, str]]:
    rows = session.execute(
        select(CostCode.code, CostCode.name, SubmissionRemark.text)
        .join(BudgetLine, BudgetLine.id == SubmissionRemark.line_id)
        .join(CostCode, CostCode.id == BudgetLine.cost_code_id)
        .where(SubmissionRemark.submission_id == submission.id)
        .order_by(BudgetLine.sort_key)
    )
    return [{"lead": f"{code} {name}", "text": text} for code, name, text in rows]

"""What an approval request says: the amount and the change before the button, what the link does and until when."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.db.submissions import Submission
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_difference, format_money
from portal.services.budget_facts import company
from portal.services.mails.mail_outbox import APPROVAL_LINK
from portal.services.mails.mail_texts import frame, sums_of
from portal.services.submissions.frozen_copies import FrozenCopy, FrozenLine, thaw
from portal.services.submissions.next_persons import Asked, in_words

CHANGES_SHOWN = 12


def approval_request(
    session: Session, submission: Submission, facts: BudgetFacts, asked: Asked, others: Sequence[str]
) -> dict[str, Any]:
    """To one approver, or to who stands in for one. `others` may decide it too, by name."""
    zone = company(session).timezone
    sender = session.get_one(Person, submission.sent_by)
    copy = thaw(submission.content)
    kind = "a new budget" if submission.is_first else "an update of this budget"
    either = f"You or {in_words(others)} can" if others else "Only you can"
    instead = f" You get this {asked.place}." if asked.place else ""
    return frame("You get this mail because you can push to accounting.", sender) | {
        "subject": f"{facts.project_name} waits for your decision: {_headline(submission)}",
        "title": f"{facts.project_name} waits for your decision",
        "intro": f"{sender.name} sent {kind} for {facts.erp_label} {clock.say_when(submission.sent_at, zone)}. "
        f"{either} accept or reject it.{instead}",
        "link_url": APPROVAL_LINK,
        "link_text": "Review this budget",
        "link_note": "The link opens the review page and decides nothing by itself. It works for you for "
        f"{company(session).link_days} days, after signing in.",
        "sums": sums_of(submission, copy),
        **_changes(copy),
        "note_by": f"{sender.name}’s note:",
        "note": submission.note,
    }


def _headline(submission: Submission) -> str:
    total = submission.original_cents + submission.modification_cents
    return format_money(total) if submission.is_first else format_difference(submission.change_cents)


def _changes(copy: FrozenCopy) -> dict[str, Any]:
    moved = {amount.line_id for amount in copy.amounts}
    changed = [line for line in copy.lines if line.line_id in moved]
    rest = len(changed) - CHANGES_SHOWN
    return {
        "changes_title": f"What changed: {len(changed)} of {len(copy.lines)} lines",
        "changes": [_change(line) for line in changed[:CHANGES_SHOWN]],
        "more": ("and 1 more line" if rest == 1 else f"and {rest} more lines") if rest > 0 else "",
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

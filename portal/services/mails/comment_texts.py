"""What the mail about a message in the conversation about a submission says."""

from typing import Any

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission, SubmissionComment
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.mails.mail_texts import budget_url, frame


def comment(
    session: Session,
    budget: Budget,
    submission: Submission,
    message: SubmissionComment,
    *,
    opens_review: bool,
    is_sender: bool,
) -> dict[str, Any]:
    """To one person concerned. `opens_review`: the answer is written beside the review, else beside the budget."""
    writer = session.get_one(Person, message.by_id).name
    name = session.get_one(Project, budget.project_id).name
    why = "sent this budget" if is_sender else "take part in the conversation or can decide"
    return frame(f"You get this mail because you {why}.", None) | {
        "subject": f"{name}: {writer} wrote about submission {submission.number}",
        "title": f"{name}: {writer} wrote about submission {submission.number}",
        "intro": "Nothing was decided by it.",
        "note_by": f"{writer} wrote:",
        "note_lines": message.text.splitlines(),
        "link_url": _url(budget, submission, opens_review=opens_review),
        "link_text": "Read and answer",
        "link_note": "Your answer is mailed to everybody in the conversation.",
    }


def _url(budget: Budget, submission: Submission, *, opens_review: bool) -> str:
    if opens_review:
        review = f"{BASE_URL}/erp/budgets/{budget.project_id}/submissions/{submission.number}"
        return f"{review}#erp-conversation"
    return f"{budget_url(budget)}/conversation"

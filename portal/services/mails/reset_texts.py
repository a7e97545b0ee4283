"""What the mails about exports that nobody posted say: one was taken back, or waits for whoever posts it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.submissions import Submission
from portal.domain.facts import BudgetFacts
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.mails.mail_texts import budget_url, frame, why


def reset(
    session: Session, budget: Budget, submission: Submission, facts: BudgetFacts, reader: Person
) -> dict[str, Any]:
    """To the sender and the approvers: who took the export back and why, and what can be done now."""
    person = session.get(Person, submission.decided_by) if submission.decided_by else None
    name = person.name if person else "Accounting"
    return frame(why(session, budget, submission, reader), person) | {
        "subject": f"{facts.project_name}: the export was taken back",
        "title": f"{facts.project_name}: the export was taken back",
        "intro": f"{name} took submission {submission.number} back. {facts.erp_label} holds nothing of it. The budget "
        "is locked as it was sent: unlock it to change it, or send it again.",
        "link_url": budget_url(budget),
        "link_text": "Open the budget",
        "note_by": f"{name}’s reason:",
        "note": submission.reason,
    }


def awaiting_posting(waiting: Sequence[tuple[int, str, str]], erp: str, days: int) -> dict[str, Any]:
    """To whoever accepted and the ERP admins. `waiting`: project's row number, name, and what is known of it."""
    count = "1 budget waits" if len(waiting) == 1 else f"{len(waiting)} budgets wait"
    since = "1 day" if days == 1 else f"{days} days"
    return frame("You get this mail because you accept budgets or administer the ERP.", None) | {
        "subject": f"{count} for posting in {erp}",
        "title": f"{count} for posting in {erp}",
        "intro": f"Exported more than {since} ago and not posted yet. The budgets stay closed until the amounts "
        "show in the Job Costs Report.",
        "link_url": f"{BASE_URL}/erp/to-post",
        "link_text": "Open To post",
        "waiting_title": "Waiting for posting",
        "waiting": [
            {"url": f"{BASE_URL}/erp/to-post/{number}", "lead": name, "text": text}
            for number, name, text in waiting
        ],
    }

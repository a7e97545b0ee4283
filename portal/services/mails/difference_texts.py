"""What the mails about acknowledged differences say: to the second person, and afterwards to the sender.

Source: portal decision on amounts that differ after an export (Export a Procore Budget to Sage 100, Restrictions).
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.submissions import DifferenceAcknowledgement, Submission
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_difference, format_money
from portal.services.job_costs import code_names
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.mails.mail_texts import frame


def newest(session: Session, submission: Submission) -> DifferenceAcknowledgement | None:
    """The acknowledgement that was made last and waits for the second person."""
    return session.scalars(
        select(DifferenceAcknowledgement)
        .where(
            DifferenceAcknowledgement.submission_id == submission.id,
            DifferenceAcknowledgement.confirmed_by.is_(None),
        )
        .order_by(DifferenceAcknowledgement.at.desc(), DifferenceAcknowledgement.id.desc())
        .limit(1)
    ).first()


def second_person(
    session: Session, budget: Budget, facts: BudgetFacts, entry: DifferenceAcknowledgement
) -> dict[str, Any]:
    """To everybody who may be the second person: which amount, who took it as right and why, where to say so too."""
    first = session.get_one(Person, entry.by_id)
    code = code_names.read(session, [entry.key])[entry.key].whole
    return frame("You get this mail because you may confirm an acknowledged difference.", first) | {
        "subject": f"{facts.project_name}: a difference waits for a second person",
        "title": f"{facts.project_name}: a difference waits for a second person",
        "intro": f"{first.name} takes the amount of {code} as {facts.erp_label} shows it. It counts once a second "
        "person confirms it; until then the budget stays closed.",
        "link_url": f"{BASE_URL}/projects/{budget.project_id}/differences",
        "link_text": "Look at the difference",
        "link_note": "The link opens the page of differences and confirms nothing by itself.",
        "sums": [
            {"term": "Exported", "text": format_money(entry.expected_cents), "strong": False},
            {"term": "Found", "text": format_money(entry.found_cents), "strong": True},
            {
                "term": "Difference",
                "text": format_difference(entry.found_cents - entry.expected_cents),
                "strong": False,
            },
        ],
        "note_by": f"{first.name}’s reason:",
        "note": entry.reason,
    }


def adjusted(session: Session, submission: Submission) -> list[dict[str, str]]:
    """The differences with which a submission counts as synced: the amount, who said so, and why."""
    rows = {(row["key"], row["found"]): row for row in submission.proof.get("adjusted", [])}
    names = code_names.read(session, {key for key, _ in rows})
    entries = session.scalars(
        select(DifferenceAcknowledgement)
        .where(
            DifferenceAcknowledgement.submission_id == submission.id,
            DifferenceAcknowledgement.confirmed_by.is_not(None),
        )
        .order_by(DifferenceAcknowledgement.id)
    )
    return [
        {"lead": names[entry.key].whole, "text": _told(session, entry)}
        for entry in entries
        if (entry.key, entry.found_cents) in rows
    ]


def _told(session: Session, entry: DifferenceAcknowledgement) -> str:
    first, second = session.get(Person, entry.by_id), session.get(Person, entry.confirmed_by)
    names = " and ".join(person.name for person in (first, second) if person is not None)
    return (
        f"exported {format_money(entry.expected_cents)}, found {format_money(entry.found_cents)}. "
        f"Acknowledged by {names}: “{entry.reason}”"
    )

"""What the daily summary says: each waiting budget with its amount, its age, on whom it waits, and the way to it."""

from collections.abc import Sequence
from typing import Any

from portal import clock
from portal.db.people import Person
from portal.domain.audit_chain import Head
from portal.domain.money import format_difference, format_money
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.mails.mail_texts import frame
from portal.services.mails.waiting_items import Item
from portal.services.submissions.next_persons import in_words

SUBJECT = "ERP Integrations Daily Summary"
SHOWN = 40
"""So many are listed; the page behind the button has them all."""


def daily_summary(items: Sequence[Item], person: Person, head: Head) -> dict[str, Any]:
    """To one approver. `head` is how the audit ends as the mail is written: kept outside the portal by being mailed."""
    count = "1 budget waits" if len(items) == 1 else f"{len(items):,} budgets wait"
    rest = len(items) - SHOWN
    digest = "once a day beside the requests" if person.approval_mail == "immediate" else "once a day"
    return frame(
        f"You get this mail {digest} because you can push to accounting. On days when nothing waits none comes.",
        None,
    ) | {
        "subject": SUBJECT,
        "title": f"{count} for you",
        "intro": f"The oldest has been waiting for {_age(items[0])}.",
        "link_url": f"{BASE_URL}/",
        "link_text": "See what waits for you",
        "link_note": "No link in this mail decides anything; each leads to its review after signing in.",
        "waiting_title": "Waiting for accounting",
        "waiting": [_told(item) for item in items[:SHOWN]],
        "more": f"and {rest:,} more" if rest > 0 else "",
        "audit_title": "The audit so far",
        "audit": f"{head.count:,} entries; the last one’s hash is",
        "audit_hash": head.hash or "none yet",
    }


def _age(item: Item) -> str:
    """The age as it stands after "for"."""
    return clock.say_age(item.since).replace("just now", "less than a minute")


def _told(item: Item) -> dict[str, str]:
    amount = (
        f"{format_money(item.revised_cents)}, first export"
        if item.is_first
        else f"{format_difference(item.change_cents)}, {format_money(item.revised_cents)} in all"
    )
    failed = " The export failed." if item.has_failed else ""
    who = in_words([f"you ({item.place})" if item.place else "you", *item.others])
    return {
        "url": f"{BASE_URL}/erp/budgets/{item.project_id}/submissions/{item.number}",
        "lead": item.project_name,
        "text": f"{amount}.{failed} Waiting {_age(item)} for {who}.",
    }

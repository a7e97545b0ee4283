"""The filtered entries as a table for a file: words for people beside the codes and hashes for programs."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.audit import AuditEvent
from portal.files.csv_tables import OutCell
from portal.services.auditing.entry_words import label_of, worded
from portal.services.auditing.filters import Wish, narrowed
from portal.services.auditing.subject_names import read_names
from portal.services.budget_facts import company

HEADINGS = (
    "Number", "Time (UTC)", "Who", "What", "Outcome", "About", "From", "To", "Reason", "Detail", "Address", "Hash",
)  # fmt: skip


def rows(session: Session, wish: Wish) -> Iterator[tuple[OutCell, ...]]:
    """Every entry that `wish` asks for, the oldest first."""
    statement = narrowed(select(AuditEvent), wish, company(session).timezone).order_by(AuditEvent.sequence)
    return table(session, list(session.scalars(statement)))


def table(session: Session, events: list[AuditEvent]) -> Iterator[tuple[OutCell, ...]]:
    """These entries as rows under HEADINGS."""
    names = read_names(session, events)
    for event in events:
        yield (
            event.sequence,
            f"{event.at:%Y-%m-%d %H:%M:%S}",
            event.actor_name,
            label_of(event.action),
            event.outcome,
            names.say(event),
            worded(event.before),
            worded(event.after),
            event.reason,
            json.dumps(event.detail, sort_keys=True, ensure_ascii=False) if event.detail else "",
            event.address,
            event.hash,
        )

"""The daily summary: once a day, at the company's hour, what still waits for each approver who wants to be told.

A duty of the ticker, safe with several of them: the company's row is held while one day's mails are written, and the
day is marked done in the same transaction.
Source: Are accounting approvers notified when data is awaiting acceptance?
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.company import Company
from portal.db.transactions import reader, transaction
from portal.services.auditing.heads import head
from portal.services.mails import summary_texts
from portal.services.mails.letters import post_plain
from portal.services.mails.notices import OFF
from portal.services.mails.waiting_items import by_person

KIND = "daily_summary"


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of the company, and the moment (UTC) from which its summary is due."""

    date: str
    due_at: datetime


def summarize() -> int:
    """Write today's summaries if their hour has come and nobody wrote them; returns how many.

    A missed hour is made up for, late, on the same day. A day whose hour found nothing waiting is over too: what is
    sent later is in tomorrow's.
    """
    company = reader().scalars(select(Company).limit(1)).first()
    if company is None or not _is_due(company, clock.now()):
        return 0
    with transaction() as session:
        held = session.scalars(
            select(Company).limit(1).with_for_update().execution_options(populate_existing=True)
        ).one()
        if not _is_due(held, clock.now()):
            return 0
        held.digest_done = day_of(held, clock.now()).date
        return _write(session)


def day_of(company: Company, now: datetime) -> Day:
    """The company's day at that moment.

    An hour that summer time skips comes one hour later by the clock, and one that comes twice counts the first time.
    """
    zone = ZoneInfo(company.timezone)
    today = now.astimezone(zone).date()
    due = datetime(today.year, today.month, today.day, company.digest_hour, tzinfo=zone)
    return Day(today.isoformat(), due.astimezone(UTC))


def _is_due(company: Company, now: datetime) -> bool:
    """Not before the hour, not twice on a date, and not for a portal that was set up after today's hour."""
    today = day_of(company, now)
    return company.digest_done < today.date and company.created_at < today.due_at <= now


def _write(session: Session) -> int:
    wanted = [
        (person, items)
        for person, items in by_person(session)
        if person.erp_digest and person.approval_mail != OFF
    ]
    for person, items in wanted:
        post_plain(session, KIND, person, summary_texts.daily_summary(items, person, head(session)))
    return len(wanted)

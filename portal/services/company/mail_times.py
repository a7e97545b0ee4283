"""When mails are written: the hour of the daily summary, when posting is reminded of, and at once on a re-send.

Source: Are accounting approvers notified when data is awaiting acceptance?
"""

from dataclasses import asdict, dataclass

from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError

HOURS = range(24)
DAYS = range(1, 31)


@dataclass(frozen=True, slots=True)
class MailTimes:
    """What the form carries: an hour of the company's day, days, and a switch."""

    digest_hour: int
    reminder_days: int
    mails_again: bool


def change(actor: Actor, given: MailTimes) -> None:
    """Store them. Raises Denied, and InputError(digest_hour | reminder_days)."""
    with permitted(Action.CONFIGURE_MAIL, actor, audit.Subject("company", None)) as session:
        if given.digest_hour not in HOURS:
            raise InputError("digest_hour", "Choose an hour from the list.")
        if given.reminder_days not in DAYS:
            raise InputError("reminder_days", "Enter a number of days from 1 to 30.")
        row = company(session)
        before = MailTimes(row.digest_hour, row.reminder_days, row.mails_again)
        row.digest_hour, row.reminder_days = given.digest_hour, given.reminder_days
        row.mails_again = given.mails_again
        if before != given:
            note = audit.Note(detail={"was": asdict(before), "now": asdict(given)})
            audit.record(session, Action.CONFIGURE_MAIL, actor, audit.Subject("company", row.id), note)

"""The company's own settings: its name, its time zone, and the segregation of duties.

Source: What is the accounting approver role? (four eyes); ERP Integrations – Permissions.
"""

from dataclasses import asdict, dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from portal.db.company import Company
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError

NAME_AT_MOST = 80
LINK_DAYS = range(1, 31)


@dataclass(frozen=True, slots=True)
class CompanySettings:
    """What the form carries. `link_days`: how long an approval link in a mail works.

    `holders_grant`: only who holds Can Push to Accounting may grant it.
    """

    name: str
    timezone: str
    four_eyes: bool
    link_days: int
    holders_grant: bool


def of(row: Company) -> CompanySettings:
    """The settings as they stand."""
    return CompanySettings(row.name, row.timezone, row.four_eyes, row.link_days, row.holders_grant)


def change(actor: Actor, given: CompanySettings) -> None:
    """Store the settings. Raises Denied, and InputError(name | timezone | link_days) with the sentence."""
    with permitted(Action.CHANGE_COMPANY, actor, audit.Subject("company", None)) as session:
        row = company(session)
        before = of(row)
        name = " ".join(given.name.split())
        if not name or len(name) > NAME_AT_MOST:
            raise InputError("name", f"Enter the company's name, at most {NAME_AT_MOST} characters.")
        if given.link_days not in LINK_DAYS:
            raise InputError("link_days", "Enter a number of days from 1 to 30.")
        row.name, row.timezone = name, checked_zone(given.timezone)
        row.four_eyes, row.link_days = given.four_eyes, given.link_days
        row.holders_grant = given.holders_grant
        after = of(row)
        if before != after:
            note = audit.Note(detail={"was": asdict(before), "now": asdict(after)})
            audit.record(session, Action.CHANGE_COMPANY, actor, audit.Subject("company", row.id), note)


def checked_zone(name: str) -> str:
    """An IANA zone that this machine knows. Raises InputError("timezone")."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError("timezone", "Choose a time zone from the list.") from None


@cache
def zones() -> tuple[str, ...]:
    """The zones that people live in, as `Area/City`, and UTC."""
    kept = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix", "right", "SystemV"))
    )
    return ("UTC", *kept)

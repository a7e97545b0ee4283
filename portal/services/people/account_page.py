"""What the page of the own account shows: where one is signed in, and since when."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, SignedInSession
from portal.services.actors import may_accept
from portal.services.budget_facts import company
from portal.services.people import own_sessions

_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One place where the person is signed in."""

    id: int
    browser: str
    address: str
    since: str
    last_used: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The whole page."""

    name: str
    title: str
    email: str
    sessions: tuple[OwnSession, ...]
    has_others: bool
    is_approver: bool
    approval_mail: str


def read(session: Session, person: Person, session_id: int) -> AccountPage:
    """The page of `person`, seen from the session `session_id`."""
    zone = company(session).timezone
    rows = own_sessions.living(session, person.id)
    return AccountPage(
        name=person.name,
        title=person.title,
        email=person.email,
        sessions=tuple(_worded(row, zone, is_this=row.id == session_id) for row in rows),
        has_others=any(row.id != session_id for row in rows),
        is_approver=may_accept(session, person),
        approval_mail=person.approval_mail,
    )


def say_browser(agent: str) -> str:
    """`Firefox on Windows` from a User-Agent line; a name is enough to recognise one's own."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if browser or system:
        return " on ".join(word for word in (browser or "A browser", system) if word)
    first = re.match(r"[\w.-]{1,30}", agent)
    return first.group() if first else "An unnamed browser"


def _worded(row: SignedInSession, zone: str, *, is_this: bool) -> OwnSession:
    return OwnSession(
        id=row.id,
        browser=say_browser(row.browser),
        address=row.address,
        since=clock.say_moment(row.created_at, zone),
        last_used="now" if is_this else clock.say_age(row.seen_at),
        is_this=is_this,
    )

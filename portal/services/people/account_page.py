"""What the page of the own account shows: where one is signed in, and since when."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person, SignedInSession
from portal.services.actors import may_accept
from portal.services.budget_facts import company
from portal.services.people import own_sessions, second_factors

_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_PROOFS = {
    "phrase": "Pass phrase",
    "provider": "Company sign-in",
    "link": "One-time link",
    "code": "code",
    "recovery": "recovery code",
}
_FACTOR_WORDS = {
    True: "On: signing in asks for the code of your authenticator app too.",
    False: "Off: your pass phrase alone signs you in.",
}
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
    proved_by: str
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
    digest: bool
    has_second_factor: bool
    second_factor: str


def read(session: Session, person: Person, session_id: int) -> AccountPage:
    """The page of `person`, seen from the session `session_id`."""
    zone = company(session).timezone
    rows = own_sessions.living(session, person.id)
    has_second_factor = second_factors.has(session, person.id)
    return AccountPage(
        name=person.name,
        title=person.title,
        email=person.email,
        sessions=tuple(_worded(row, zone, is_this=row.id == session_id) for row in rows),
        has_others=any(row.id != session_id for row in rows),
        is_approver=may_accept(session, person),
        approval_mail=person.approval_mail,
        digest=person.erp_digest,
        has_second_factor=has_second_factor,
        second_factor=_FACTOR_WORDS[has_second_factor],
    )


def say_proof(proved_by: str) -> str:
    """`Pass phrase and code` from `phrase+code`."""
    return " and ".join(_PROOFS.get(part, part) for part in proved_by.split("+"))


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
        proved_by=say_proof(row.proved_by),
        last_used="now" if is_this else clock.say_age(row.seen_at),
        is_this=is_this,
    )

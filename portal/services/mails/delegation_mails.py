"""Telling the two people of a delegation that it was made or has ended; never who did it himself."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.services.mails.letters import post_plain
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.mails.mail_texts import frame

KIND = "delegation"
WHY = "You get this mail because you can push to accounting."


def tell_begun(session: Session, by_id: int | None, person: Person, substitute: Person, period: str) -> None:
    """To both but who made it. `period` completes a sentence: `from today until Fri 27 Nov`."""
    title = f"{substitute.name} stands in for {person.name} {period}"
    routed = f"Approval requests to {person.name} come to {{}} {period}."
    for reader in _others(by_id, person, substitute):
        who = "you" if reader is substitute else substitute.name
        intro = f"{routed.format(who)} It gives nobody a new permission: you could both decide before, and still can."
        post_plain(session, KIND, reader, _values(title, intro))


def tell_ended(session: Session, by_id: int | None, person: Person, substitute: Person, reason: str) -> None:
    """To both but who ended it. `reason` is a whole sentence, or empty."""
    title = f"{substitute.name} no longer stands in for {person.name}"
    intro = f"{reason} Approval requests to {person.name} go to {person.name} again.".strip()
    for reader in _others(by_id, person, substitute):
        post_plain(session, KIND, reader, _values(title, intro))


def _others(by_id: int | None, *people: Person) -> Iterable[Person]:
    return (each for each in people if each.active and each.id != by_id)


def _values(title: str, intro: str) -> dict[str, str]:
    return frame(WHY, None) | {
        "subject": title,
        "title": title,
        "intro": intro,
        "link_url": f"{BASE_URL}/account/substitute",
        "link_text": "See who stands in for whom",
    }

"""Who was added and has not come in yet: when the last letter was written, and how long its link works."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.mails import Mail
from portal.db.people import OneTimeLink
from portal.services.budget_facts import company
from portal.services.people.one_time_links import INVITATION
from portal.services.people.person_rows import PersonRow


@dataclass(frozen=True, slots=True)
class Pending:
    """One invitation that nobody has taken yet. `said` tells where it stands, `is_good` whether it can be taken."""

    person_id: int
    name: str
    email: str
    written: str
    said: str
    is_good: bool


def read(session: Session, rows: Sequence[PersonRow]) -> tuple[Pending, ...]:
    """Those of `rows` who are active and were never here."""
    waiting = [row for row in rows if row.is_active and not row.was_here]
    ids = [row.id for row in waiting]
    letters = _letters(session, ids)
    links = {link.person_id: link for link in session.scalars(_living(ids))}
    zone = company(session).timezone
    return tuple(_pending(row, letters.get(row.id), links.get(row.id), zone) for row in waiting)


def _pending(row: PersonRow, letter: Mail | None, link: OneTimeLink | None, zone: str) -> Pending:
    if row.mail_refused:
        said = f"The mail server refused the address: {row.mail_refused}"
    elif link is not None:
        said = f"The link works until {clock.say_moment(link.expires_at, zone)}."
    elif letter is not None and letter.sent_at is None:
        said = "The letter has not left yet; its link is made when it does."
    else:
        said = "No link works now. Send the invitation again."
    written = clock.say_moment(letter.created_at if letter is not None else None, zone)
    return Pending(row.id, row.name, row.email, written, said, link is not None and not row.mail_refused)


def _letters(session: Session, ids: list[int]) -> dict[int | None, Mail]:
    """The last invitation to each."""
    last = select(func.max(Mail.id)).where(Mail.to_id.in_(ids), Mail.kind == INVITATION).group_by(Mail.to_id)
    return {letter.to_id: letter for letter in session.scalars(select(Mail).where(Mail.id.in_(last)))}


def _living(ids: list[int]) -> Select[OneTimeLink]:
    return select(OneTimeLink).where(
        OneTimeLink.person_id.in_(ids), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > clock.now()
    )

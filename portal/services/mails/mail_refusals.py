"""Addresses that the mail server refuses for good, kept on the person until a mail is taken or the address changes."""

from sqlalchemy.orm import Session

from portal.db.mails import Mail
from portal.db.people import Person

NOT_WANTED = "Not sent:"
"""Begins the last word on a mail that was given up because nobody needs it any more."""


def refused(session: Session, mail: Mail, words: str) -> None:
    """Note the server's words on the person, unless the address was changed since."""
    person = _addressee(session, mail)
    if person is not None:
        person.mail_refused = words


def taken(session: Session, mail: Mail) -> None:
    """A mail to this address was taken: the address is good."""
    person = _addressee(session, mail)
    if person is not None and person.mail_refused:
        person.mail_refused = ""


def _addressee(session: Session, mail: Mail) -> Person | None:
    person = session.get(Person, mail.to_id) if mail.to_id else None
    return person if person is not None and person.email == mail.to_address else None

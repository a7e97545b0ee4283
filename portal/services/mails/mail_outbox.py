"""The mail outbox: rows become letters, at least once each. A double mail is tolerable, a missing one is not."""

import secrets
from datetime import timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, mail
from portal.db.mails import Mail
from portal.db.transactions import reader, ring_later, transaction
from portal.services.mails import mail_refusals, mail_servers
from portal.services.people import one_time_links
from portal.services.submissions import approval_links
from portal.settings import Settings
from portal.vault import SealBrokenError, Vault, vault_at

APPROVAL_REQUEST = "approval_request"
"""The kind of mail that carries an approval link."""
MAIL_QUEUE = "mail"
MAIL_JOB = "portal.jobs.mails.run"
APPROVAL_LINK = "@@approval-link@@"
"""Stands in a stored mail where the approver's link will be; the token exists only in the letter."""
INVITATION_LINK = "@@invitation-link@@"
"""The same for the one-time link of a person who was added."""
RESET_LINK = "@@reset-link@@"
"""The same for whoever forgot the pass phrase."""
BASE_URL = "@@portal@@"
LEASE = timedelta(minutes=2)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
KEPT_TRYING = timedelta(days=5)
"""As long as mail servers do: a weekend without the server loses nothing."""


def put(session: Session, row: Mail) -> None:
    """Add a mail to the outbox; it leaves after the commit."""
    session.add(row)
    session.flush()
    ring_later(session, MAIL_QUEUE, MAIL_JOB, row.id)


class Fate(Enum):
    """What became of one try."""

    SENT = "sent"
    KEPT = "kept"
    UNREACHABLE = "unreachable"


def deliver(settings: Settings, mail_id: int, vault: Vault | None = None) -> bool:
    """Send one mail if it is due and nobody else is sending it; True when it left. Safe to repeat.

    `vault` opens the mail server's password; without it the key file that the settings name is read.
    """
    return _deliver(settings, vault or vault_at(settings.sealing_keys), mail_id) is Fate.SENT


def deliver_due(settings: Settings, vault: Vault | None = None) -> int:
    """The sweep for lost bells: send what is due, and stop at once when the server is away. Returns how many left."""
    left = 0
    vault = vault or vault_at(settings.sealing_keys)
    for mail_id in due(reader()):
        fate = _deliver(settings, vault, mail_id)
        if fate is Fate.UNREACHABLE:
            break
        left += fate is Fate.SENT
    return left


def _deliver(settings: Settings, vault: Vault, mail_id: int) -> Fate:
    owner = secrets.token_hex(8)
    letter = _claim(settings, mail_id, owner)
    if letter is None:
        return Fate.KEPT
    try:
        mail.send(_server(settings, vault), letter)
    except mail.MailNotTakenError as error:
        _put_back(mail_id, owner, error)
        return Fate.UNREACHABLE if error.unreachable else Fate.KEPT
    with transaction() as session:
        row = session.get_one(Mail, mail_id)
        if row.lease_owner == owner:
            row.sent_at, row.lease_owner, row.lease_until = clock.now(), None, None
            row.last_error = ""
        mail_refusals.taken(session, row)
    return Fate.SENT


def _server(settings: Settings, vault: Vault) -> mail.Server:
    """The server of this very moment, so that a change counts for the next mail. Raises MailNotTakenError."""
    try:
        return mail_servers.current(reader(), settings, vault)
    except SealBrokenError as error:
        raise mail.MailNotTakenError(str(error), unreachable=True) from error


def due(session: Session) -> list[int]:
    """Mails that should have left: what the sweep delivers when their bell was lost."""
    now = clock.now()
    return list(
        session.scalars(
            select(Mail.id)
            .where(
                Mail.sent_at.is_(None),
                Mail.given_up_at.is_(None),
                Mail.not_before <= now,
                (Mail.lease_until.is_(None)) | (Mail.lease_until < now),
            )
            .order_by(Mail.id)
        )
    )


def _claim(settings: Settings, mail_id: int, owner: str) -> mail.Letter | None:
    with transaction() as session:
        row = session.scalar(select(Mail).where(Mail.id == mail_id).with_for_update())
        now = clock.now()
        if row is None or row.sent_at or row.given_up_at or row.not_before > now:
            return None
        if row.lease_until is not None and row.lease_until > now:
            return None
        if row.kind == APPROVAL_REQUEST and not approval_links.is_wanted(
            session, row.submission_id, row.to_id
        ):
            row.given_up_at, row.last_error = (
                now,
                f"{mail_refusals.NOT_WANTED} it was decided, or is not this person's any more.",
            )
            return None
        row.lease_owner, row.lease_until, row.attempts = owner, now + LEASE, row.attempts + 1
        places = _places(session, settings, row)
        return mail.Letter(
            row.id, row.to_address, row.subject, _fill(row.text, places), _fill(row.html, places)
        )


def _places(session: Session, settings: Settings, row: Mail) -> dict[str, str]:
    """What stands for the placeholders in this one letter; tokens are made here and live in the letter alone."""
    places = {BASE_URL: settings.base_url}
    if row.to_id and row.kind == one_time_links.INVITATION:
        token = one_time_links.issue(session, row.to_id, one_time_links.INVITATION)
        return {INVITATION_LINK: f"{settings.base_url}/welcome/{token}", **places}
    if row.to_id and row.kind == one_time_links.RESET:
        token = one_time_links.issue(session, row.to_id, one_time_links.RESET)
        return {RESET_LINK: f"{settings.base_url}/sign-in/new-phrase/{token}", **places}
    if row.to_id and row.submission_id and row.kind == APPROVAL_REQUEST:
        token = approval_links.issue(session, row.submission_id, row.to_id)
        return {APPROVAL_LINK: f"{settings.base_url}/approvals/{token}", **places}
    return places


def _put_back(mail_id: int, owner: str, error: mail.MailNotTakenError) -> None:
    with transaction() as session:
        row = session.get_one(Mail, mail_id)
        if row.lease_owner != owner:
            return
        now = clock.now()
        row.lease_owner = row.lease_until = None
        row.last_error = str(error)[:500]
        row.not_before = now + PAUSES[min(row.attempts, len(PAUSES)) - 1]
        if error.final or row.not_before > row.created_at + KEPT_TRYING:
            row.given_up_at = now
        if error.bad_address:
            mail_refusals.refused(session, row, row.last_error)


def _fill(document: str, places: dict[str, str]) -> str:
    for place, text in places.items():
        document = document.replace(place, text)
    return document

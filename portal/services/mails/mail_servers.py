"""The SMTP server as an administrator set it, or as the environment names it; storing it, and trying it out.

Source: ERP Integrations (notifications are mails); RFC 8314.
"""

import re
import secrets
import socket
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, mail
from portal.db.mails import MailServer
from portal.db.people import Person
from portal.db.transactions import reader
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.mail.servers import SECURITIES, is_blocked
from portal.services import audit
from portal.services.budget_facts import company
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError
from portal.services.mails import trial_mails
from portal.settings import Settings
from portal.vault import SealBrokenError, Vault

TEST_SECONDS = 10.0
TEST_MAIL = "mail_test"
_HOST = re.compile(r"(?!-)[A-Za-z0-9_.:-]{1,253}")
_PORTS = range(1, 65536)
_LONGEST = 200
_SUBJECT = audit.Subject("mail_server", None)


@dataclass(frozen=True, slots=True)
class MailServerInput:
    """A server as typed. An empty password keeps the stored one."""

    host: str
    port: int
    security: str
    username: str
    password: str
    sender: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a test mail met: the server's own words, where it went, and whether it was taken."""

    words: str
    address: str
    taken: bool


def current(session: Session, settings: Settings, vault: Vault) -> mail.Server:
    """The server that counts now. Raises SealBrokenError when its password cannot be read."""
    row = stored(session)
    if row is None:
        return mail.of_environment(settings)
    return mail.Server(
        host=row.host,
        port=row.port,
        security=row.security,
        username=row.username,
        password=vault.open(row.password),
        sender=row.sender,
        portal_host=settings.host,
    )


def stored(session: Session) -> MailServer | None:
    """The row, read afresh; None while the environment counts."""
    return session.scalar(select(MailServer).limit(1).execution_options(populate_existing=True))


def change(actor: Actor, given: MailServerInput, vault: Vault) -> None:
    """Store the server; the next mail takes it. Raises Denied, and InputError at the field.

    A stored password is sent to the server it was typed for and to no other.
    """
    with permitted(Action.CONFIGURE_MAIL, actor, _SUBJECT) as session:
        _check(given)
        row = stored(session)
        if row is None:
            row = MailServer(host="", port=0, security="", sender="", password="", changed_at=clock.now())
            session.add(row)
        elsewhere = (row.host, row.port) != (given.host, given.port)
        if given.username and not given.password and row.password and elsewhere:
            raise InputError(
                "password", "Type the password again: the stored one belongs to the server before."
            )
        row.host, row.port, row.security = given.host, given.port, given.security
        row.username, row.sender, row.changed_at = given.username, given.sender, clock.now()
        if given.password or not given.username:
            row.password = vault.seal(given.password if given.username else "")
        detail = {
            "host": row.host,
            "port": row.port,
            "security": row.security,
            "username": row.username,
            "sender": row.sender,
            "password": "replaced" if given.password and given.username else "kept",
        }
        audit.record(session, Action.CONFIGURE_MAIL, actor, _SUBJECT, audit.Note("", "stored", detail=detail))


def forget(actor: Actor) -> None:
    """Let the environment's settings count again. Raises Denied."""
    with permitted(Action.CONFIGURE_MAIL, actor, _SUBJECT) as session:
        row = stored(session)
        if row is not None:
            session.delete(row)
            note = audit.Note("", "environment", detail={"was": row.host})
            audit.record(session, Action.CONFIGURE_MAIL, actor, _SUBJECT, note)


def try_out(actor: Actor, settings: Settings, vault: Vault) -> Trial:
    """Hand a test mail to the acting person over now, and note it in the audit. Raises Denied."""
    with permitted(Action.CONFIGURE_MAIL, actor, _SUBJECT) as session:
        values = trial_mails.values(company(session).name, actor.name, settings.base_url)
        address = session.get_one(Person, actor.id).email
    html, text = mail.render(TEST_MAIL, values)
    letter = mail.Letter(secrets.randbits(40), address, values["subject"], text, html)
    trial = _hand_over(settings, vault, letter)
    with permitted(Action.CONFIGURE_MAIL, actor, _SUBJECT) as session:
        note = audit.Note("", "tested", detail={"taken": trial.taken, "answer": trial.words[:300]})
        audit.record(session, Action.CONFIGURE_MAIL, actor, _SUBJECT, note)
    return trial


def _hand_over(settings: Settings, vault: Vault, letter: mail.Letter) -> Trial:
    try:
        server = current(reader(), settings, vault)
        reader().rollback()  # no transaction is open while the server is talked to
        return Trial(mail.send(server, letter, TEST_SECONDS), letter.to, taken=True)
    except (mail.MailNotTakenError, SealBrokenError) as refusal:
        return Trial(str(refusal), letter.to, taken=False)


def _check(given: MailServerInput) -> None:
    if not _HOST.fullmatch(given.host):
        raise InputError(
            "host", "Enter the server’s name, such as smtp.example.com, without a scheme or port."
        )
    if is_blocked(given.host) or is_blocked(_dotted(given.host)):
        raise InputError(
            "host", "This address is link-local or a metadata service. Enter a mail server’s name."
        )
    if given.port not in _PORTS:
        raise InputError("port", "Enter a port from 1 to 65535; 587 and 465 are usual.")
    if given.security not in SECURITIES:
        raise InputError("security", "Choose one from the list.")
    for name, text in (("username", given.username), ("password", given.password)):
        if len(text) > _LONGEST or not text.isprintable():
            raise InputError(name, f"Enter at most {_LONGEST} ordinary characters.")
    _check_sender(given.sender)


def _check_sender(sender: str) -> None:
    try:
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        (address,) = message["From"].addresses
        is_good = "@" in address.addr_spec and not message["From"].defects and len(sender) <= _LONGEST
    except (ValueError, IndexError, HeaderParseError):
        is_good = False
    if not is_good:
        raise InputError(
            "sender", "Enter one address, such as budgets@example.com or Budgets <budgets@example.com>."
        )


def _dotted(host: str) -> str:
    """An IPv4 address in one of its odd spellings (2852039166, 0xA9FEA9FE) in the usual one; else the text."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return host

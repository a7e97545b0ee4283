"""Mails as documents and as SMTP: rendering from templates, and handing one message to the server.

Nothing here decides who gets what; `services.notices` does, and `services.mail_outbox` keeps the rows.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal import clock
from portal.resources import resource
from portal.settings import Settings

TIMEOUT = 15


class MailNotTakenError(Exception):
    """The server did not take the message now; `str` is its own answer.

    `final`: trying again is pointless, the address or the message itself is refused. `unreachable`: the server was
    not there at all, so that the next mail would fare no better.
    """

    def __init__(self, answer: str, *, final: bool = False, unreachable: bool = False) -> None:
        super().__init__(answer)
        self.final = final
        self.unreachable = unreachable


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one address; `number` makes its Message-ID, so that a repeat is recognisable."""

    number: int
    to: str
    subject: str
    text: str
    html: str


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource("templates")),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
    )


def render(kind: str, values: dict[str, Any]) -> tuple[str, str]:
    """HTML with its styles inlined, and the text twin, of `templates/mail/<kind>`."""
    html = _templates().get_template(f"mail/{kind}.html").render(mail=values)
    text = _templates().get_template(f"mail/{kind}.txt").render(mail=values)
    return css_inline.CSSInliner(keep_at_rules=True).inline(html), text.strip() + "\n"


def send(settings: Settings, letter: Letter) -> None:
    """Hand the letter to the SMTP server. Raises MailNotTakenError with the server's words.

    Only a refused address or message is final; what a wrong password or sender spoils is mended by an administrator.
    """
    try:
        message = _message(settings, letter)
    except (ValueError, HeaderParseError) as error:
        raise MailNotTakenError(f"This cannot be written as a mail: {error}", final=True) from error
    try:
        with _connected(settings) as server:
            server.send_message(message, to_addrs=[letter.to])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = error.recipients[letter.to]
        raise MailNotTakenError(_said(code, answer), final=_is_final(code)) from error
    except smtplib.SMTPDataError as error:
        raise MailNotTakenError(
            _said(error.smtp_code, error.smtp_error), final=_is_final(error.smtp_code)
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailNotTakenError(str(error), final=True) from error
    except smtplib.SMTPSenderRefused as error:
        raise MailNotTakenError(_said(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotTakenError(f"{type(error).__name__}: {error}", unreachable=True) from error


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A server that is ready for a message. Its goodbye does not count: the message is taken before it."""
    server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
    try:
        if settings.smtp_tls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
    except BaseException:
        server.close()
        raise
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    if not letter.to:
        raise ValueError("the address is empty")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _one_line(letter.subject)
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<mail-{letter.number}@{settings.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _one_line(text: str) -> str:
    """A subject as one line without control characters: whatever a project is called, it adds no header."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _said(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {words}"


def _is_final(code: int) -> bool:
    return 500 <= code < 600  # noqa: PLR2004 - SMTP's permanent refusals

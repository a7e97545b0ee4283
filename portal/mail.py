"""Mails as documents and as SMTP: rendering from templates, and handing one message to the server.

Nothing here decides who gets what; `services.notices` does, and `services.mail_outbox` keeps the rows.
"""

import smtplib
from dataclasses import dataclass
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
    """The server did not take the message now; `str` is its own answer. `final` when trying again is pointless."""

    def __init__(self, answer: str, *, final: bool = False) -> None:
        super().__init__(answer)
        self.final = final


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
    """Hand the letter to the SMTP server. Raises MailNotTakenError with the server's words."""
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT) as server:
            if settings.smtp_tls:
                server.starttls()
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(_message(settings, letter))
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise MailNotTakenError(f"{code} {answer!r}", final=500 <= code < 600) from error  # noqa: PLR2004 - SMTP
    except smtplib.SMTPResponseException as error:
        final = 500 <= error.smtp_code < 600  # noqa: PLR2004 - SMTP
        raise MailNotTakenError(f"{error.smtp_code} {error.smtp_error!r}", final=final) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MailNotTakenError(f"{type(error).__name__}: {error}") from error


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = settings.mail_from
    message["To"] = letter.to
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<mail-{letter.number}@{settings.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message

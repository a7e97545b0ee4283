"""One message as a document: drawn from its templates, and written as a MIME message."""

from dataclasses import dataclass
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


def message_of(letter: Letter, sender: str, host: str) -> EmailMessage:
    """The letter as a message from `sender`, numbered under the portal's own `host`.

    Raises ValueError or HeaderParseError when the address cannot be written.
    """
    if not letter.to:
        raise ValueError("the address is empty")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _one_line(letter.subject)
    message["From"] = sender
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<mail-{letter.number}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def _one_line(text: str) -> str:
    """A subject as one line without control characters: whatever a project is called, it adds no header."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())

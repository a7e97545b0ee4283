"""The SMTP door: takes every mail for anybody and puts it into the inbox."""

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.mailcatcher.inbox import Inbox

_LARGEST_MAIL = 25_000_000


class Sink:
    """Answers 250 once a mail is on disk, never before."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the mail."""
        content = envelope.original_content or b""
        number = self.inbox.add(content, str(envelope.mail_from), [str(one) for one in envelope.rcpt_tos])
        return f"250 caught as number {number}"


def door(inbox: Inbox, port: int) -> Controller:
    """Return an SMTP server on the loopback port (0: any free one); ``start()`` and ``stop()`` it."""
    return Controller(
        Sink(inbox),
        hostname="127.0.0.1",
        port=port,
        ident="mail catcher",
        data_size_limit=_LARGEST_MAIL,
        enable_SMTPUTF8=True,
    )

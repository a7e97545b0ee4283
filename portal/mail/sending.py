"""Handing one letter to a server, and what its refusal means for the next try."""

import base64
import smtplib
from email.errors import HeaderParseError
from email.message import EmailMessage

from portal.mail.letters import Letter, message_of
from portal.mail.servers import Client, Server, connected, said

TIMEOUT = 30.0
"""Seconds for the whole talk with the server."""


class MailNotTakenError(Exception):
    """The server did not take the message now; `str` is its own answer.

    `final`: trying again is pointless, the address or the message itself is refused. `bad_address`: it is the address.
    `unreachable`: the server was not there, or let nobody in, so that the next mail would fare no better.
    """

    def __init__(
        self, answer: str, *, final: bool = False, bad_address: bool = False, unreachable: bool = False
    ) -> None:
        super().__init__(answer)
        self.final = final
        self.bad_address = bad_address
        self.unreachable = unreachable


def send(server: Server, letter: Letter, timeout: float = TIMEOUT) -> str:
    """Hand the letter over and return the server's own words. Raises MailNotTakenError with them.

    Only a refused address or message is final; what a wrong password or sender spoils is mended by an administrator.
    """
    try:
        message = message_of(letter, server.sender, server.portal_host)
    except (ValueError, HeaderParseError) as error:
        raise MailNotTakenError(
            f"This cannot be written as a mail: {error}", final=True, bad_address=True
        ) from error
    try:
        with connected(server, timeout) as client:
            _hand_over(client, message, letter.to)
            return client.taken
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotTakenError(words_of(error, server.password), unreachable=True) from error
    except MailNotTakenError as error:
        raise MailNotTakenError(
            _without(server.password, str(error)), final=error.final, bad_address=error.bad_address
        ) from error


def _hand_over(client: Client, message: EmailMessage, to: str) -> None:
    """Raise MailNotTakenError for a refusal of this one message; a broken line passes as it is."""
    try:
        client.send_message(message, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = error.recipients[to]
        final = _is_final(code)
        raise MailNotTakenError(said(code, answer), final=final, bad_address=final) from error
    except smtplib.SMTPDataError as error:
        raise MailNotTakenError(
            said(error.smtp_code, error.smtp_error), final=_is_final(error.smtp_code)
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailNotTakenError(str(error), final=True, bad_address=True) from error
    except smtplib.SMTPSenderRefused as error:
        raise MailNotTakenError(said(error.smtp_code, error.smtp_error)) from error


def words_of(error: Exception, password: str) -> str:
    """What went wrong while talking to the server, in its own words where it spoke, without the password."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _without(password, said(error.smtp_code, error.smtp_error))
    return _without(password, f"{type(error).__name__}: {error}")


def _without(password: str, words: str) -> str:
    """A server may repeat what it was told; the password is never kept or shown."""
    if not password:
        return words
    coded = base64.b64encode(password.encode()).decode()
    return words.replace(password, "•••").replace(coded, "•••")


def _is_final(code: int) -> bool:
    return 500 <= code < 600  # noqa: PLR2004 - SMTP's permanent refusals

"""Mails as documents and as SMTP: rendering from templates, and handing one message to a server.

Nothing here decides who gets what; `services.mails.notices` does, and `services.mails.mail_outbox` keeps the rows.
"""

from portal.mail.letters import Letter, render
from portal.mail.sending import TIMEOUT, MailNotTakenError, send, words_of
from portal.mail.servers import Server, of_environment

__all__ = ["TIMEOUT", "Letter", "MailNotTakenError", "Server", "of_environment", "render", "send", "words_of"]

"""The bell of a mail: deliver the row."""

from flask import current_app

from portal.services.mails import mail_outbox


def run(mail_id: int) -> None:
    """Deliver one mail; nothing when it has left already. The ticker's sweep does the same for lost bells."""
    mail_outbox.deliver(
        current_app.extensions["portal_settings"], mail_id, current_app.extensions["portal_vault"]
    )

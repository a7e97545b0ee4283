"""A mail that waits in the outbox, for tests of the pages that tell what became of it."""

from portal import clock
from portal.db.mails import Mail
from portal.db.transactions import transaction
from portal.services.mails import mail_outbox
from tests.people import AKI


def put(world, person=AKI, subject="Maple St 116 is synced"):
    """Put it there; its row number."""
    now = clock.now()
    with transaction() as session:
        row = Mail(
            to_id=world.id_of(person),
            to_address=person.email,
            kind="synced",
            subject=subject,
            text="It is.\n",
            html="<p>It is.</p>",
            created_at=now,
            not_before=now,
        )
        mail_outbox.put(session, row)
        return row.id

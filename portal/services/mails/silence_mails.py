"""Telling the ERP administrators that a connection's other side has gone silent: once a silence, not once a tick.

Source: QuickBooks Web Connector Best Practices; Install the hh2 synchronization client.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from portal.domain.vocabulary import Level
from portal.erp.registry import connector_for
from portal.services.mails.letters import post_plain
from portal.services.mails.mail_outbox import BASE_URL
from portal.services.mails.mail_texts import frame
from portal.services.sync import silences
from portal.services.sync.silences import Silence

KIND = "connector_silent"


def tell_administrators(after: timedelta) -> int:
    """Mail about connections silent for longer than `after`; the next mail comes only after they called again.

    Returns how many connections it told of. Several tickers at once tell once.
    """
    _forget_ended()
    told = 0
    untold = list(reader().scalars(select(ErpConnection).where(ErpConnection.silence_told_at.is_(None))))
    for silence in silences.silences(reader(), untold, after):
        with transaction() as session:
            if _take(session, silence):
                connection = session.get_one(ErpConnection, silence.connection_id)
                for person in _administrators(session):
                    post_plain(session, KIND, person, _values(connection, silence))
                told += 1
    return told


def _forget_ended() -> None:
    ended = (
        ErpConnection.silence_told_at.is_not(None),
        ErpConnection.last_contact_at > ErpConnection.silence_told_at,
    )
    if reader().scalar(select(ErpConnection.id).where(*ended).limit(1)) is not None:
        with transaction() as session:
            session.execute(
                update(ErpConnection)
                .where(*ended)
                .values(silence_told_at=None)
                .execution_options(synchronize_session=False)
            )


def _take(session: Session, silence: Silence) -> bool:
    """Whether this process is the one that tells of it."""
    taken = session.scalar(
        update(ErpConnection)
        .where(ErpConnection.id == silence.connection_id, ErpConnection.silence_told_at.is_(None))
        .values(silence_told_at=clock.now())
        .returning(ErpConnection.id)
        .execution_options(synchronize_session=False)
    )
    return taken is not None


def _administrators(session: Session) -> list[Person]:
    able = select(Person).where(
        Person.active, Person.auditor.is_(False), Person.erp_level == Level.ADMIN.value
    )
    return list(session.scalars(able.order_by(Person.id)))


def _values(connection: ErpConnection, silence: Silence) -> dict[str, Any]:
    connector = connector_for(connection.connector)
    return frame("You get this mail because you administer ERP Integrations.", None) | {
        "subject": silence.title,
        "title": silence.title,
        "intro": silence.sentence,
        "link_url": f"{BASE_URL}/settings/connections/{connection.id}",
        "link_text": "See the connection",
        "link_note": "The next mail about it comes only after it has called again.",
        "steps_title": "What to look at",
        "steps": [
            {"lead": f"Does the {connector.transport} run?", "text": silences.first_aid(connection)},
            {
                "lead": "Is the computer on and on the network?",
                "text": "It calls the portal, never the other way.",
            },
        ],
    }

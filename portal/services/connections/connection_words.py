"""How the machines behind the portal are: each ERP connection, and outgoing mail, with what to do about it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.mails import Mail
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.exchange.readings import OPEN_STATES
from portal.services.sync import silences

SILENT_AFTER = timedelta(minutes=60)
"""A connector that has not called for so long is shown as silent. Source: QuickBooks Web Connector Best Practices."""


@dataclass(frozen=True, slots=True)
class MachineRow:
    """One line: name, colour, word, and what it means."""

    name: str
    kind: str
    word: str
    sentence: str


def read(session: Session) -> list[MachineRow]:
    """Every connection by name, then mail."""
    zone = company(session).timezone
    rows = session.scalars(select(ErpConnection).order_by(ErpConnection.name, ErpConnection.id))
    return [*(_connection(session, row, zone) for row in rows), _mail(session, zone)]


def _connection(session: Session, row: ErpConnection, zone: str) -> MachineRow:
    connector = connector_for(row.connector)
    waiting = _waiting(session, row)
    if row.paused:
        return MachineRow(row.name, "warn", "Paused", f"Nothing is handed out. {waiting}".strip())
    if row.last_contact_at is None:
        hint = f"The {connector.transport} has never called. Set it up under Settings."
        return MachineRow(row.name, "warn", "Not connected yet", f"{hint} {waiting}".strip())
    if row.last_problem and row.last_problem_at and row.last_problem_at >= row.last_contact_at:
        return MachineRow(row.name, "bad", "Problem", row.last_problem)
    said = clock.say_when(row.last_contact_at, zone)
    if clock.now() - row.last_contact_at > SILENT_AFTER:
        age = clock.say_age(row.last_contact_at)
        sentence = f"The {connector.transport} last called {said}. {silences.first_aid(row)} {waiting}"
        return MachineRow(row.name, "warn", f"Silent {age}", sentence.strip())
    return MachineRow(row.name, "ok", "Working", f"Last call {said}. {waiting}".strip())


def _waiting(session: Session, row: ErpConnection) -> str:
    open_ones = select(func.count()).where(
        ErpRequest.connection_id == row.id, ErpRequest.state.in_(OPEN_STATES)
    )
    count = session.scalar(open_ones) or 0
    if count == 0:
        return "None waiting."
    return "1 request is waiting." if count == 1 else f"{count:,} requests are waiting."


def _mail(session: Session, zone: str) -> MachineRow:
    unsent = Mail.sent_at.is_(None) & Mail.given_up_at.is_(None)
    waiting, last, failed = session.execute(
        select(
            func.count().filter(unsent),
            func.max(Mail.sent_at),
            func.count().filter(unsent & (Mail.attempts > 0)),
        )
    ).one()
    told = f"Last mail sent {clock.say_when(last, zone)}." if last else "No mail was sent yet."
    if failed:
        error = session.scalar(
            select(Mail.last_error).where(unsent, Mail.attempts > 0).order_by(Mail.id.desc()).limit(1)
        )
        return MachineRow("Outgoing mail", "bad", "Not sending", f"{told} {waiting:,} waiting. {error}")
    return MachineRow("Outgoing mail", "ok", "Working", f"{told} {waiting or 'None'} waiting.")

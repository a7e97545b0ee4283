"""One ERP connection at the head of a list: when it called, when its lists were read, whether they are being read."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection, ErpRequest
from portal.domain.decisions import Verdict, decide
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, RequestState
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.erp_lists.transport_words import call_sentence
from portal.services.exchange.readings import OPEN_STATES, READ_LISTS


@dataclass(frozen=True, slots=True)
class ConnectionHead:
    """`waiting` is said while the lists are being read, `failure` when the last reading was refused."""

    id: int
    name: str
    label: str
    short: str
    read: str
    has_lists: bool
    refresh: Verdict
    waiting: str
    failure: tuple[str, ...]
    calls: str


def connections(session: Session) -> list[ErpConnection]:
    """Every connection of the company, by name."""
    return list(session.scalars(select(ErpConnection).order_by(ErpConnection.name, ErpConnection.id)))


def head_of(session: Session, actor: Actor, connection: ErpConnection) -> ConnectionHead:
    """The head of one connection."""
    connector = connector_for(connection.connector)
    last = session.scalar(
        select(ErpRequest)
        .where(ErpRequest.connection_id == connection.id, ErpRequest.kind == READ_LISTS)
        .order_by(ErpRequest.id.desc())
        .limit(1)
    )
    is_open = last is not None and last.state in OPEN_STATES
    calls = call_sentence(session, connection)
    return ConnectionHead(
        id=connection.id,
        name=connection.name,
        label=connector.label,
        short=connector.short_label,
        read=_when_read(session, connection),
        has_lists=connection.last_lists_at is not None,
        refresh=decide(Action.REFRESH_ERP_LISTS, actor, CompanyFacts()),
        waiting=f"The lists are asked for. {calls}" if is_open else "",
        failure=_failure(last),
        calls=calls,
    )


def _when_read(session: Session, connection: ErpConnection) -> str:
    if connection.last_lists_at is None:
        return "Lists were never read"
    return f"Lists read {clock.say_when(connection.last_lists_at, company(session).timezone)}"


def _failure(last: ErpRequest | None) -> tuple[str, ...]:
    if last is None or last.state not in {RequestState.FAILED.value, RequestState.NEEDS_PERSON.value}:
        return ()
    return tuple(str(message) for message in last.messages) or ("The ERP gave no reason.",)

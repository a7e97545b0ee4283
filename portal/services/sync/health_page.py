"""How each connection is: last contact, what waits, what is in doubt, the last run of each step.

Source: QuickBooks Web Connector Best Practices; How does the hh2 synchronization client connect Procore to Sage 100?
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection, ErpRequest
from portal.db.sync import SyncRun
from portal.domain.decisions import holds
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.connections import connections_page
from portal.services.connections.connection_words import MachineRow
from portal.services.erp_lists.connection_heads import connections
from portal.services.exchange import lost_answers
from portal.services.exchange.readings import OPEN_STATES
from portal.services.sync import run_words, runs


@dataclass(frozen=True, slots=True)
class ConnectionHealth:
    """One connection with its facts as (term, text)."""

    id: int
    label: str
    state: MachineRow
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HealthPage:
    """Every connection by name; `shows_schedule` for who may look at the times."""

    connections: tuple[ConnectionHealth, ...]
    shows_schedule: bool


def read(session: Session, actor: Actor) -> HealthPage:
    """Read the page."""
    states = {row.id: row.state for row in connections_page.read_list(session)}
    return HealthPage(
        connections=tuple(
            ConnectionHealth(
                id=row.id,
                label=connector_for(row.connector).label,
                state=states[row.id],
                facts=_facts(session, row),
            )
            for row in connections(session)
        ),
        shows_schedule=holds(Action.VIEW_SYNC_SCHEDULE, actor),
    )


def _facts(session: Session, row: ErpConnection) -> tuple[tuple[str, str], ...]:
    zone, connector = company(session).timezone, connector_for(row.connector)
    return (
        (
            f"Last contact of the {connector.transport}",
            run_words.say_at(row.last_contact_at, zone),
        ),
        ("Waiting requests", f"{_waiting(session, row.id):,}"),
        ("In doubt", f"{lost_answers.count(session, row.id).in_doubt:,}"),
        (
            f"Last step 1, {connector.short_label} to sync service",
            _last(session, row.id, runs.STEP_ONE, zone),
        ),
        ("Last step 2, sync service to portal", _last(session, row.id, runs.STEP_TWO, zone)),
    )


def _waiting(session: Session, connection_id: int) -> int:
    open_ones = select(func.count()).where(
        ErpRequest.connection_id == connection_id, ErpRequest.state.in_(OPEN_STATES)
    )
    return session.scalar(open_ones) or 0


def _last(session: Session, connection_id: int, step: int, zone: str) -> str:
    run = session.scalar(
        select(SyncRun)
        .where(SyncRun.connection_id == connection_id, SyncRun.step == step, SyncRun.state.not_in(runs.OPEN))
        .order_by(SyncRun.finished_at.desc(), SyncRun.id.desc())
        .limit(1)
    )
    if run is None:
        return "never"
    did = run_words.say_counts(run.counts) if run.state == runs.FINISHED else " ".join(map(str, run.messages))
    told = f"{run_words.say_at(run.finished_at, zone)}, {run_words.say_state(run)[1].lower()}"
    return f"{told}: {did}" if did else told

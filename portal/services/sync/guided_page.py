"""What the guided page shows: both steps of an on-demand sync in their order, how far they are, and both logs.

Source: Perform an On-Demand Sync with Sage 100 Contractor; Perform an On-Demand Sync with QuickBooks Desktop.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.sync import SyncRun
from portal.domain.decisions import Verdict, decide
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.exchange.list_refreshes import existing
from portal.services.sync import guided_progress, run_words, runs, schedules
from portal.services.sync.guided_progress import Progress
from portal.services.sync.run_words import DEPTHS, RANGES, RunRow
from portal.services.sync.scheduled_runs import is_staged

LOGGED = 20


@dataclass(frozen=True, slots=True)
class RunsPart:
    """The part of the page that asks again while something runs: progress and logs."""

    id: int
    progress: Progress | None
    first_title: str
    first: tuple[RunRow, ...]
    second_title: str
    second: tuple[RunRow, ...]


@dataclass(frozen=True, slots=True)
class GuidedPage:
    """The form and its parts. `may_start`: both steps; `may_take`: step 2 alone; `whom` is told who may neither."""

    id: int
    name: str
    label: str
    transport: str
    staged: bool
    first: str
    second: str
    ranges: tuple[tuple[str, str], ...]
    depths: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]
    may_start: bool
    may_take: bool
    whom: str
    runs: RunsPart


def read(session: Session, actor: Actor, connection_id: int) -> GuidedPage:
    """Read the page of one connection. Raises NotFoundError."""
    connection = existing(session, connection_id)
    connector = connector_for(connection.connector)
    start, take = _verdict(Action.START_ERP_SYNC, actor), _verdict(Action.REFRESH_ERP_LISTS, actor)
    return GuidedPage(
        id=connection.id,
        name=connection.name,
        label=connector.label,
        transport=connector.transport,
        staged=is_staged(connection),
        first=_first(connection),
        second=_second(connection),
        ranges=tuple(reversed(RANGES.items())),
        depths=tuple(DEPTHS.items()),
        items=tuple((item.slug, item.label) for item in schedules.items_of(connection)),
        may_start=start.open,
        may_take=take.open,
        whom="" if start.open else start.sentence,
        runs=read_runs(session, connection_id),
    )


def read_runs(session: Session, connection_id: int) -> RunsPart:
    """The part that changes while something runs. Raises NotFoundError."""
    connection = existing(session, connection_id)
    zone = company(session).timezone
    items = {item.slug: item.label for item in schedules.items_of(connection)}
    short = connector_for(connection.connector).short_label
    return RunsPart(
        id=connection.id,
        progress=guided_progress.read(session, connection),
        first_title=f"Log of step 1, {short} to the sync service",
        first=run_words.rows(session, _logged(session, connection.id, runs.STEP_ONE), items, zone),
        second_title="Log of step 2, sync service to the portal",
        second=run_words.rows(session, _logged(session, connection.id, runs.STEP_TWO), items, zone),
    )


def _verdict(action: Action, actor: Actor) -> Verdict:
    return decide(action, actor, CompanyFacts())


def _first(connection: ErpConnection) -> str:
    connector = connector_for(connection.connector)
    if is_staged(connection):
        return (
            f"The {connector.transport} reads the company database of {connector.label} and brings what changed to "
            "the sync service. Nothing changes in the portal yet."
        )
    return (
        f"The {connector.transport} asks {connector.label} what the portal wants to know. {connector.hurry}"
    )


def _second(connection: ErpConnection) -> str:
    if is_staged(connection):
        return "The portal takes over what the sync service has: lists, job costs, and the proof of exports."
    return "Each answer is stored as it arrives, so this step is done as soon as the first one is."


def _logged(session: Session, connection_id: int, step: int) -> list[SyncRun]:
    return list(
        session.scalars(
            select(SyncRun)
            .where(SyncRun.connection_id == connection_id, SyncRun.step == step)
            .order_by(SyncRun.id.desc())
            .limit(LOGGED)
        )
    )

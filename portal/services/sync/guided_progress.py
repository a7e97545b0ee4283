"""How far the last sync that somebody asked for is: each step, what it did so far, and who is waited for."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.sync import SyncRun
from portal.erp.registry import connector_for
from portal.services.budget_facts import company
from portal.services.erp_lists.transport_words import call_sentence
from portal.services.sync import run_words, runs
from portal.services.sync.scheduled_runs import is_staged

CALLS_AT_LEAST_EVERY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the two steps. `kind` and `word` are its state; `sentence` what it does or did."""

    number: int
    title: str
    kind: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps in their order; `running`: ask again soon. `waits` names who is waited for, "" when nobody is."""

    title: str
    steps: tuple[StepLine, ...]
    running: bool
    waits: str


def read(session: Session, connection: ErpConnection) -> Progress | None:
    """The newest sync of this connection that somebody asked for; None before the first."""
    newest = session.scalar(
        select(SyncRun)
        .where(SyncRun.connection_id == connection.id, SyncRun.trigger == runs.ON_DEMAND)
        .order_by(SyncRun.id.desc())
        .limit(1)
    )
    if newest is None:
        return None
    first = session.get(SyncRun, newest.follows_id) if newest.follows_id else None
    if newest.step == runs.STEP_ONE:
        first, newest_second = newest, None
    else:
        newest_second = newest
    return _progress(session, connection, first, newest_second)


def _progress(
    session: Session, connection: ErpConnection, first: SyncRun | None, second: SyncRun | None
) -> Progress:
    lines = []
    if first is not None:
        lines.append(_line(connection, 1, first))
    if second is not None:
        lines.append(_line(connection, 2, second))
    elif first is not None and first.then_items is not None and first.state != runs.FAILED:
        lines.append(
            StepLine(2, _title(connection, 2), "idle", "To come", "It begins by itself after step 1.")
        )
    to_come = first is not None and first.then_items is not None and second is None
    running = any(run is not None and run.state in runs.OPEN for run in (first, second)) or (
        to_come and first is not None and first.state != runs.FAILED
    )
    last = second or first
    return Progress(
        title="Syncing now" if running else _ended(session, last),
        steps=tuple(lines),
        running=running,
        waits=_waits(session, connection, first),
    )


def _line(connection: ErpConnection, number: int, run: SyncRun) -> StepLine:
    kind, word = run_words.say_state(run)
    return StepLine(number, _title(connection, number), kind, word, _sentence(run))


def _title(connection: ErpConnection, number: int) -> str:
    short = connector_for(connection.connector).short_label
    return f"Step 1: {short} to the sync service" if number == 1 else "Step 2: sync service to the portal"


def _sentence(run: SyncRun) -> str:
    if run.state == runs.WAITING:
        return ""
    told = [run_words.say_counts(run.counts)] if run.state != runs.FAILED else []
    if run.state == runs.FAILED or run.counts.get("failed"):
        told.extend(str(message) for message in run.messages)
    sentence = ". ".join(text.rstrip(".") for text in told)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _ended(session: Session, run: SyncRun | None) -> str:
    if run is None:
        return "Last sync"
    return f"Last on-demand sync, {clock.say_when(run.finished_at, company(session).timezone)}"


def _waits(session: Session, connection: ErpConnection, first: SyncRun | None) -> str:
    """A step 1 that waits says for whom, and since when; the hint to come to this very page is left out on it."""
    if first is None or first.state not in runs.OPEN:
        return ""
    if first.state == runs.RUNNING and is_staged(connection):
        return _lost(session, connection)
    return call_sentence(session, connection, hurries=not is_staged(connection))


def _lost(session: Session, connection: ErpConnection) -> str:
    """Who reads the company calls all the time; when that ends in the middle, the run goes on with the next call."""
    last = connection.last_contact_at
    if last is not None and clock.now() - last < CALLS_AT_LEAST_EVERY:
        return ""
    said = clock.say_when(last, company(session).timezone)
    return f"The {connector_for(connection.connector).transport} last called {said}. It goes on when it calls again."

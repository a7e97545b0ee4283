"""Syncs on a person's word: step 1, step 2, or both in their order; whoever asks again joins what is under way.

Source: Perform an On-Demand Sync with Sage 100 Contractor; Perform an On-Demand Sync with QuickBooks Desktop.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.db.sync import SyncRun
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.exchange import connection_locks
from portal.services.intentions import InputError, NotFoundError
from portal.services.sync import direct_runs, runs, scheduled_runs, schedules, staged_runs
from portal.services.sync.staged_runs import DATE_RANGES, DEPTHS, Wish


def start(actor: Actor, connection_id: int, wish: Wish, then_items: Sequence[str] | None = None) -> int:
    """Begin step 1, after which step 2 of `then_items` follows by itself (None: step 1 alone); the run's row number.

    Raises Denied, NotFoundError, and InputError(date_range | depth | items).
    """
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.START_ERP_SYNC, actor, CompanyFacts())
        connection = _existing(session, connection_id)
        _check_wish(wish)
        wanted = None if not then_items else _checked(connection, then_items)
        if scheduled_runs.is_staged(connection):
            run = staged_runs.order(session, connection.id, wish, wanted, actor.id)
        else:
            run = _direct(session, connection, wanted or _all(connection), actor.id)
        detail = {"run": run.id, "step": 1, "wish": dict(run.wish), "then": wanted}
        _note(session, Action.START_ERP_SYNC, actor, connection.id, detail)
        return run.id


def start_step_two(actor: Actor, connection_id: int, items: Sequence[str]) -> int:
    """Take over what is staged, now; for an ERP that is asked directly, ask it. Returns the run's row number.

    Raises Denied, NotFoundError, and InputError(items).
    """
    with transaction() as session:
        actor = held_now(session, actor)
        require(Action.REFRESH_ERP_LISTS, actor, CompanyFacts())
        connection = _existing(session, connection_id)
        run = order_items(session, connection, _checked(connection, items), actor.id)
        detail = {"run": run.id, "step": run.step, "items": list(items)}
        _note(session, Action.REFRESH_ERP_LISTS, actor, connection.id, detail)
        return run.id


def order_items(
    session: Session, connection: ErpConnection, items: Sequence[str], person_id: int | None
) -> SyncRun:
    """The run that brings these items up to what is known now; one that is under way for the same is joined."""
    if not scheduled_runs.is_staged(connection):
        return _direct(session, connection, items, person_id)
    open_runs = session.scalars(
        select(SyncRun)
        .where(
            SyncRun.connection_id == connection.id,
            SyncRun.step == runs.STEP_TWO,
            SyncRun.trigger == runs.ON_DEMAND,
            SyncRun.state == runs.WAITING,
        )
        .order_by(SyncRun.id)
    )
    known = next((run for run in open_runs if set(items) <= set(run.wish.get("items", []))), None)
    return known or scheduled_runs.order_step_two(session, connection, items, runs.ON_DEMAND, person_id)


def order_for_project(session: Session, project: Project, person_id: int | None) -> int | None:
    """Check now on a connection with a sync agent: both steps for the project's job; None when it is not linked."""
    run = staged_runs.order_for_project(session, project, person_id)
    return run.id if run is not None else None


def _direct(
    session: Session, connection: ErpConnection, items: Sequence[str], person_id: int | None
) -> SyncRun:
    connection_locks.lock(session, connection.id)
    known = direct_runs.under_way(session, connection.id, items, runs.ON_DEMAND)
    return known or direct_runs.begin(session, connection, items, runs.ON_DEMAND, person_id)


def _existing(session: Session, connection_id: int) -> ErpConnection:
    connection = session.get(ErpConnection, connection_id)
    if connection is None:
        raise NotFoundError("There is no such connection.")
    return connection


def _all(connection: ErpConnection) -> list[str]:
    return [item.slug for item in schedules.items_of(connection)]


def _checked(connection: ErpConnection, items: Sequence[str]) -> list[str]:
    known = _all(connection)
    if not items or set(items) - set(known):
        raise InputError("items", "Choose at least one part to take over.")
    return [slug for slug in known if slug in items]


def _check_wish(wish: Wish) -> None:
    if wish.date_range not in DATE_RANGES:
        raise InputError("date_range", "Choose a date range from the list.")
    if wish.depth not in DEPTHS:
        raise InputError("depth", "Choose Shallow or Deep.")


def _note(
    session: Session, action: Action, actor: Actor, connection_id: int, detail: dict[str, object]
) -> None:
    audit.record(
        session, action, actor, audit.Subject("connection", connection_id), audit.Note(detail=detail)
    )

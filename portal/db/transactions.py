"""One way to change the database: `with transaction() as session:`. Bells ring only after the commit."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from portal.db.base import database

Closing = Callable[[Session, list[Any]], None]
"""What runs once just before the commit, with everything that was put aside for it."""

Bell = tuple[str, str, int]
"""Queue name, dotted job name, row number."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_listeners: list[Callable[[Bell], object]] = []


def reader() -> Session:
    """The session of this request or job, for reading. Never commit it; use `transaction` to write."""
    return database.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one writing transaction of an intention, commit it, then ring the bells put aside in it.

    On SQLite it begins IMMEDIATE: two writers queue up instead of failing late. A block inside another one joins it.
    What `put_aside` kept is done just before the commit.
    """
    session = database.session()
    if _writing.get():
        yield session
        return
    session.rollback()
    token = _writing.set(True)
    session.info["bells"], session.info["aside"] = [], {}
    try:
        yield session
        _close(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)
        session.info.pop("aside", None)
    for bell in session.info.pop("bells"):
        for listener in _listeners:
            listener(bell)


def ring_later(session: Session, queue: str, job: str, row_id: int) -> None:
    """Put a bell aside: `job` is enqueued for `row_id` after the commit. A lost bell only delays; a sweep finds it."""
    session.info.setdefault("bells", []).append((queue, job, row_id))


def put_aside(session: Session, closing: Closing, item: Any) -> None:
    """Keep `item` until just before the commit, for `closing(session, items)`: the last to write, the last to lock.

    What was put aside in a savepoint that is rolled back is forgotten with it. Only inside `transaction`.
    """
    if not _writing.get():
        raise RuntimeError("Nothing can be put aside outside a transaction.")
    session.info["aside"].setdefault(closing, []).append((session.get_nested_transaction(), item))


def _close(session: Session) -> None:
    session.flush()
    for closing, kept in session.info["aside"].items():
        closing(session, [item for _, item in kept])


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """Drop what was put aside inside the savepoint that was rolled back."""
    for kept in session.info.get("aside", {}).values():
        kept[:] = [(savepoint, item) for savepoint, item in kept if not _within(savepoint, ended)]


def _within(savepoint: SessionTransaction | None, ended: SessionTransaction) -> bool:
    while savepoint is not None and savepoint is not ended:
        savepoint = savepoint.parent
    return savepoint is ended


def on_bell(listener: Callable[[Bell], object]) -> None:
    """Name who rings; done once by the app."""
    _listeners[:] = [listener]


def prepare(engine: Engine) -> None:
    """Teach SQLite what the portal relies on: real transactions, foreign keys, WAL, full sync, patience."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")

"""Keeping what was read: SQLAlchemy forgets a row as soon as nobody holds it, and asks again the next time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


@contextmanager
def remembering(session: Session) -> Iterator[None]:
    """Hold every row that the session loads until the end of the block, so that one transaction reads it once."""
    held: list[Any] = []

    def hold(_session: Session, row: Any) -> None:
        held.append(row)

    event.listen(session, "loaded_as_persistent", hold)
    try:
        yield
    finally:
        event.remove(session, "loaded_as_persistent", hold)
        held.clear()

"""Choosing a record of an ERP's list by its full name, as a person types it or picks it from the suggestions."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.exchange import ErpRecord
from portal.services.intentions import InputError

SUGGESTED_AT_MOST = 3_000
"""Names offered while typing; a longer list is found by typing the whole name."""
_SIMILAR_AT_MOST = 5


def names(session: Session, connection_id: int, kind: str) -> tuple[str, ...]:
    """Full names of the active records of one kind, in order."""
    return tuple(
        session.scalars(
            select(ErpRecord.full_name)
            .where(ErpRecord.connection_id == connection_id, ErpRecord.kind == kind, ErpRecord.active)
            .order_by(ErpRecord.full_name)
            .limit(SUGGESTED_AT_MOST)
        )
    )


def chosen(session: Session, connection_id: int, kind: str, text: str, field: str) -> ErpRecord:
    """The active record with this full name, capitals aside. Raises InputError at `field`, naming similar ones."""
    wanted = " ".join(text.split())
    if not wanted:
        raise InputError(field, "Choose one from the list.")
    record = session.scalar(
        select(ErpRecord)
        .where(*_active(connection_id, kind), func.lower(ErpRecord.full_name) == wanted.lower())
        .limit(1)
    )
    if record is None:
        raise InputError(field, _unknown(wanted, similar(session, connection_id, kind, wanted)))
    return record


def similar(session: Session, connection_id: int, kind: str, text: str) -> list[str]:
    """Full names that hold the text."""
    found = session.scalars(
        select(ErpRecord.full_name)
        .where(
            *_active(connection_id, kind),
            func.lower(ErpRecord.full_name).contains(text.lower(), autoescape=True),
        )
        .order_by(ErpRecord.full_name)
        .limit(_SIMILAR_AT_MOST + 1)
    )
    return list(found)


def by_name(session: Session, connection_id: int, kind: str, wanted: Iterable[str]) -> dict[str, ErpRecord]:
    """Active records by the last part of their name in lower case, for those of the wanted names that exist once."""
    keys = {name.lower() for name in wanted}
    found: dict[str, list[ErpRecord]] = {}
    rows = session.scalars(
        select(ErpRecord).where(*_active(connection_id, kind), func.lower(ErpRecord.name).in_(keys))
    )
    for row in rows:
        found.setdefault(row.name.lower(), []).append(row)
    return {name: records[0] for name, records in found.items() if len(records) == 1}


def _active(connection_id: int, kind: str) -> tuple[Any, ...]:
    return (ErpRecord.connection_id == connection_id, ErpRecord.kind == kind, ErpRecord.active)


def _unknown(wanted: str, near: list[str]) -> str:
    if not near:
        return f"The list has no “{wanted[:80]}”. Choose from the list, or refresh it first."
    more = " and more" if len(near) > _SIMILAR_AT_MOST else ""
    return f"The list has no “{wanted[:80]}”. Type one of these in full: {'; '.join(near[:_SIMILAR_AT_MOST])}{more}."

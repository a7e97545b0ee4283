"""The change marker: one cheap statement per table that tells which jobs changed since the last look.

A sum alone would miss an amount that moves from one code or type to another. So every row counts with a weight that
follows from where it stands (code, type, phase, status), and the products are added up modulo a prime. What slips
through (texts of equal length, dates, one change in a million) the full comparison finds.
The numbers stay below 2^63 at Sage's widest columns.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Numeric,
    Select,
    cast,
    func,
    literal,
    select,
)

from .entities import ENTITIES, Entity
from .tables import Exact

Marker = tuple[int, int]
"""Rows, and their weighted sum."""
Markers = Mapping[str, Marker]
"""By job; lists stand under ""."""

_FACTOR = 104_729
_WEIGHTS = 999_983
"""The prime below which the weight of a place stays."""
_CONTENTS = 998_244_353
_SUMS = 2_147_483_647


def statement(entity: Entity) -> Select[Any]:
    """The marker of one kind: per job the number of rows and their weighted sum."""
    job = literal("") if entity.job is None else entity.job
    columns: list[ColumnElement[Any]] = [
        job.label("job"),
        func.count().label("found"),
        func.sum(_row(entity)),
    ]
    statement: Select[Any] = select(*columns).select_from(entity.places[0].table)
    return statement if entity.job is None else statement.group_by(entity.job)


def look(connection: Connection) -> dict[str, Markers]:
    """All markers by kind of record."""
    return {
        entity.name: {
            ("" if row[0] is None else str(row[0])): (int(row[1]), int(row[2] or 0))
            for row in connection.execute(statement(entity))
        }
        for entity in ENTITIES
    }


def moved(before: Mapping[str, Markers], now: Mapping[str, Markers]) -> list[tuple[Entity, str]]:
    """The (kind, job) pairs whose marker is another than before; a job whose rows are all gone is one of them."""
    found = []
    for entity in ENTITIES:
        old, new = before.get(entity.name, {}), now[entity.name]
        found += [(entity, job) for job in sorted({*old, *new}) if old.get(job) != new.get(job)]
    return found


def _row(entity: Entity) -> ColumnElement[int]:
    numbers = [
        *(_whole(column) for column in entity.amounts),
        *(_length(column) for column in entity.letters),
    ]
    content = _mixed(numbers, 1) % _CONTENTS
    weight = _mixed([_whole(column) for column in entity.places], 13) % _WEIGHTS
    return (content * (weight + 1)) % _SUMS


def _mixed(numbers: list[ColumnElement[int]], start: int) -> ColumnElement[int]:
    """Numbers added up, each with a factor of its own."""
    mixed: ColumnElement[int] = literal(start, BigInteger)
    for position, number in enumerate(numbers, start=1):
        mixed = mixed + number * pow(_FACTOR, position, _WEIGHTS)
    return mixed


def _whole(column: ColumnElement[Any]) -> ColumnElement[int]:
    """A numeric column as a whole number: cents, thousandths of a code, or the number itself."""
    if isinstance(column.type, Exact):
        places = column.type.places
        value = func.round(cast(column, Numeric(18, places)) * 10**places, 0)
        return func.coalesce(cast(value, BigInteger), literal(0, BigInteger))
    if isinstance(column.type, BigInteger):  # a key may be too long to be multiplied
        return func.coalesce(column, literal(0, BigInteger)) % _WEIGHTS
    if isinstance(column.type, Integer):
        return func.coalesce(cast(column, BigInteger), literal(0, BigInteger))
    raise TypeError(f"{column} is no number.")


def _length(column: ColumnElement[Any]) -> ColumnElement[int]:
    return func.coalesce(cast(func.char_length(column), BigInteger), literal(0, BigInteger))

"""Whether the database itself is sound: its pages, and rows that refer to rows that are not there."""

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKeyConstraint, and_, exists, func, select, text

from portal.db import tables
from portal.db.base import Base

_SHOWN = 20


def problems(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong; nothing when all is well."""
    assert tables  # noqa: S101 - imported so that the metadata is whole
    if connection.dialect.name == "sqlite":
        yield from _damaged_pages(connection)
    else:
        yield from _failed_checksums(connection)
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            yield from _dangling(connection, key)


def _damaged_pages(connection: Connection) -> Iterator[str]:
    found = connection.execute(text(f"PRAGMA integrity_check({_SHOWN})")).scalars().all()
    if found != ["ok"]:
        yield from (f"SQLite finds damage: {each}." for each in found)


def _failed_checksums(connection: Connection) -> Iterator[str]:
    asked = text("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
    failures = connection.execute(asked).scalar()
    if failures:
        yield f"PostgreSQL counts {failures} pages whose checksum failed."


def _dangling(connection: Connection, key: ForeignKeyConstraint) -> Iterator[str]:
    """Rows whose foreign key leads nowhere; counted, whatever the database enforces."""
    there = key.referred_table.alias("there")
    pairs = [(each.parent, there.c[each.column.name]) for each in key.elements]
    lost = and_(
        *(own.is_not(None) for own, _ in pairs),
        ~exists().where(*(own == other for own, other in pairs)),
    )
    count = connection.execute(select(func.count()).select_from(key.table).where(lost)).scalar_one()
    if count:
        names = ", ".join(own.name for own, _ in pairs)
        yield f"{key.table.name}.{names} leads to no row of {key.referred_table.name}, {count} times."

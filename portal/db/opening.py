"""Opening a database that must exist already, to look at one moment of it; nothing is made, nothing is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, make_url
from sqlalchemy.pool import NullPool

_NEEDED = "audit_heads"


@contextmanager
def open_existing(url: str) -> Iterator[Connection]:
    """A connection whose every look is of the same moment, however much others write.

    Raises LookupError with a sentence when there is no such database, or one from before this portal's tables.
    """
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite"
    if is_file and not Path(address.database or "").is_file():
        raise LookupError(f"There is no database at {address.database}.")
    engine = create_engine(address, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if is_file:
                connection.exec_driver_sql("BEGIN")  # the driver itself begins nothing before a SELECT
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            if not inspect(connection).has_table(_NEEDED):
                raise LookupError("The tables are older than this portal. Run `portal migrate` first.")
            yield connection
            connection.rollback()
    finally:
        engine.dispose()

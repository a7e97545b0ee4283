"""Alembic's entrance: it gets a connection from `portal.db.migrate`, which holds the lock."""

from alembic import context

from portal.db import tables  # noqa: F401 - makes the metadata whole
from portal.db.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

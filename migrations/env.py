"""Alembic's entrance: it gets a connection from `portal.db.migrate`, which holds the lock."""

from alembic import context
from sqlalchemy.types import TypeDecorator

from portal.db import tables  # noqa: F401 - makes the metadata whole
from portal.db.base import Base


def render_item(kind, item, autogen_context):
    """Write our own column types as what the database stores: a migration outlives the code of its day."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()

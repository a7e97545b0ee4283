"""carry the schedules of connections over into rows of their own"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARTS = ("lists", "costs")
DEFAULTS = {"lists": 60, "costs": 120}
MOMENT = sa.DateTime(timezone=True)

connections = sa.table(
    "erp_connections",
    sa.column("id", sa.BigInteger()),
    *(sa.column(f"{part}_minutes", sa.Integer()) for part in PARTS),
    *(sa.column(f"{part}_due_at", MOMENT) for part in PARTS),
)
schedules = sa.table(
    "sync_schedules",
    sa.column("connection_id", sa.BigInteger()),
    sa.column("item", sa.String()),
    sa.column("minutes", sa.Integer()),
    sa.column("due_at", MOMENT),
    sa.column("cursor", sa.Integer()),
)


def upgrade() -> None:
    """Every connection of that time belongs to QuickBooks, whose items are called lists and costs."""
    bind = op.get_bind()
    for row in bind.execute(sa.select(connections)).mappings().all():
        for part in PARTS:
            given = {"item": part, "minutes": row[f"{part}_minutes"], "due_at": _utc(row[f"{part}_due_at"])}
            bind.execute(schedules.insert().values(connection_id=row["id"], cursor=0, **given))
    with op.batch_alter_table("erp_connections", schema=None) as batch_op:
        for part in PARTS:
            batch_op.drop_column(f"{part}_minutes")
            batch_op.drop_column(f"{part}_due_at")


def downgrade() -> None:
    """Put the values back; other items of a schedule have no place there."""
    with op.batch_alter_table("erp_connections", schema=None) as batch_op:
        for part, minutes in DEFAULTS.items():
            column = sa.Column(f"{part}_minutes", sa.Integer(), nullable=False, server_default=str(minutes))
            batch_op.add_column(column)
            batch_op.add_column(sa.Column(f"{part}_due_at", MOMENT, nullable=True))
    with op.batch_alter_table("erp_connections", schema=None) as batch_op:
        for part in PARTS:
            batch_op.alter_column(f"{part}_minutes", server_default=None)
    bind = op.get_bind()
    for row in bind.execute(sa.select(schedules).where(schedules.c.item.in_(PARTS))).mappings().all():
        values = {f"{row['item']}_minutes": row["minutes"], f"{row['item']}_due_at": _utc(row["due_at"])}
        bind.execute(connections.update().where(connections.c.id == row["connection_id"]).values(values))
    bind.execute(schedules.delete().where(schedules.c.item.in_(PARTS)))


def _utc(moment: datetime | None) -> datetime | None:
    """SQLite forgets the zone; it was UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment

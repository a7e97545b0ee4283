"""chain the audit: number and hash the entries that exist, begin the head, index what is filtered by"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COVERED = {
    "at": sa.DateTime(timezone=True), "actor_id": sa.BigInteger(), "actor_name": sa.String(),
    "action": sa.String(), "outcome": sa.String(), "subject": sa.String(), "subject_id": sa.Integer(),
    "project_id": sa.BigInteger(), "before": sa.String(), "after": sa.String(), "reason": sa.String(),
    "detail": sa.JSON(), "address": sa.String(),
}  # fmt: skip
events = sa.table(
    "audit_events",
    sa.column("id", sa.BigInteger()),
    *(sa.column(name, kind) for name, kind in COVERED.items()),
    sa.column("sequence", sa.Integer()),
    sa.column("hash", sa.String()),
)
heads = sa.table(
    "audit_heads",
    sa.column("id", sa.BigInteger()),
    sa.column("count", sa.Integer()),
    sa.column("hash", sa.String()),
)
INDEXES = {
    "ix_audit_events_actor": ["actor_id", "sequence"],
    "ix_audit_events_action": ["action", "sequence"],
    "ix_audit_events_outcome": ["outcome", "sequence"],
    "ix_audit_events_at": ["at"],
}


def upgrade() -> None:
    """Entries are numbered in the order in which they were written."""
    bind = op.get_bind()
    count, last = _chain(bind)
    bind.execute(heads.delete())
    bind.execute(heads.insert().values(id=1, count=count, hash=last))
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.alter_column("sequence", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("hash", existing_type=sa.String(), existing_nullable=False, server_default=None)
        for name, columns in INDEXES.items():
            batch_op.create_index(name, columns, unique=False)


def downgrade() -> None:
    """Take numbers and hashes away again."""
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        for name in INDEXES:
            batch_op.drop_index(name)
        batch_op.alter_column("sequence", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("hash", existing_type=sa.String(), existing_nullable=False, server_default="")
    bind = op.get_bind()
    bind.execute(events.update().values(sequence=None, hash=""))
    bind.execute(heads.delete())


def _chain(bind: sa.Connection) -> tuple[int, str]:
    """Number and hash every entry; returns count and last hash."""
    rows = bind.execute(sa.select(events).order_by(events.c.id)).mappings().all()
    count, previous, changes = 0, "", []
    for count, row in enumerate(rows, 1):
        previous = _hash({**{name: row[name] for name in COVERED}, "sequence": count}, previous)
        changes.append({"number": row["id"], "new_sequence": count, "new_hash": previous})
    if changes:
        statement = events.update().where(events.c.id == sa.bindparam("number"))
        values = {"sequence": sa.bindparam("new_sequence"), "hash": sa.bindparam("new_hash")}
        bind.execute(statement.values(values), changes)
    return count, previous


def _hash(fields: dict, previous: str) -> str:
    """The rule as it stood when this was written; a test holds the portal's own against it."""
    at = fields["at"]
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    fields = {**fields, "at": at.isoformat(timespec="microseconds")}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()

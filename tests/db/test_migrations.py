import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Table, inspect, select
from sqlalchemy.orm import Session

from portal.db import migrate, tables
from portal.db.base import Base
from portal.resources import PACKAGE
from portal.services.auditing import chain_checks


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'portal.sqlite3'}"
    return request.getfixturevalue("empty_postgres_url")


def upgrade_in_a_process(url, folder):
    settings = {
        **os.environ,
        "DATABASE_URL": url,
        "PORTAL_DATA": str(folder),
        "PYTHONPATH": str(PACKAGE.parent),
    }
    command_line = [sys.executable, "-m", "portal.cli", "migrate"]
    return subprocess.Popen(
        command_line, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_the_migrations_lead_to_the_tables_of_the_code(empty_url):
    assert tables
    with migrate.only_one(empty_url) as connection:
        command.upgrade(migrate.configuration(connection), "head")
        connection.rollback()
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_can_be_taken_back(empty_url):
    with migrate.only_one(empty_url) as connection:
        config = migrate.configuration(connection)
        command.upgrade(config, "head")
        assert len(inspect(connection).get_table_names()) > 20
        connection.rollback()
        command.downgrade(config, "base")
        inspector = inspect(connection)
        assert inspector.get_table_names() == ["alembic_version"]
        connection.rollback()
        command.upgrade(config, "head")


def test_four_processes_migrate_at_once_and_all_succeed(empty_url, tmp_path):
    running = [upgrade_in_a_process(empty_url, tmp_path) for _ in range(4)]
    told = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0], told


def test_a_migration_that_breaks_leaves_nothing_behind(empty_url, tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((migrate.resource("migrations") / "env.py").read_text())
    (folder / "versions" / "0001_half.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '0001'\ndown_revision = None\n"
        "def upgrade():\n    op.create_table('half', sa.Column('id', sa.Integer()))\n"
        "    raise RuntimeError('power cut')\n"
    )
    monkeypatch.setattr(migrate, "resource", lambda _: folder)
    with pytest.raises(RuntimeError, match="power cut"), migrate.only_one(empty_url) as connection:
        command.upgrade(migrate.configuration(connection), "head")
    with migrate.only_one(empty_url) as connection:
        assert "half" not in inspect(connection).get_table_names()


def test_schedules_of_before_are_carried_over_and_back(empty_url):
    due = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    columns = (
        "connector name username password_hash owner_guid file_guid settings company paused last_problem"
    )
    values = {name: "{}" if name in {"settings", "company"} else name for name in columns.split()}
    old = {"lists_minutes": 240, "costs_minutes": 0, "lists_due_at": due, "costs_due_at": None}
    with migrate.only_one(empty_url) as connection:
        config = migrate.configuration(connection)
        command.upgrade(config, "0001")
        table = Table("erp_connections", MetaData(), autoload_with=connection)
        row = {**values, **old, "paused": False, "settings": {}, "company": {}, "created_at": due}
        connection.execute(table.insert().values(row))
        connection.commit()
        command.upgrade(config, "head")
        moved = Table("sync_schedules", MetaData(), autoload_with=connection)
        found = connection.execute(select(moved.c.item, moved.c.minutes, moved.c.due_at).order_by(moved.c.id))
        said = [(item, minutes, at and at.replace(tzinfo=UTC)) for item, minutes, at in found]
        assert said == [("lists", 240, due), ("costs", 0, None)]
        assert not set(old) & {each["name"] for each in inspect(connection).get_columns("erp_connections")}
        connection.rollback()
        command.downgrade(config, "0001")
        table = Table("erp_connections", MetaData(), autoload_with=connection)
        back = connection.execute(select(*(table.c[name] for name in old))).one()
        assert tuple(back[:2]) == (240, 0)
        assert back[2].replace(tzinfo=UTC) == due
        assert back[3] is None


def test_entries_of_before_are_chained_by_the_portals_own_rule(empty_url):
    columns = "actor_name action outcome subject before after reason address"
    at = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)
    given = [
        {**dict.fromkeys(columns.split(), f"{name} ü"), "at": at, "detail": {"was": "1.00", "b": [1, None]}}
        for name in ("first", "second", "third")
    ]
    with migrate.only_one(empty_url) as connection:
        config = migrate.configuration(connection)
        command.upgrade(config, "0004")
        table = Table("audit_events", MetaData(), autoload_with=connection)
        connection.execute(table.insert(), given)
        connection.commit()
        command.upgrade(config, "head")
        connection.rollback()
        with Session(connection) as session:
            check = chain_checks.check(session)
        assert (check.count, check.breaks, check.head.count) == (3, (), 3)
        assert check.head.hash == check.last != check.first
        connection.rollback()
        command.downgrade(config, "0004")
        table = Table("audit_events", MetaData(), autoload_with=connection)
        assert connection.execute(select(table.c.sequence, table.c.hash)).all() == [(None, "")] * 3

"""`portal verify` and `portal backup` on the console, as processes of their own, on both databases."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import text

from portal.db.transactions import reader, transaction
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.auditing.heads import head
from tests import factories


@pytest.fixture
def world(plain_app):
    with plain_app.app_context():
        furnished = factories.furnish()
        write(12)
        yield furnished


@pytest.fixture
def console(settings):
    """Call with the words after `portal`."""

    def run(*words, **more):
        environment = {
            **os.environ,
            "PORTAL_DATA": str(settings.data_dir),
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            **more,
        }
        command = [sys.executable, "-m", "portal.cli", *map(str, words)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def write(count):
    for number in range(count):
        with transaction() as session:
            audit.record(session, Action.CHANGE_COMPANY, CONSOLE, audit.Subject("company", number))


def change(statement):
    with transaction() as session:
        session.execute(text(statement))


def test_a_whole_chain_and_a_sound_database_end_with_0(world, console):
    known = head(reader())
    done = console("verify", "--head", known)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Database: sound" in done.stdout
    assert f"Audit: {known.count} entries, the chain is whole" in done.stdout
    assert f"last  {known.hash}" in done.stdout
    assert "compared with" in done.stdout


def test_every_break_is_told_and_ends_with_1(world, console):
    change("UPDATE audit_events SET reason = 'other' WHERE sequence = 4")
    change("DELETE FROM audit_events WHERE sequence = 7")
    done = console("verify")
    assert done.returncode == 1
    assert "THE CHAIN IS BROKEN" in done.stdout
    assert "Entry 4, or the hash of entry 3, was changed" in done.stdout
    assert "Entry 7 is missing: it was deleted." in done.stdout
    assert "Compare with a head kept outside" in done.stdout


def test_a_tail_cut_with_its_head_is_found_by_the_head_kept_outside(world, console):
    known = head(reader())
    change("DELETE FROM audit_events WHERE sequence > 5")
    change("UPDATE audit_heads SET count = 5, hash = (SELECT hash FROM audit_events WHERE sequence = 5)")
    assert console("verify").returncode == 0
    done = console("verify", "--head", known)
    assert done.returncode == 1
    assert f"The head kept outside counts {known.count} entries, but the chain has 5" in done.stdout


def test_a_row_that_leads_nowhere_is_told(world, console):
    postgres = reader().get_bind().dialect.name == "postgresql"
    reader().rollback()
    code = "INSERT INTO budget_permissions (person_id, project_id, level, granular) VALUES (999, 999, 'admin', '[]')"
    if postgres:
        change(f"SET LOCAL session_replication_role = 'replica'; {code}")
    else:
        with sqlite3.connect(reader().get_bind().url.database) as database:
            database.execute(code)
        database.close()
    done = console("verify")
    assert done.returncode == 1
    assert "budget_permissions.person_id leads to no row of people, 1 times." in done.stdout
    assert "the chain is whole" in done.stdout


def test_what_is_no_head_no_manifest_or_no_database_is_said(world, console, tmp_path):
    assert "is no head" in console("verify", "--head", "7").stderr
    (tmp_path / "manifest.json").write_text("{}")
    assert "is no manifest" in console("verify", "--manifest", tmp_path / "manifest.json").stderr
    nowhere = f"sqlite:///{tmp_path / 'none.sqlite3'}"
    done = console("verify", "--database", nowhere)
    assert (done.returncode, "There is no database at" in done.stderr) == (1, True)
    assert not (tmp_path / "none.sqlite3").exists()
    (tmp_path / "damaged.sqlite3").write_bytes(b"no database at all" * 100)
    done = console("verify", "--database", f"sqlite:///{tmp_path / 'damaged.sqlite3'}")
    assert (done.returncode, "The database cannot be read" in done.stderr) == (1, True)
    sqlite3.connect(tmp_path / "old.sqlite3").close()
    done = console("verify", "--database", f"sqlite:///{tmp_path / 'old.sqlite3'}")
    assert (done.returncode, "Run `portal migrate` first" in done.stderr) == (1, True)


@pytest.fixture
def path(request, settings):
    """With the pg_dump of the tests' own server in front: one of another version refuses."""
    if settings.database_url.startswith("sqlite"):
        return os.environ["PATH"]
    return f"{request.getfixturevalue('postgres_server').binaries}:{os.environ['PATH']}"


def backup(console, path, folder):
    done = console("backup", folder, PATH=path)
    assert done.returncode == 0, done.stderr
    (made,) = folder.iterdir()
    return made, json.loads((made / "manifest.json").read_text())


def test_a_backup_holds_the_copy_and_the_head_and_no_key(world, console, path, settings, tmp_path):
    (settings.data_dir / "sealing.keys").write_text("the keys of everything\n")
    made, manifest = backup(console, path, tmp_path / "backups")
    assert sorted(each.name for each in made.iterdir()) == sorted(["manifest.json", manifest["file"]])
    assert manifest["head"] == str(head(reader()))
    for each in made.iterdir():
        assert b"the keys of everything" not in each.read_bytes()
        assert each.stat().st_mode & 0o077 == 0
    assert console("verify", "--manifest", made / "manifest.json").returncode == 0
    with (made / manifest["file"]).open("ab") as file:
        file.write(b"x")
    done = console("verify", "--manifest", made / "manifest.json")
    assert (done.returncode, "was changed after the backup" in done.stdout) == (1, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_made_while_others_write_is_of_one_moment(world, console, settings, tmp_path):
    done = subprocess.Popen([sys.executable, "-m", "portal.cli", "backup", str(tmp_path / "b")], env={
        **os.environ, "PORTAL_DATA": str(settings.data_dir), "DATABASE_URL": settings.database_url,
    })  # fmt: skip
    while done.poll() is None:
        write(5)
    (made,) = (tmp_path / "b").iterdir()
    copy = f"sqlite:///{made / 'portal.sqlite3'}"
    assert console("verify", "--database", copy, "--manifest", made / "manifest.json").returncode == 0
    assert console("verify", "--manifest", made / "manifest.json").returncode == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_pg_dump_it_says_how_and_writes_the_manifest(world, console, settings, tmp_path):
    done = console("backup", tmp_path / "b", PATH=str(tmp_path))
    assert (done.returncode, "pg_dump was not found" in done.stderr) == (1, True)
    (made,) = (tmp_path / "b").iterdir()
    assert json.loads((made / "manifest.json").read_text())["head"] == str(head(reader()))


def test_the_help_says_that_the_keys_are_kept_elsewhere(world, console):
    assert "the sealing keys are never in it" in " ".join(console("backup", "--help").stdout.split())

"""`portal-agent check`: each prerequisite is tried, each failing one says what to do, the exit code tells the rest."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.agent.__main__ import main
from portal.agent.checking import portal_checks
from tests.agent.fake_portals import KEY


@pytest.fixture
def settings_file(environment, tmp_path) -> Path:
    path = tmp_path / "portal-agent.toml"
    lines = [
        f"{name.removeprefix('PORTAL_AGENT_').lower()} = '{value}'" for name, value in environment.items()
    ]
    path.write_text("\n".join(lines))
    path.chmod(0o600)
    return path


@pytest.fixture
def check(settings_file, capsys):
    def run() -> tuple[int, dict[str, str]]:
        code = main(["--settings", str(settings_file), "check"])
        lines = capsys.readouterr().out.splitlines()
        return code, {line[8:].split(":")[0]: line for line in lines[:-1]} | {"": lines[-1]}

    return run


def test_all_is_well(check):
    code, told = check()
    assert code == 0
    assert told[""] == "The agent can run."
    assert set(told) == {
        "settings",
        "company database",
        "tables",
        "login",
        "drop folder",
        "journal",
        "portal",
        "clock",
        "key",
        "",
    }
    assert all(line.startswith("ok ") for name, line in told.items() if name)


def test_missing_settings_are_listed(tmp_path, capsys):
    (tmp_path / "empty.toml").write_text("")
    assert main(["--settings", str(tmp_path / "empty.toml"), "check"]) == 1
    told = capsys.readouterr().out
    assert told.count("FAILED  settings: ") == 6
    assert "6 of 6 failed." in told


def test_a_missing_column_and_a_missing_table_are_named(check, sage):
    with sage.writing() as database:
        database.execute(text("ALTER TABLE dbo.jobphs RENAME COLUMN phsnme TO phase_name"))
        database.execute(text("DROP TABLE dbo.prmchg"))
    code, told = check()
    assert code == 1
    assert told["tables"].startswith("FAILED  tables: dbo.jobphs.phsnme, dbo.prmchg cannot be seen.")
    assert told[""] == "1 of 9 failed."


def test_no_database(check, sage, tmp_path):
    (tmp_path / "company.sqlite3").rename(tmp_path / "away.sqlite3")
    code, told = check()
    assert code == 1
    assert told["company database"].startswith(
        "FAILED  company database: The company database company cannot be read"
    )


def test_no_portal(check, portal):
    portal.stop()
    code, told = check()
    assert code == 1
    assert "outbound connections to port 443" in told["portal"]
    assert "key" not in told


def test_a_wrong_key_and_a_portal_that_waits(check, portal):
    portal.key = "another"
    code, told = check()
    assert code == 1
    assert "Make a new password on the connection's page" in told["key"]
    assert KEY not in "".join(told.values())
    portal.refuse_registration = (423, "The connection is paused in the portal.")
    code, told = check()
    assert code == 0
    assert told["key"].startswith("warning key: ")


def test_folders_that_take_nothing(check, settings_file, tmp_path, monkeypatch):
    def refuse(*_arguments, **_more):
        raise PermissionError(13, "Permission denied")

    def broken(*_arguments, **_more):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("portal.agent.checking.folder_checks.os.fsync", refuse)
    monkeypatch.setattr("portal.agent.checking.folder_checks.StateFile", broken)
    code, told = check()
    assert code == 1
    assert told["drop folder"].startswith("FAILED  drop folder:")
    assert told["journal"].startswith("FAILED  journal:")
    assert [path.name for path in (tmp_path / "drop").iterdir()] == []


def test_a_clock_that_is_wrong():
    assert portal_checks._clock(datetime.now(UTC) - timedelta(seconds=30)).state == "ok"
    wrong = portal_checks._clock(datetime.now(UTC) - timedelta(hours=2))
    assert (wrong.state, wrong.sentence.endswith("Set this computer's clock.")) == ("FAILED", True)
    assert portal_checks._clock(None).state == "warning"


def test_a_key_that_others_can_read_is_warned_of(check, settings_file):
    settings_file.chmod(0o644)
    code, told = check()
    assert code == 0
    assert told["settings"].startswith("warning settings: Other accounts may read")


def test_the_command_says_what_is_wrong(tmp_path, capsys, environment, monkeypatch):
    (tmp_path / "empty.toml").write_text("")
    assert main(["--settings", str(tmp_path / "empty.toml"), "run"]) == 1
    assert "portal_url is missing." in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0

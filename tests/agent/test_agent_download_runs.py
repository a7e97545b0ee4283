"""The download in an environment that holds none of the portal: installed, checked, run, and through a restart."""

import signal
import subprocess

import pytest

from tests.agent import sage_acts
from tests.agent.conftest import wait_for, wish
from tests.agent.fake_portals import KEY, FakePortal
from tests.agent.installed_agents import command, elsewhere


@pytest.fixture
def place(installed, tmp_path, sage, portal):
    """The prefilled settings, completed by hand as the README says."""
    text = (installed / "download" / "portal-agent.toml").read_text()
    text = text.replace("http://127.0.0.1:9", portal.url).replace(
        "mssql+pymssql://portal_agent:WORD@SERVER/COMPANY", "sqlite:///company.sqlite3"
    )
    (tmp_path / "portal-agent.toml").write_text(f"{text}\nmarker_seconds = 0.3\n")
    (tmp_path / "agent.key").write_text(f"{KEY}\n")
    (tmp_path / "agent.key").chmod(0o600)
    return tmp_path


@pytest.mark.slow
def test_the_environment_holds_none_of_the_portal(installed, tmp_path):
    done = subprocess.run(
        [installed / "venv" / "bin" / "python", "-c", "import portal_agent.agents, sys; import portal"],
        env=elsewhere(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "No module named 'portal'" in done.stderr


@pytest.mark.slow
def test_check_finds_everything_in_order(installed, place):
    done = subprocess.run(
        command(installed, place, "check"),
        env=elsewhere(),
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("The agent can run.\n")
    assert KEY not in done.stdout


@pytest.mark.slow
def test_it_runs_and_survives_the_restart_of_the_portal(installed, place, portal, sage):
    agent = subprocess.Popen(
        command(installed, place, "run"),
        env=elsewhere(),
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    again = None
    try:
        wait_for(portal.finished_runs, 30)
        portal.ask("WriteBudget", wish(), "W1")
        told = portal.outcome("W1", 30)
        port, state = portal.port, portal.state
        portal.stop()
        sage_acts.post(sage, place / "sheets", told["Result"]["Files"][1])
        again = FakePortal(state, port)
        wait_for(lambda: len(again.staged("budget_line")) == 3, 60)
        state.completed.clear()
        again.ask("WriteBudget", wish(), "W1")  # and the journal still knows
        assert again.outcome("W1", 30) == told
        assert agent.poll() is None
    finally:
        agent.send_signal(signal.SIGTERM)
        assert agent.wait(timeout=15) == 0
        if again is not None:
            again.stop()

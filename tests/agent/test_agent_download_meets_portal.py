"""The download as an administrator takes it from the connection's page, against the real portal and its restart."""

import io
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from portal.demo.acts import people, sage_pages
from tests.agent import sage_acts
from tests.agent.conftest import JOB, wait_for
from tests.agent.installed_agents import command, elsewhere

ROOT = Path(__file__).resolve().parents[2]
KEY = "the-key-of-the-demo"
pytestmark = pytest.mark.slow


class Web:
    """`portal web` on a database of its own with the demo company, without workers or an agent."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url = f"http://localhost:{port}"
        self.database = folder / "portal.sqlite3"
        self._port = str(port)
        self._environment = {
            **os.environ,
            "PORTAL_DATA": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": f"unix://{folder / 'nobody.sock'}",
            "PORTAL_BASE_URL": self.url,
            "PORTAL_DEMO": "1",
            "PORTAL_PRACTICE_PASSWORD": KEY,
            "PORTAL_BUSY_SECONDS": "1",
        }
        subprocess.run([*self._portal, "migrate", "--demo"], cwd=ROOT, env=self._environment, check=True)
        self.start()

    @property
    def _portal(self) -> tuple[str, ...]:
        return (sys.executable, "-m", "portal.cli")

    def start(self) -> None:
        words = [*self._portal, "web", "--port", self._port]
        self.process = subprocess.Popen(words, cwd=ROOT, env=self._environment)
        wait_for(self._answers, 60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 - ours
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def staged(self, entity: str) -> int:
        """How many records of a kind the sync service holds; the portal is not asked."""
        with sqlite3.connect(self.database, timeout=10) as connection:
            return connection.execute(
                "select count(*) from staged_records where entity = ?", (entity,)
            ).fetchone()[0]


@pytest.fixture
def web(tmp_path, free_port):
    running = Web(tmp_path / "portal", free_port)
    yield running
    running.kill()


def test_it_serves_a_company_beside_a_portal_that_is_killed_and_comes_back(installed, web, sage, tmp_path):
    place = tmp_path / "office"
    unpack(web, place)
    done = subprocess.run(
        command(installed, place, "check"),
        env=elsewhere(),
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    agent = subprocess.Popen(command(installed, place, "run"), env=elsewhere(), cwd=place)
    try:
        wait_for(lambda: web.staged("cost_type") == 9, 40)
        assert (web.staged("job"), web.staged("budget_line")) == (1, 0)
        web.kill()
        sage_acts.edit(sage, "2010.000", 4, "120000.00", job=JOB)
        web.start()
        wait_for(lambda: web.staged("budget_line") == 1, 60)
        assert agent.poll() is None
    finally:
        agent.send_signal(signal.SIGTERM)
        assert agent.wait(timeout=20) == 0


def unpack(web: Web, place: Path) -> None:
    """Take the file from the connection's page; complete its settings as its README says."""
    ruth = people.signed_in(web.url, people.RUTH)
    connection = sage_pages.connection_number(ruth)
    package = ruth.get(ruth.get(f"/settings/connections/{connection}").link("agent.zip")).body
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(place)
    settings = place / "portal-agent.toml"
    text = settings.read_text()
    assert web.url in text
    assert KEY not in text
    company = place.parent / "company.sqlite3"
    settings.write_text(
        text.replace("mssql+pymssql://portal_agent:WORD@SERVER/COMPANY", f"sqlite:///{company}")
        + "\nmarker_seconds = 0.3\n"
    )
    (place / "agent.key").write_text(f"{KEY}\n")
    (place / "agent.key").chmod(0o600)

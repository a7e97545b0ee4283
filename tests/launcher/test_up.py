import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


class Up:
    """A `portal up` in a process of its own."""

    def __init__(self, data, *arguments):
        self.data = data
        self.lines = []
        command = [sys.executable, "-m", "portal.cli", "up", "--data", data, *arguments]
        settings = {
            name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "DATABASE_URL"}
        }
        self.process = subprocess.Popen(
            command,
            env={**settings, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until(self, start):
        """Read the console until a line that starts so, and return its rest."""
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith(start):
                return line.removeprefix(start).strip()
        pytest.fail("".join(self.lines))

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def pids(self):
        return {path.stem: int(path.read_text()) for path in (self.data / "run").glob("*.pid")}

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def up(tmp_path, free_port):
    made = []

    def start(*arguments, data=tmp_path / "data", port=free_port):
        made.append(Up(data, "--port", str(port), *arguments))
        return made[-1]

    yield start
    for one in made:
        one.end()


def gone(family, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family):
            return True
        time.sleep(0.05)
    return False


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as page:  # noqa: S310 - our own process
            return page.status
    except (OSError, http.client.HTTPException):
        return None


PARTS = {"valkey", "web", "worker-erp", "worker-mail", "worker-files", "ticker"}


DEMO = PARTS | {"mail", "practice", "sage", "agent", "identity"}


@pytest.mark.parametrize(("arguments", "parts"), [([], DEMO), (["--real"], PARTS)])
def test_it_says_ready_with_every_part_and_term_stops_all(up, arguments, parts):
    portal = up(*arguments)
    url = portal.until("ready:")
    assert answers(f"{url}/readyz") == 200
    assert set(portal.pids()) == parts
    assert parts <= {line.split()[0] for line in portal.lines if line.startswith("  ")}
    family = portal.family()
    portal.process.terminate()
    assert portal.process.wait(timeout=60) == 0
    assert gone(family)
    assert answers(f"{url}/readyz") is None


def test_killed_it_leaves_no_orphan_and_starts_again_on_its_data(up):
    portal = up("--real")
    portal.until("ready:")
    family = portal.family()
    assert len(family) >= len(PARTS)
    portal.process.kill()
    assert gone(family)
    portal.end()
    again = up("--real")
    again.until("ready:")
    seconds = float(next(line.split()[2] for line in again.lines if line.startswith("Started in")))
    print(f"started again in {seconds} s")
    assert seconds < 60  # under 5 on a quiet machine; this one also runs the other tests


def test_every_killed_part_comes_back_and_the_page_answers(up):
    portal = up("--real")
    url = portal.until("ready:")
    before = portal.pids()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        now = portal.pids()
        if (
            set(now) == PARTS
            and not set(now.values()) & set(before.values())
            and answers(f"{url}/readyz") == 200
        ):
            break
        time.sleep(0.1)
    assert set(portal.pids()) == PARTS
    assert answers(f"{url}/readyz") == 200
    assert portal.process.poll() is None


def test_a_second_start_on_the_same_folder_is_refused_with_the_address_of_the_first(up):
    url = up("--real").until("ready:")
    second = up("--real")
    assert second.process.wait(timeout=90) == 1
    told = second.process.stdout.read()
    assert "A portal already runs on" in told
    assert url in told


def test_a_real_company_is_not_opened_as_the_demo(up, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "company").write_text("real")
    refused = up()
    assert refused.process.wait(timeout=90) == 1
    assert "holds the real company. Start it with --real" in refused.process.stdout.read()

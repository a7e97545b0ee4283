"""Several web processes on one database, as behind a load balancer."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def web_processes(settings, *, guard, pause, count=3):
    """Start `count` of them with these guards; yields their addresses, and their complaints afterwards in `log`."""
    env = {
        **os.environ,
        "PORTAL_DATA": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "PORTAL_BASE_URL": settings.base_url,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.guarantees.servers.portal_process", guard, str(pause)]
    log = settings.data_dir / f"{guard}.log"
    with log.open("ab") as complaints:
        running = [
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
            )
            for _ in range(count)
        ]
        try:
            yield [f"http://localhost:{_port(process, log)}" for process in running]
        finally:
            for process in running:
                process.kill()
            for process in running:
                process.communicate(timeout=30)


def _port(process, log):
    line = process.stdout.readline()
    assert line, f"a web process did not start: {log.read_text()[-2000:]}"
    return int(line)

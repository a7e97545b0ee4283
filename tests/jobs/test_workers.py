import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from redis import Redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer

ROOT = Path(__file__).resolve().parents[2]


def wait_for(true, seconds=60.0):
    deadline = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert found
    return found


@pytest.fixture
def start_worker(tmp_path):
    """Call with settings: a real worker of the queue `erp` in a process of its own."""
    processes = []

    def start(settings):
        ready, log = tmp_path / "worker.ready", tmp_path / "worker.log"
        told = {
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            "PORTAL_DATA": str(tmp_path),
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "portal.cli", "worker", "erp", "--announce", ready]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env={**os.environ, **told}, stdout=output, stderr=output, cwd=tmp_path
            )
        processes.append(process)
        wait_for(lambda: ready.exists() or process.poll() is not None)
        assert ready.exists(), log.read_text()
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def worker(start_worker, sqlite_settings):
    return start_worker(sqlite_settings)


@pytest.fixture
def enqueue(redis_url):
    connection = Redis.from_url(redis_url)

    def ring(job, path):
        queue = Queue("erp", connection=connection, serializer=JSONSerializer)
        return queue.enqueue(f"tests.jobs.job_samples.{job}", str(path))

    yield ring
    connection.close()


def content(path):
    return path.exists() and path.read_text()


def test_a_job_runs_in_a_fork_with_a_database_connection_of_its_own(
    start_worker, settings, enqueue, tmp_path
):
    worker = start_worker(settings)
    enqueue("count_people", tmp_path / "people")
    assert wait_for(lambda: content(tmp_path / "people")).startswith("0 ")
    enqueue("write_pids", tmp_path / "pids")
    own, parent = wait_for(lambda: content(tmp_path / "pids")).split()
    assert int(parent) == worker.pid
    assert own != parent


def test_from_ring_to_job_takes_milliseconds_because_the_app_is_loaded(worker, enqueue, tmp_path):
    times = []
    for number in range(5):
        path = tmp_path / f"job{number}"
        began = time.monotonic()
        enqueue("write_pids", path)
        wait_for(lambda path=path: content(path))
        times.append(time.monotonic() - began)
        time.sleep(0.2)
    print("enqueue -> job body:", [f"{1000 * one:.0f} ms" for one in times])
    assert min(times) < 0.4  # loading the app for each job takes longer on any machine


def test_a_killed_worker_takes_its_job_along(worker, enqueue, tmp_path):
    enqueue("stay", tmp_path / "pids")
    job = psutil.Process(int(wait_for(lambda: content(tmp_path / "pids")).split()[0]))
    worker.kill()
    worker.wait()
    wait_for(lambda: not job.is_running() or job.status() == psutil.STATUS_ZOMBIE)


def test_told_to_stop_an_idle_worker_ends_at_once(worker):
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0


def test_the_worker_listens_on_one_queue_and_looks_after_the_abandoned_soon(worker, redis_url):
    with Redis.from_url(redis_url) as connection:
        (found,) = wait_for(lambda: Worker.all(connection=connection, serializer=JSONSerializer))
        assert found.queue_names() == ["erp"]
        assert 0 < connection.ttl(found.key) <= 60 + 60

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from redis import Redis

from portal.launcher import valkey
from portal.launcher.children import Part
from portal.launcher.datafolder import DataFolder, DataFolderTaken
from portal.launcher.supervisor import PartFailed, Supervisor

FAKE_PORTAL = Path(__file__).with_name("fake_portal.py")
ROOT = FAKE_PORTAL.parents[2]


@pytest.fixture
def fake_portal(tmp_path):
    """A running little portal in a process of its own, with everything it started."""
    process = subprocess.Popen(
        [sys.executable, FAKE_PORTAL, tmp_path / "data"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    lines = []
    while not lines or lines[-1] not in {"ready\n", ""}:
        lines.append(process.stdout.readline())
    assert lines[-1] == "ready\n"
    family = psutil.Process(process.pid).children(recursive=True)
    yield process, family, tmp_path / "data"
    process.kill()
    process.wait()
    process.stdout.close()
    for one in family:  # the fakes' own children have no leash
        with suppress(psutil.NoSuchProcess):
            one.kill()


def wait_until(true, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert true()


def all_gone(family):
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family)


def pid_of(data, name):
    try:
        return int((data / "run" / f"{name}.pid").read_text())
    except (FileNotFoundError, ValueError):
        return None


def test_the_fake_portal_has_the_parts_and_their_children(fake_portal):
    _, family, _ = fake_portal
    assert len(family) == 6


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_stops_everything_in_order(fake_portal, number):
    process, family, data = fake_portal
    process.send_signal(number)
    assert process.wait(timeout=60) == 0
    wait_until(lambda: all_gone(family))
    assert (data / "stopped").read_text().split() == ["web", "worker"]


def test_killed_it_leaves_no_orphan(fake_portal):
    process, family, _ = fake_portal
    own = [one for one in family if one.ppid() == process.pid]
    assert len(own) == 4
    process.kill()
    process.wait()
    wait_until(lambda: all_gone(own))


def test_a_killed_fork_comes_back_at_once(fake_portal):
    _, _, data = fake_portal
    old = pid_of(data, "ticker")
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: pid_of(data, "ticker") not in {old, None})
    wait_until(lambda: (data / "logs" / "ticker.log").read_text().count("hello from a fork") == 2)


def test_a_fork_holds_nothing_of_the_supervisor_open(fake_portal):
    _, _, data = fake_portal
    open_there = {path.resolve() for path in Path(f"/proc/{pid_of(data, 'ticker')}/fd").iterdir()}
    assert (data / "run" / "lock") not in open_there
    assert len(open_there) == 3 - 1  # nothing to read, and one pipe for all it says


def test_a_killed_part_comes_back_at_once_and_its_child_is_gone(fake_portal):
    _, family, data = fake_portal
    old = pid_of(data, "worker")
    of_old = [one for one in family if one.ppid() == old]
    assert len(of_old) == 1
    os.kill(old, signal.SIGKILL)
    wait_until(lambda: pid_of(data, "worker") not in {old, None})
    wait_until(lambda: all_gone(of_old))


def test_a_killed_redis_comes_back_with_its_data(fake_portal):
    _, _, data = fake_portal
    socket = DataFolder(data).socket
    with Redis(unix_socket_path=str(socket)) as client:
        client.set("kept", "yes")
        old = pid_of(data, "valkey")
        time.sleep(1.1)  # written to disk every second
        os.kill(old, signal.SIGKILL)
        wait_until(lambda: pid_of(data, "valkey") not in {old, None} and valkey.answers(socket))
        assert client.get("kept") == b"yes"


def test_what_a_part_says_stands_in_its_log_with_time_and_name(fake_portal):
    _, _, data = fake_portal
    log = data / "logs" / "web.log"
    wait_until(lambda: log.exists() and log.read_text().endswith("\n"))
    line = log.read_text()
    assert line.endswith("Z web: hello from web\n")
    assert line.startswith("20")


def test_a_second_portal_on_the_same_folder_is_refused_with_a_sentence(fake_portal):
    _, _, data = fake_portal
    with pytest.raises(DataFolderTaken, match="A portal already runs on"), DataFolder(data).locked():
        pass


def supervisor_in(folder, said):
    return Supervisor(run=folder.run, logs=folder.logs, environment=os.environ, say=said.append)


def test_a_part_that_never_comes_up_ends_the_start_with_its_last_words(tmp_path):
    folder, said = DataFolder(tmp_path), []
    supervisor = supervisor_in(folder, said)
    with supervisor.signals():
        broken = [sys.executable, "-c", "import sys; sys.exit('port 80 is not mine')"]
        supervisor.start(Part("broken", broken, lambda _: False))
        with pytest.raises(
            PartFailed, match=r"broken does not start: port 80 is not mine \(log: .*broken.log\)"
        ):
            supervisor.wait_ready(["broken"], 60)
        supervisor.stop()
    pauses = [line for line in said if "again in" in line]
    assert [line.partition("again in ")[2].split()[0] for line in pauses[:3]] == ["0.2", "0.4", "0.8"]


def test_a_part_that_is_late_ends_the_start(tmp_path):
    folder = DataFolder(tmp_path)
    supervisor = supervisor_in(folder, [])
    with supervisor.signals():
        supervisor.start(Part("slow", [sys.executable, "-c", "import time; time.sleep(60)"], lambda _: False))
        with pytest.raises(PartFailed, match="slow does not start: no word"):
            supervisor.wait_ready(["slow"], 0.3)
        supervisor.stop()


def test_a_part_that_does_not_want_to_stop_is_killed(tmp_path):
    folder = DataFolder(tmp_path)
    supervisor = supervisor_in(folder, [])
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    with supervisor.signals():
        log = folder.logs / "deaf.log"
        child = supervisor.start(
            Part("deaf", [sys.executable, "-c", deaf], lambda _: log.exists(), stop_seconds=0.3)
        )
        supervisor.wait_ready(["deaf"], 60)
        began = time.monotonic()
        supervisor.stop()
    assert child.exit_code == -signal.SIGKILL
    assert time.monotonic() - began < 20


def test_a_command_run_once_gives_its_exit_code_and_is_not_started_again(tmp_path):
    folder, said = DataFolder(tmp_path), []
    supervisor = supervisor_in(folder, said)
    with supervisor.signals():
        child = supervisor.run_once(
            "seven", [sys.executable, "-c", "print('words'); raise SystemExit(7)"], 10
        )
    assert (child.exit_code, child.log.last, said) == (7, "words", [])


def test_a_fork_that_fails_leaves_its_traceback_in_the_log(tmp_path):
    def fail():
        raise ValueError("no such queue")

    folder = DataFolder(tmp_path)
    supervisor = supervisor_in(folder, [])
    with supervisor.signals():
        assert supervisor.run_once("fork", fail, 60).exit_code == 1
        assert supervisor.run_once("fork", lambda: sys.exit("in words"), 60).exit_code == 1
        assert supervisor.run_once("fork", lambda: sys.exit(5), 60).exit_code == 5
    assert "ValueError: no such queue" in (folder.logs / "fork.log").read_text()


def test_a_fork_sees_the_environment_of_the_parts_and_not_the_person_s(tmp_path, capfd):
    folder = DataFolder(tmp_path)
    supervisor = Supervisor(run=folder.run, logs=folder.logs, environment={"ONLY": "this"}, say=print)
    with supervisor.signals():
        supervisor.run_once(
            "fork", lambda: os.write(1, ",".join(sorted(os.environ)).encode()) * 0, 60, console=True
        )
    assert capfd.readouterr().out == "ONLY,PORTAL_PARENT_PID"

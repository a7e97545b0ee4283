"""A little portal for the supervisor's tests: `python fake_portal.py FOLDER`. Real Redis, fake everything else."""

import sys
import time
from pathlib import Path

from portal.launcher import readiness, valkey
from portal.launcher.children import Part
from portal.launcher.datafolder import DataFolder
from portal.launcher.supervisor import Supervisor

# Announces itself, notes when it is told to stop, and has a child of its own.
FAKE = """
import os, signal, subprocess, sys, time
name, ready, notes = sys.argv[1:]
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
def stop(*_):
    with open(notes, "a") as file:
        file.write(name + chr(10))
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("hello from", name, flush=True)
with open(ready + ".new", "w") as file:
    file.write(str(os.getpid()))
os.replace(ready + ".new", ready)
while True:
    time.sleep(600)
"""


def forked(folder: DataFolder) -> Part:
    """A part that is a function of ours, as web, workers and ticker are."""
    ready = folder.run / "ticker.ready"

    def run() -> int:
        print("hello from a fork")
        readiness.announce(ready)
        while True:
            time.sleep(600)

    return Part("ticker", run, readiness.announced(ready), "a fork", 5)


def fake(folder: DataFolder, name: str) -> Part:
    ready = folder.run / f"{name}.ready"
    command = [sys.executable, "-c", FAKE, name, str(ready), str(folder.path / "stopped")]
    return Part(name, command, readiness.announced(ready), "a fake", 5)


def main() -> None:
    folder = DataFolder(Path(sys.argv[1]))
    supervisor = Supervisor(
        run=folder.run, logs=folder.logs, environment={}, say=lambda line: print(line, flush=True)
    )
    with folder.locked(), supervisor.signals():
        server = Part(
            "valkey",
            valkey.command(folder.socket, folder.valkey),
            lambda _: valkey.answers(folder.socket),
            "redis",
        )
        for part in (server, fake(folder, "worker"), fake(folder, "web"), forked(folder)):
            supervisor.start(part)
        supervisor.wait_ready(["valkey", "worker", "web", "ticker"], 60)
        print("ready", flush=True)
        while not supervisor.stopping:
            supervisor.tick()
        supervisor.stop(["web", "worker"])


if __name__ == "__main__":
    main()

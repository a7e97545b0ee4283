"""The product under test: `python -m portal up` as a process of its own, on a folder of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from portal.launcher import leash
from portal.launcher.readiness import announced, listens
from portal.resources import PACKAGE

START_SECONDS = 120.0
STOP_SECONDS = 60.0
_ON_A_LEASH = (sys.executable, "-I", "-S", leash.__file__)
_UP = (sys.executable, "-m", "portal", "up")
_ADDRESS = re.compile(r"^\s*(mail|practice|sage)\s+(http://\S+)")


class NotStartedError(Exception):
    """The product did not come up; `str` is what it said."""


class Portal:
    """A running product: its addresses (web, mail, practice, sage), its parts' process numbers, its restarts."""

    def __init__(self, data: Path, port: int, settings: dict[str, str]) -> None:
        self.data = data
        self.addresses: dict[str, str] = {}
        self.lines: list[str] = []
        self._ready = threading.Event()
        environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"} | settings
        self._process = subprocess.Popen(
            [*_ON_A_LEASH, str(os.getpid()), *_UP, "--data", str(data), "--port", str(port)],
            cwd=PACKAGE.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, name="console", daemon=True).start()

    def wait_ready(self) -> None:
        """Return when every part is ready. Raises NotStartedError."""
        if not self._ready.wait(START_SECONDS) or "web" not in self.addresses:
            raise NotStartedError("".join(self.lines[-20:]) or "It said nothing.")

    def pid(self, part: str) -> int | None:
        """The process number of a part now; None while it rests."""
        with suppress(OSError, ValueError):
            return int((self.data / "run" / f"{part}.pid").read_text())
        return None

    def is_up(self, part: str) -> bool:
        """Whether the part has said that it is ready; a practice company listens, the sync agent is there."""
        number = self.pid(part)
        if number is None:
            return False
        if part in self.addresses and part != "web":
            return listens(urlsplit(self.addresses[part]).port or 0)(number)
        if part == "agent":
            return True
        return announced(self.data / "run" / f"{part}.ready")(number)

    def kill(self, part: str) -> bool:
        """End a part's process without a word; False when there is none at the moment."""
        number = self.pid(part)
        if number is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            return True
        return False

    def stop(self) -> None:
        """Stop everything and wait for the end."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - a pipe was asked for
        with self._process.stdout as console:
            for line in console:
                self.lines.append(line)
                if found := _ADDRESS.match(line):
                    self.addresses.setdefault(found[1], found[2])
                if line.startswith("ready: "):
                    self.addresses["web"] = line.removeprefix("ready: ").strip()
                    self._ready.set()
        self._ready.set()

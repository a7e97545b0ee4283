"""The real product for a browser: `portal up` in a process of its own, on a data folder and ports of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_PART = re.compile(r"^  (mail|practice|sage)\s+(http://\S+)")
_NAMES = {"mail": "inbox", "practice": "desk", "sage": "sage"}


class Product:
    """A running portal with its demo company; `web`, `inbox`, `desk` and `sage` are the addresses that people open."""

    def __init__(self, data: Path) -> None:
        outside = {"REDIS_URL", "DATABASE_URL", "SMTP_HOST"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.cli", "up", "--data", str(data)],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name not in outside},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.told: list[str] = []
        self.web = self.inbox = self.desk = self.sage = ""

    def wait(self) -> None:
        """Read the console until the product is ready."""
        for line in self.process.stdout or ():
            self.told.append(line)
            part = _PART.match(line)
            if part:
                setattr(self, _NAMES[part[1]], part[2])
            if line.startswith("ready:"):
                self.web = line.removeprefix("ready:").strip()
                return
        pytest.fail("The product did not start:\n" + "".join(self.told))

    def stop(self) -> None:
        """End it as Ctrl-C would."""
        self.process.terminate()
        try:
            self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

"""The whole product as a process, as a person starts it."""

import os
import subprocess
import sys

import pytest

from portal.resources import PACKAGE


@pytest.fixture
def portal_command():
    """Run `python -m portal ...` to its end; returns the process with its output."""

    def run(*words, seconds):
        settings = {
            name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "DATABASE_URL"}
        }
        return subprocess.run(
            [sys.executable, "-m", "portal", *words],
            cwd=PACKAGE.parent,
            env=settings,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    return run

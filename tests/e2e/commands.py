"""Running a `portal` command to its end, as a person starts it."""

import os
import subprocess
import sys

from portal.resources import PACKAGE

_ELSEWHERE = frozenset({"REDIS_URL", "DATABASE_URL"})


def portal(*words, seconds, **settings):
    """Run `python -m portal ...` with these settings in its environment; returns the process with its output."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return subprocess.run(
        [sys.executable, "-m", "portal", *words],
        cwd=PACKAGE.parent,
        env={**kept, **settings},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
